"""What a load of structures did, for a terminal and for a page."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from quartiers.actors.inclusion import Fault
from quartiers.kernel.french import NBSP, quantity

#: Faults that are told one by one.
MOST_FAULTS = 200
MOST_WORDS = 20
GONE = "structures ne sont plus dans le fichier et quittent"
KEPT = "structures modifiées gardent"


@dataclass
class InclusionReport:
    """What a load did; ``faults`` holds the first ones, ``fault_count`` counts them all.

    ``withdrawn`` structures left the directory; ``not_believed`` counts, by source, those that a complete file would
    have taken away, or 0 where a record did not say who it is. ``kept_here`` changed, but for what was corrected here.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    withdrawn: int = 0
    kept_here: int = 0
    not_believed: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    unknown_words: Counter[str] = field(default_factory=Counter)
    without_commune: int = 0
    wrong_sirets: int = 0

    @property
    def read(self) -> int:
        return self.created + self.changed + self.unchanged + self.refused

    def refuse(self, faults: list[Fault]) -> None:
        """Count a record that the schema refuses, and keep the first reasons."""
        self.refused += 1
        self.fault_count += len(faults)
        self.faults.extend(faults[: MOST_FAULTS - len(self.faults)])

    def as_json(self) -> dict[str, Any]:
        """As a page keeps it."""
        return {
            "lead": said_first(self),
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "withdrawn": self.withdrawn,
            "refused": self.refused,
            "remarks": remarks(self),
            "not_believed": not_believed(self),
            "faults": [
                {"rank": one.rank, "field": one.field, "value": one.value, "message": one.message}
                for one in self.faults
            ],
            "fault_count": self.fault_count,
        }


def said_first(report: InclusionReport) -> str:
    """The whole load in one French sentence."""
    counts = (
        quantity(report.created, "nouvelle", "nouvelles"),
        quantity(report.changed, "modifiée"),
        quantity(report.unchanged, "inchangée"),
        quantity(report.refused, "refusée"),
    )
    return f"{quantity(report.read, 'fiche lue', 'fiches lues')}{NBSP}: {', '.join(counts)}."


def remarks(report: InclusionReport) -> list[str]:
    """What else is good to know, one French sentence each."""
    said = []
    if report.withdrawn:
        said.append(
            f"{quantity(report.withdrawn, 'structure n’est plus dans le fichier et quitte', GONE)} l’annuaire."
        )
    if report.kept_here:
        said.append(f"{quantity(report.kept_here, 'structure modifiée garde', KEPT)} ce qui a été corrigé ici.")
    if report.unknown_words:
        listed = ", ".join(sorted(report.unknown_words)[:MOST_WORDS])
        said.append(f"Mots inconnus de cette version du schéma, gardés tels quels{NBSP}: {listed}.")
    if report.without_commune:
        said.append(
            f"{quantity(report.without_commune, 'fiche cite', 'fiches citent')} une commune qui n’est pas chargée ici."
        )
    if report.wrong_sirets:
        said.append(f"{quantity(report.wrong_sirets, 'SIRET')} à la clé fausse, gardés dans la fiche de la source.")
    return said


def not_believed(report: InclusionReport) -> list[str]:
    """The sources that keep their structures although the file no longer names them."""
    return [
        f"{source}{NBSP}: le fichier ne cite plus {quantity(count, 'structure')}, plus de la moitié. "
        "Rien n’est retiré de l’annuaire."
        if count
        else f"{source}{NBSP}: une fiche ne dit pas qui elle est. Rien n’est retiré de l’annuaire."
        for source, count in report.not_believed.items()
    ]
