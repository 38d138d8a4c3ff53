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


def one_load(**more):
    factories.Job(token=TOKEN, kind="office.load", payload={"load": "structures", "name": "structures.json"}, **more)


def loaded():
    fault = {"rank": 12, "field": "siret", "value": "123", "message": "trop court. Corrigez la fiche à la source."}
    report = {
        "lead": "20 fiches lues : 12 nouvelles, 3 modifiées, 4 inchangées, 1 refusée.",
        "created": 12, "changed": 3, "unchanged": 4, "withdrawn": 0, "refused": 1,
        "remarks": ["3 structures modifiées gardent ce qui a été corrigé ici."],
        "not_believed": ["dora : le fichier ne cite plus 40 structures, plus de la moitié. Rien n’est retiré."],
        "faults": [fault], "fault_count": 240,
    }  # fmt: skip
    one_load(state="done", result=report)


TOKEN = "s" * 43
LOADED = f"/chargements/structures/{TOKEN}/"
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
    Walk("load structures", "/chargements/structures/", who=ADMIN),
    Walk("load structures, no file", "/chargements/structures/", who=ADMIN, steps=send_empty),
    Walk("structures that load", LOADED, who=ADMIN, before=lambda: one_load(total=900, done=300)),
    Walk("structures that are written", LOADED, who=ADMIN, before=lambda: one_load(total=9, done=3, is_writing=True)),
    Walk("structures loaded", LOADED, who=ADMIN, before=loaded),
    Walk(
        "structures that could not be read",
        LOADED,
        who=ADMIN,
        before=lambda: one_load(state="failed", error="Le fichier n’est plus lisible après 12 fiches."),
    ),
    Walk("who speaks in a network", f"{HERE}delegations/", who=ADMIN, before=as_network),
]
