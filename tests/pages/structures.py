from tests import factories
from tests.pages.walk import COMMUNE, NEIGHBOURHOOD, Walk, send_empty

ADMIN = "installation_administrator"
#: The address of a page holds the number of its organisation; ``before`` gives it this one.
NUMBER = 4321
HERE = f"/structures/{NUMBER}/"


def found(**more):
    one = factories.Organisation(
        pk=NUMBER,
        name="Chantier des Tilleuls",
        description="Maraîchage et espaces verts.",
        phone="01 99 00 12 34",
        **more,
    )
    factories.Site(
        organisation=one, address="8 allée des Tilleuls", city="Carcassonne", latitude=43.2130, longitude=2.3510
    )
    factories.Authorisation(organisation=one)
    factories.NetworkMember(member=one)
    return one


def as_network():
    one = found(kind="reseau")
    member = factories.Organisation(name="Membre du réseau", kind="aci")
    factories.NetworkMember(network=one, member=member)
    factories.NetworkDelegate(network=one, person__organisation=member)


def with_places():
    one = found()
    factories.Site(pk=NUMBER, organisation=one, is_main=False, name="Le jardin")


def brought():
    one = found(source="dora", local_fields=["name", "phone"])
    factories.SourceRecord(organisation=one)


PAGES = [
    Walk("directory", "/structures/", before=found),
    Walk("directory, nothing loaded", "/structures/"),
    Walk("directory, no answer", "/structures/?q=zzz", before=found),
    Walk("directory from a commune", f"/structures/?pres=commune-{COMMUNE}&rayon=5", before=found),
    Walk("directory from a neighbourhood", f"/structures/?pres=quartier-{NEIGHBOURHOOD}", before=found),
    Walk("directory from afar", "/structures/?pres=48.85,2.35", before=found),
    Walk("around where", "/structures/autour/"),
    Walk("around where, nothing typed", "/structures/autour/", steps=send_empty),
    Walk("around where, places found", "/structures/autour/?lieu=ca"),
    Walk("around where, none found", "/structures/autour/?lieu=zzz"),
    Walk("around an address that was erased", f"/structures/autour/{'t' * 43}/", status=410),
    Walk("structure", HERE, before=found),
    Walk("structure that is not there", "/structures/999999/", status=404),
    Walk("network, for its people", HERE, who=ADMIN, before=as_network),
    Walk("add a structure", "/structures/ajouter/", who=ADMIN),
    Walk("add a structure, nothing typed", "/structures/ajouter/", who=ADMIN, steps=send_empty),
    Walk("change a structure", f"{HERE}modifier/", who=ADMIN, before=found),
    Walk("add a place, nothing typed", f"{HERE}lieux/ajouter/", who=ADMIN, before=found),
    Walk("change a place", f"{HERE}lieux/{NUMBER}/", who=ADMIN, before=with_places),
    Walk("what the source says", f"{HERE}source/", who=ADMIN, before=brought),
    Walk("authorise", f"{HERE}habilitation/", who=ADMIN, before=found),
    Walk("authorise, nothing typed", f"{HERE}habilitation/", who=ADMIN, before=found, steps=send_empty),
    Walk("join a network", f"{HERE}reseaux/", who=ADMIN, before=found),
    Walk("who speaks in a network", f"{HERE}delegations/", who=ADMIN, before=as_network),
]
