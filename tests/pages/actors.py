import hashlib
import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from tests import factories, people
from tests.pages.walk import Walk, send_empty


def two_organisations() -> None:
    """The member belongs to a second organisation too."""
    factories.Membership(user__email="membre@exemple.fr", organisation__name="Centre social La Passerelle")


def waiting_invitation() -> None:
    factories.Invitation(organisation=people.organisation())


def link(token: str, **more: str) -> Callable[[], None]:
    """An invitation that this token opens."""

    def lay() -> None:
        factories.Invitation(token_hash=hashlib.sha256(token.encode()).hexdigest(), **more)

    return lay


def colleagues() -> None:
    for number in range(30):
        factories.Membership(user__email=f"collegue{number}@exemple.fr", organisation=people.organisation())


def with_password() -> None:
    """The member can say again who one is."""
    member = factories.User(email="membre@exemple.fr")
    member.set_password(PASSWORD)
    member.save()


def protected() -> None:
    """The member has a second factor, and recovery codes."""
    with_password()
    member = factories.User(email="membre@exemple.fr")
    TOTP.activate(member, SECRET)
    RecoveryCodes.activate(member)


def say_who(tab: Any) -> None:
    """Give the password or the code that the page before this one asks for."""
    if "/code/" in tab.url:
        tab.locator("main [name=code]").fill(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
    else:
        tab.locator("main [type=password]").fill(PASSWORD)
    tab.locator("main form [type=submit]").first.click()
    tab.wait_for_url(lambda url: "/confirmer/" not in url)


def say_who_then_send_empty(tab: Any) -> None:
    say_who(tab)
    send_empty(tab)


PASSWORD, SECRET = "quatre girafes en vélo", "JBSWY3DPEHPK3PXP"  # of an invented account


def linked(*, password: str) -> Callable[[], None]:
    """The member's account is opened by ProConnect, and by this password; «!» for none."""

    def lay() -> None:
        member = factories.User(email="membre@exemple.fr", password=password)
        factories.Identity(user=member, issuer=WITH_PROCONNECT["PROCONNECT"]["issuer"], subject="membre-1")

    return lay


def somebody(**more: Any) -> Callable[[], None]:
    """An account to look at, which an identity opens too."""

    def lay() -> None:
        account = factories.User(pk=SOMEBODY, email="awa.diarra@exemple.fr", **more)
        factories.Membership(user=account, organisation=people.organisation())
        factories.Identity(user=account, issuer="https://proconnect.exemple", subject="awa", proved_at=factories.SINCE)

    return lay


SOMEBODY = 90_001
NEW, KNOWN = "n" * 43, "k" * 43
WITH_PROCONNECT = {"PROCONNECT": {"issuer": "https://proconnect.exemple", "client_id": "q", "secret": "s"}}
PAGES = [
    Walk("sign in", "/compte/connexion/"),
    Walk("sign in, nothing typed", "/compte/connexion/", steps=send_empty),
    Walk("sign in, ProConnect too", "/compte/connexion/", settings=WITH_PROCONNECT),
    Walk("back from ProConnect, too late", "/compte/proconnect/retour/", settings=WITH_PROCONNECT),
    Walk("sign in to a closed account", "/compte/connexion/fermee/"),
    Walk("forgotten password", "/compte/mot-de-passe/"),
    Walk("forgotten password, nothing typed", "/compte/mot-de-passe/", steps=send_empty),
    Walk("forgotten password, sent", "/compte/mot-de-passe/envoye/"),
    Walk("new password, dead link", "/compte/mot-de-passe/1-x-y/"),
    Walk("new password, done", "/compte/mot-de-passe/choisi/"),
    Walk("account", "/compte/", who="member"),
    Walk("account, ProConnect to link", "/compte/", who="member", settings=WITH_PROCONNECT),
    Walk(
        "account, ProConnect linked",
        "/compte/",
        who="member",
        before=linked(password="md5$"),
        settings=WITH_PROCONNECT,
    ),
    Walk("account, ProConnect alone", "/compte/", who="member", before=linked(password="!"), settings=WITH_PROCONNECT),
    Walk("profile", "/compte/profil/", who="member"),
    Walk("change password", "/compte/mot-de-passe/changer/", who="member"),
    Walk("sign out", "/compte/deconnexion/", who="member"),
    Walk("switch", "/compte/organisation/", who="partner", before=two_organisations),
    Walk("switch, one organisation", "/compte/organisation/", who="member"),
    Walk("second factor to come", "/compte/proteger/", who="coordinator"),
    Walk("say again who one is", "/compte/second-facteur/installer/", who="member", before=with_password),
    Walk(
        "say again who one is, nothing typed",
        "/compte/second-facteur/installer/",
        who="member",
        before=with_password,
        steps=send_empty,
    ),
    Walk("second factor", "/compte/second-facteur/installer/", who="member", before=with_password, steps=say_who),
    Walk(
        "second factor, no code",
        "/compte/second-facteur/installer/",
        who="member",
        before=with_password,
        steps=say_who_then_send_empty,
    ),
    Walk("recovery codes", "/compte/codes-de-secours/", who="member", before=protected, steps=say_who),
    Walk("new recovery codes", "/compte/codes-de-secours/remplacer/", who="member", before=protected, steps=say_who),
    Walk("remove the second factor", "/compte/second-facteur/retirer/", who="member", before=protected, steps=say_who),
    Walk("members, closed", "/membres/", who="member", status=403),
    Walk("members", "/membres/", who="administrator", before=waiting_invitation),
    Walk("members, many", "/membres/", who="administrator", before=colleagues),
    Walk("where to invite", "/invitations/?q=tilleuls", who="coordinator"),
    Walk("where to invite, nothing found", "/invitations/?q=zzz", who="coordinator"),
    Walk("invitation, newcomer", f"/invitation/{NEW}/", before=link(NEW)),
    Walk("invitation, newcomer, ProConnect too", f"/invitation/{NEW}/", before=link(NEW), settings=WITH_PROCONNECT),
    Walk("invitation, newcomer, nothing typed", f"/invitation/{NEW}/", before=link(NEW), steps=send_empty),
    Walk("invitation, dead", f"/invitation/{'x' * 43}/", status=410),
    Walk(
        "invitation, one click", f"/invitation/{KNOWN}/", who="member", before=link(KNOWN, email="membre@exemple.fr")
    ),
    Walk("invitation of somebody else", f"/invitation/{NEW}/", who="member", before=link(NEW)),
    Walk("accounts", "/administration/comptes/", who="installation_administrator", before=colleagues),
    Walk("accounts, none found", "/administration/comptes/?q=zzz", who="installation_administrator"),
    Walk(
        "account of somebody",
        f"/administration/comptes/{SOMEBODY}/",
        who="installation_administrator",
        before=somebody(password="!"),
    ),
    Walk(
        "account of somebody, closed",
        f"/administration/comptes/{SOMEBODY}/",
        who="installation_administrator",
        before=somebody(is_active=False),
    ),
    Walk("roles", "/administration/roles/", who="installation_administrator"),
    Walk("demonstration, elsewhere", "/demo/", status=404),
]
