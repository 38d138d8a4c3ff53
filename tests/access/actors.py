"""Accounts: whoever works here has her own; the demonstration opens doors that do not exist elsewhere."""

from collections.abc import Callable

from tests import factories, people
from tests.access.doors import SIGN_IN, Door

SENT_ON, GONE = 302, 404
#: Pages of allauth that send who is known somewhere else.
ALREADY_IN = Door(visitor=200, signed=SENT_ON)
MINE = Door(visitor=SIGN_IN, signed=200)
MANAGED = Door(visitor=SIGN_IN, signed=403, kinds={"administrator": 200})
ADMINISTERED = Door(visitor=SIGN_IN, signed=403, kinds={"installation_administrator": 200})
INVITING = Door(
    visitor=SIGN_IN,
    signed=403,
    kinds={"administrator": 200, "coordinator": 200, "installation_administrator": 200},
)


def colleague() -> int:
    return factories.Membership(user__email="collegue@exemple.fr", organisation=people.organisation()).pk


def elsewhere() -> int:
    return factories.Membership(organisation__name="Ailleurs encore").pk


def administered(organisation) -> int:
    factories.Membership(user__email="chef@exemple.fr", organisation=organisation, role="administrator")
    return organisation.pk


def somebody() -> int:
    return factories.User(email="quelquun@exemple.fr").pk


def linked() -> int:
    return factories.Identity(user__email="relie@exemple.fr").user.pk


def invitation() -> dict[str, int]:
    """Of another organisation, sent by somebody else."""
    return {"invitation_id": factories.Invitation(organisation__name="Ailleurs encore").pk}


ANSWERED_BY_OTHERS = Door(
    visitor=SIGN_IN,
    signed=403,
    kinds={"administrator": 404, "coordinator": 404, "installation_administrator": 302},
    method="post",
    kwargs=invitation,
)


def decided(verb: str, account: Callable[[], int] = somebody, *, done: int = 302) -> Door:
    """What only who runs the installation decides of an account."""
    return Door(
        visitor=SIGN_IN,
        signed=403,
        kinds={"installation_administrator": done},
        method="post",
        kwargs=lambda: {"user_id": account(), "verb": verb},
    )


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
    "account_set_password": Door(visitor=SENT_ON),
    # The settings of the suite name no provider: its addresses do not exist.
    "proconnect_login": Door(visitor=GONE, method="post"),
    "proconnect_callback": Door(visitor=GONE),
    "proconnect_link": Door(visitor=GONE, method="post"),
    "proconnect_unlink": Door(visitor=GONE, method="post"),
    "mfa_index": Door(visitor=302),
    "mfa_activate_totp": Door(visitor=SIGN_IN, signed=SENT_ON),
    "mfa_deactivate_totp": Door(visitor=SIGN_IN, signed=GONE),
    "mfa_view_recovery_codes": Door(visitor=SIGN_IN, signed=GONE),
    "mfa_generate_recovery_codes": Door(visitor=SIGN_IN, signed=SENT_ON),
    "mfa_download_recovery_codes": Door(visitor=SIGN_IN, signed=GONE),
    "actors:account": MINE,
    "actors:profile": MINE,
    "actors:close_sessions": Door(visitor=SIGN_IN, signed=SENT_ON, method="post"),
    "actors:close_session": Door(visitor=SIGN_IN, signed=GONE, method="post", kwargs={"session_id": 9999}),
    "actors:switch": MINE,
    "actors:second_factor": MINE,
    "actors:invitation": Door(visitor=410, kwargs={"token": "t" * 43}),
    "actors:members": MANAGED,
    "actors:confirm_members": Door(visitor=SIGN_IN, signed=403, kinds={"administrator": 302}, method="post"),
    "actors:member": {
        "of her organisation": Door(
            visitor=SIGN_IN, signed=403, kinds={"administrator": 200}, kwargs=lambda: {"membership_id": colleague()}
        ),
        "of another": Door(
            visitor=SIGN_IN, signed=403, kinds={"administrator": 404}, kwargs=lambda: {"membership_id": elsewhere()}
        ),
    },
    "actors:end_membership": {
        "of her organisation": Door(
            visitor=SIGN_IN,
            signed=403,
            kinds={"administrator": 302},
            method="post",
            kwargs=lambda: {"membership_id": colleague()},
        ),
        "of another": Door(
            visitor=SIGN_IN,
            signed=403,
            kinds={"administrator": 404},
            method="post",
            kwargs=lambda: {"membership_id": elsewhere()},
        ),
    },
    "actors:where_to_invite": INVITING,
    "actors:invite": {
        "into the organisation in use, that somebody administers": Door(
            visitor=SIGN_IN,
            signed=403,
            kinds={"administrator": 200, "installation_administrator": 200},
            kwargs=lambda: {"organisation_id": administered(people.organisation())},
        ),
        "into one that nobody administers": Door(
            visitor=SIGN_IN,
            signed=403,
            kinds={"coordinator": 200, "installation_administrator": 200},
            kwargs=lambda: {"organisation_id": factories.Organisation(name="Sans personne").pk},
        ),
        "into another that somebody administers": Door(
            visitor=SIGN_IN,
            signed=403,
            kinds={"installation_administrator": 200},
            kwargs=lambda: {"organisation_id": administered(factories.Organisation(name="Avec quelqu’un"))},
        ),
    },
    "actors:send_invitation_again": ANSWERED_BY_OTHERS,
    "actors:revoke_invitation": ANSWERED_BY_OTHERS,
    "actors:accounts": ADMINISTERED,
    "actors:roles": ADMINISTERED,
    "actors:account_of": Door(
        visitor=SIGN_IN, signed=403, kinds={"installation_administrator": 200}, kwargs=lambda: {"user_id": somebody()}
    ),
    "actors:decide_account": {
        "close": decided("fermer"),
        "open again": decided("rouvrir"),
        "take the second factor away": decided("second-facteur"),
        "take the identity away": decided("proconnect", linked),
        "anything else": decided("effacer", done=404),
    },
    "actors:demo": Door(visitor=404, demo=200),
    "actors:demo_enter": Door(visitor=404, method="post", kwargs={"who": "personne"}),
}
