from tests import factories
from tests.pages.walk import Walk, send_empty


def two_organisations() -> None:
    """The member belongs to a second organisation too."""
    factories.Membership(user__email="membre@exemple.fr", organisation__name="Centre social La Passerelle")


PAGES = [
    Walk("sign in", "/compte/connexion/"),
    Walk("sign in, nothing typed", "/compte/connexion/", steps=send_empty),
    Walk("sign in to a closed account", "/compte/connexion/fermee/"),
    Walk("forgotten password", "/compte/mot-de-passe/"),
    Walk("forgotten password, nothing typed", "/compte/mot-de-passe/", steps=send_empty),
    Walk("forgotten password, sent", "/compte/mot-de-passe/envoye/"),
    Walk("new password, dead link", "/compte/mot-de-passe/1-x-y/"),
    Walk("new password, done", "/compte/mot-de-passe/choisi/"),
    Walk("desk", "/espace/", who="coordinator"),
    Walk("desk of who belongs nowhere", "/espace/", who="installation_administrator"),
    Walk("account", "/compte/", who="member"),
    Walk("profile", "/compte/profil/", who="member"),
    Walk("change password", "/compte/mot-de-passe/changer/", who="member"),
    Walk("sign out", "/compte/deconnexion/", who="member"),
    Walk("switch", "/compte/organisation/", who="partner", before=two_organisations),
    Walk("switch, one organisation", "/compte/organisation/", who="member"),
    Walk("second factor to come", "/compte/proteger/", who="coordinator"),
    Walk("demonstration, elsewhere", "/demo/", status=404),
]
