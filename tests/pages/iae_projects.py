from tests import people
from tests.factories import projects
from tests.pages.walk import Walk, send_empty

NUMBER = 4321
HERE = f"/projets-de-structures/{NUMBER}/"


def found() -> None:
    made = projects.project(people.organisation(), bearer_kind="collectivite", kind="ei")
    type(made).objects.filter(pk=made.pk).delete()
    made.pk = NUMBER
    made.save()


PAGES = [
    Walk("projects", "/projets-de-structures/", who="member", before=found),
    Walk("projects, none yet", "/projets-de-structures/", who="member"),
    Walk("three ways in", "/projets-de-structures/commencer/", who="member"),
    Walk("begin a project", "/projets-de-structures/nouveau/?way=activite", who="member"),
    Walk("begin a project, nothing typed", "/projets-de-structures/nouveau/", who="member", steps=send_empty),
    Walk("project", HERE, who="member", before=found),
    Walk("erase a project", f"{HERE}supprimer/", who="member", before=found),
    Walk("change a project", f"{HERE}modifier/", who="member", before=found),
]
