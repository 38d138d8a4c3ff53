import hashlib
from collections.abc import Callable

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


def linked(*, password: str) -> Callable[[], None]:
    """The member's account is opened by ProConnect, and by this password; «!» for none."""

    def lay() -> None:
        member = factories.User(email="membre@exemple.fr", password=password)
        factories.Identity(user=member, issuer=WITH_PROCONNECT["PROCONNECT"]["issuer"], subject="membre-1")

    return lay


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
    Walk("roles", "/administration/roles/", who="installation_administrator"),
    Walk("demonstration, elsewhere", "/demo/", status=404),
]
