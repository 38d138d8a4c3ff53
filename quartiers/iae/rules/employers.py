"""Which organisations employ people in insertion, and are shown among employers."""

from quartiers.actors.rules.organisations import FAMILIES, Family, OrganisationKind

#: The SIAE, then the other employers that hire people far from work, then who carries the social clause.
EMPLOYERS = (*FAMILIES[Family.SIAE], OrganisationKind.OPCS)
VALUES = tuple(kind.value for kind in EMPLOYERS)


def is_employer(kind: str) -> bool:
    """Whether an organisation of this kind is shown among employers of insertion.

    >>> is_employer("aci"), is_employer("commune")
    (True, False)
    """
    return kind in VALUES
