"""What a load of the national platform's file did, for a terminal and for a page."""

from dataclasses import dataclass, field
from typing import Any

from quartiers.actors.inclusion import Fault
from quartiers.kernel.french import NBSP, quantity

#: Faults that are told one by one.
MOST_FAULTS = 200
ADDED = "employeurs ajoutés"


@dataclass
class NationalReport:
    """What a load did; ``faults`` holds the first ones, ``fault_count`` counts them all."""

    read: int = 0
    added: int = 0
    known: int = 0
    refused: int = 0
    new_posts: int = 0
    changed_posts: int = 0
    unchanged_posts: int = 0
    closed_posts: int = 0
    unplaced: int = 0
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0

    def tell(self, faults: list[Fault]) -> None:
        self.fault_count += len(faults)
        self.faults.extend(faults[: MOST_FAULTS - len(self.faults)])

    def as_json(self) -> dict[str, Any]:
        """As a page keeps it."""
        first, *others = sentences(self)
        return {
            "lead": first,
            "remarks": others,
            "refused": self.refused,
            "faults": [str(one) for one in self.faults],
            "fault_count": self.fault_count,
        }


def sentences(report: NationalReport) -> list[str]:
    """What a load did, one French sentence a line, employers first; what could not be read is told apart."""
    said = [
        f"{quantity(report.read, 'employeur lu', 'employeurs lus')}{NBSP}: {quantity(report.known, 'déjà connu')}, "
        f"{quantity(report.added, 'ajouté')}, {quantity(report.refused, 'refusé')}.",
        f"Postes{NBSP}: {quantity(report.new_posts, 'nouveau', 'nouveaux')}, "
        f"{quantity(report.changed_posts, 'modifié')}, {quantity(report.unchanged_posts, 'inchangé')}, "
        f"{quantity(report.closed_posts, 'clos', 'clos')}.",
    ]
    if report.unplaced:
        said.append(
            f"Ce fichier ne donne aucune position{NBSP}: {quantity(report.unplaced, 'employeur ajouté', ADDED)} sans "
            "point sur la carte. Chargez ensuite le fichier data·inclusion, qui les place."
        )
    return said
