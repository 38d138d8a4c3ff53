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


PAGES = [
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
