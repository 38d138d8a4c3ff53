"""Accounts: whoever works here has her own; the demonstration opens doors that do not exist elsewhere."""

from tests.access.doors import SIGN_IN, Door

SENT_ON, GONE = 302, 404
#: Pages of allauth that send who is known somewhere else.
ALREADY_IN = Door(visitor=200, signed=SENT_ON)
MINE = Door(visitor=SIGN_IN, signed=200)
ACCESS = {
    "account_login": ALREADY_IN,
    "account_inactive": Door(visitor=200),
    "mfa_authenticate": Door(visitor=SIGN_IN),
    "account_logout": Door(visitor=SENT_ON, signed=200),
    "account_reauthenticate": MINE,
    "mfa_reauthenticate": Door(visitor=SIGN_IN, signed=SENT_ON),
    "account_reset_password": Door(visitor=200),
    "account_reset_password_done": Door(visitor=200),
    "account_reset_password_from_key_done": Door(visitor=200),
    "account_reset_password_from_key": Door(visitor=200, kwargs={"uidb36": "1", "key": "x-y"}),
    "account_change_password": MINE,
    "mfa_index": Door(visitor=302),
    "mfa_activate_totp": Door(visitor=SIGN_IN, signed=SENT_ON),
    "mfa_deactivate_totp": Door(visitor=SIGN_IN, signed=GONE),
    "mfa_view_recovery_codes": Door(visitor=SIGN_IN, signed=GONE),
    "mfa_generate_recovery_codes": Door(visitor=SIGN_IN, signed=SENT_ON),
    "mfa_download_recovery_codes": Door(visitor=SIGN_IN, signed=GONE),
    "actors:desk": MINE,
    "actors:account": MINE,
    "actors:profile": MINE,
    "actors:close_sessions": Door(visitor=SIGN_IN, signed=SENT_ON, method="post"),
    "actors:close_session": Door(visitor=SIGN_IN, signed=GONE, method="post", kwargs={"session_id": 9999}),
    "actors:switch": MINE,
    "actors:second_factor": MINE,
    "actors:demo": Door(visitor=404, demo=200),
    "actors:demo_enter": Door(visitor=404, method="post", kwargs={"who": "personne"}),
}
