"""Roles: in an organisation, in a Cité, in the installation. What each gives stands in one table."""

from enum import StrEnum


class Role(StrEnum):
    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    PARTNER = "partner"
    OBSERVER = "observer"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    INSTALLATION_ADMINISTRATOR = "installation_administrator"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Role.MEMBER: "membre",
    Role.ADMINISTRATOR: "administration de l’organisation",
    Role.COORDINATOR: "coordination",
    Role.PARTNER: "partenaire",
    Role.OBSERVER: "observation",
    Role.DATA_PROTECTION_OFFICER: "protection des données",
    Role.INSTALLATION_ADMINISTRATOR: "administration de la plateforme",
}
#: Roles that a membership gives; the others are given in a Cité, or in the installation.
ORGANISATION_ROLES = (Role.MEMBER, Role.ADMINISTRATOR)
CITE_ROLES = (Role.COORDINATOR, Role.PARTNER, Role.OBSERVER, Role.DATA_PROTECTION_OFFICER)

#: What each role may do, by name; rooms above add their own rules of the viewer.
GRANTS: dict[Role, frozenset[str]] = {
    Role.MEMBER: frozenset({"organisation.read"}),
    Role.ADMINISTRATOR: frozenset({"organisation.read", "organisation.manage"}),
    Role.COORDINATOR: frozenset({"cite.read", "cite.manage"}),
    Role.PARTNER: frozenset({"cite.read"}),
    Role.OBSERVER: frozenset({"cite.read"}),
    Role.DATA_PROTECTION_OFFICER: frozenset({"cite.read", "journal"}),
    Role.INSTALLATION_ADMINISTRATOR: frozenset({"administration", "journal", "organisation.read"}),
}
#: What each capability opens, in French.
CAPABILITIES = {
    "organisation.read": "voir la fiche de son organisation",
    "organisation.manage": "inviter, retirer, changer les rôles dans son organisation",
    "cite.read": "voir sa Cité, ses partenaires et ses comités",
    "cite.manage": "conduire sa Cité et inviter ses partenaires",
    "journal": "lire le journal des accès",
    "administration": "administrer la plateforme\u00a0: comptes, organisations, messages, travaux",
}
#: What opens personal data, or gives access to it: only with a second factor shown in this session.
LOCKED_WITHOUT_SECOND_FACTOR = frozenset({"administration", "journal", "organisation.manage", "cite.manage"})


def capabilities_of(roles: frozenset[Role]) -> frozenset[str]:
    """What these roles may do together, once the second factor is shown.

    >>> sorted(capabilities_of(frozenset({Role.PARTNER, Role.MEMBER})))
    ['cite.read', 'organisation.read']
    """
    return frozenset().union(*(GRANTS[role] for role in roles))


def needs_second_factor(roles: frozenset[Role]) -> bool:
    """Whether these roles open personal data, or give access to them: everyone but observers and plain members."""
    return bool(roles - {Role.MEMBER, Role.OBSERVER})
