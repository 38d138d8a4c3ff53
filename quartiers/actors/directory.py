"""What the journal may show: names behind its numbers, and whose lines each viewer reads."""

from quartiers.actors.models import Organisation, User
from quartiers.actors.rules import Role
from quartiers.office.directory import Directory
from quartiers.web.access import ADMINISTRATION, Viewer


def account_names() -> dict[int, str]:
    return {user.pk: str(user) for user in User.objects.all()}


def organisation_names() -> dict[int, str]:
    return dict(Organisation.objects.values_list("pk", "name"))


def scope(viewer: Viewer) -> frozenset[int] | None:
    """Everything for who manages the platform; for a data protection officer, what happens in her Cités.

    What a partner does elsewhere, in another Cité or for itself, is not hers to read.
    """
    if viewer.may(ADMINISTRATION):
        return None
    return frozenset(cite for cite, role in viewer.cites if role == Role.DATA_PROTECTION_OFFICER)


DIRECTORY = Directory(account_names, organisation_names, scope)
