from typing import Any

from tests import factories
from tests.factories import employers
from tests.pages.walk import COMMUNE, Walk, send_empty

ADMIN = "installation_administrator"
NUMBER = 4321
HERE = f"/employeurs/{NUMBER}/"


def found() -> Any:
    return employers.employer(pk=NUMBER)


def with_post() -> None:
    employers.Post(pk=NUMBER, organisation=found())


def silent() -> None:
    factories.Organisation(pk=NUMBER, name="Chantier muet", kind="ei")


def one_load(**more: Any) -> None:
    factories.Job(token=TOKEN, kind="office.load", payload={"load": "employeurs", "name": "siaes.json"}, **more)


def loaded() -> None:
    report = {
        "lead": "20 employeurs lus : 12 déjà connus, 7 ajoutés, 1 refusé.",
        "remarks": ["Postes : 30 nouveaux, 2 modifiés, 0 inchangé, 1 clos."],
        "refused": 1,
        "faults": ["Fiche 12, type « ZZZ » : ce type d’employeur n’existe pas ici. Corrigez-le à la source."],
        "fault_count": 240,
    }
    one_load(state="done", result=report)


TOKEN = "e" * 43
LOADED = f"/chargements/employeurs/{TOKEN}/"
PAGES = [
    Walk("employers, for who loads them", "/employeurs/", who=ADMIN, before=found),
    Walk("load employers", "/chargements/employeurs/", who=ADMIN),
    Walk("load employers, no file", "/chargements/employeurs/", who=ADMIN, steps=send_empty),
    Walk("employers that load", LOADED, who=ADMIN, before=lambda: one_load(total=900, done=300)),
    Walk("employers loaded", LOADED, who=ADMIN, before=loaded),
    Walk(
        "employers that could not be read",
        LOADED,
        who=ADMIN,
        before=lambda: one_load(state="failed", error="Le fichier n’est plus lisible après 12 fiches."),
    ),
    Walk("employers", "/employeurs/", before=found),
    Walk("employers, nothing loaded", "/employeurs/"),
    Walk("employers from a commune", f"/employeurs/?pres=commune-{COMMUNE}&rayon=5", before=found),
    Walk("employers, no answer", "/employeurs/?activite=securite", before=found),
    Walk("posts", "/postes/", before=found),
    Walk("posts, nothing loaded", "/postes/"),
    Walk("posts from a commune", f"/postes/?pres=commune-{COMMUNE}", before=found),
    Walk("where, for employers", "/structures/autour/?pour=employeurs"),
    Walk("employer", HERE, before=found),
    Walk("employer that says nothing", HERE, before=silent),
    Walk("employer, for its people", HERE, who=ADMIN, before=found),
    Walk("change an employer", f"{HERE}modifier/", who=ADMIN, before=found),
    Walk("announce a post", f"{HERE}postes/ajouter/", who=ADMIN, before=found),
    Walk("announce a post, nothing typed", f"{HERE}postes/ajouter/", who=ADMIN, before=found, steps=send_empty),
    Walk("change a post", f"{HERE}postes/{NUMBER}/", who=ADMIN, before=with_post),
]
