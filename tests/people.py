"""One person of each kind, in a small field: two organisations, one Cité, and a stranger who belongs to neither.

Each one has shown her second factor; ``without_second_factor`` makes the session of one who has not.
"""

from typing import Any

from django.test import Client

from quartiers.actors.rules import Role
from tests import factories

SLUG = "val-fictif"


def organisation():
    """The organisation in use of everyone but the stranger."""
    return factories.Organisation(name="Régie des Tilleuls", kind="regie_de_quartier")


def cite():
    return factories.Cite(slug=SLUG, name="Val-Fictif", bearer=organisation())


def member(role: Role = Role.MEMBER, *, cite_role: Role | None = None, email: str = "membre@exemple.fr"):
    membership = factories.Membership(user__email=email, organisation=organisation(), role=role)
    if cite_role is not None:
        factories.CiteRole(cite=cite(), membership=membership, role=cite_role)
    return membership.user


#: What the matrix walks, besides the visitor.
KINDS = {
    "member": lambda: member(),
    "administrator": lambda: member(Role.ADMINISTRATOR),
    "coordinator": lambda: member(cite_role=Role.COORDINATOR),
    "partner": lambda: member(cite_role=Role.PARTNER),
    "observer": lambda: member(cite_role=Role.OBSERVER),
    "data_protection_officer": lambda: member(cite_role=Role.DATA_PROTECTION_OFFICER),
    "installation_administrator": lambda: factories.User(
        email="plateforme@exemple.fr", is_installation_administrator=True
    ),
    "stranger": lambda: (
        factories.Membership(
            user__email="ailleurs@exemple.fr",
            organisation__name="Association d’ailleurs",
            organisation__kind="association",
        ).user
    ),
}


def sign_in(client: Client, kind: str, *, second_factor: bool = True) -> None:
    """Sign in as this kind of user, in the field that ``organisation`` and ``cite`` describe."""
    cite()
    sign_in_as(client, KINDS[kind](), second_factor=second_factor)


def sign_in_as(client: Client, user: Any, *, second_factor: bool = True) -> None:
    """Sign in as this account."""
    client.force_login(user)
    if second_factor:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
        session["account_authentication_methods_user"] = session["_auth_user_id"]
        session.save()
