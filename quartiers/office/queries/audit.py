"""What can be asked of the journal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from quartiers.kernel.french import number
from quartiers.office.keys import pseudonym_key, seal_key
from quartiers.office.models import AuditChain, AuditLine
from quartiers.office.rules import Anchor, Fault, Sealed, Verb
from quartiers.office.rules.audit import FAULTS_SHOWN, faults, pseudonym, seal, seal_state

LINES_A_READ = 2_000


@dataclass(frozen=True)
class Reading:
    """An organisation opened an object; None for the platform itself."""

    organisation_id: int | None
    at: datetime


@dataclass(frozen=True)
class Verification:
    """What a reading of the whole chain found.

    ``lines`` were read, ``kept`` are the facts that stand beyond the purge, ``waiting`` have no seal yet.
    """

    lines: int
    kept: int
    waiting: int
    last: Anchor
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def audit_lines(*, cites: frozenset[int] | None = None) -> QuerySet[AuditLine]:
    """The lines of the journal: what happened in these Cités, or every line."""
    lines = AuditLine.objects.all()
    return lines if cites is None else lines.filter(cite_id__in=cites)


def object_name(kind: str, object_id: object) -> str:
    """Under which name the journal knows this object."""
    return pseudonym(pseudonym_key(), kind, object_id)


def readings_of(kind: str, object_id: object) -> list[Reading]:
    """Which organisations opened or exported this object, and when, newest first."""
    lines = AuditLine.objects.filter(
        kind=kind, object=object_name(kind, object_id), verb__in=[Verb.READ, Verb.EXPORT]
    ).order_by("-at")
    return [Reading(*one) for one in lines.values_list("organisation_id", "at")]


def chain_state() -> AuditChain:
    """The state of the chain; that of an empty one before the first line."""
    return AuditChain.objects.filter(pk=1).first() or AuditChain(pk=1)


def verify(*, known: Anchor | None = None) -> Verification:
    """Read the whole chain, and say where it is broken; some lines at a time, in constant memory.

    Args:
        known: position and seal written down elsewhere, in a log or on paper: proves that the end was not cut.
    """
    highest = AuditLine.objects.aggregate(Max("position"))["position__max"] or 0
    chain, key = chain_state(), seal_key()
    read = 0

    def counted() -> Iterator[Sealed]:
        nonlocal read
        for line in _chained(chain):
            read += 1
            yield line.sealed

    found = [
        *_state_faults(chain, highest, known),
        *faults(key, counted(), purged=chain.purged, last=chain.last),
        *_kept_faults(chain),
    ]
    return Verification(
        lines=read,
        kept=chain.kept,
        waiting=AuditLine.objects.filter(position=None).count(),
        last=chain.last,
        faults=tuple(found[:FAULTS_SHOWN]),
    )


def _chained(chain: AuditChain) -> Iterator[AuditLine]:
    lines = AuditLine.objects.filter(position__gt=chain.purged_position, position__lte=chain.position)
    return lines.order_by("position").iterator(chunk_size=LINES_A_READ)


def _state_faults(chain: AuditChain, highest: int, known: Anchor | None) -> Iterator[Fault]:
    """What the state of the chain itself says."""
    signed = seal_state(seal_key(), last=chain.last, purged=chain.purged, kept=chain.kept)
    if chain.state_seal != signed and (chain.position or highest):
        yield Fault(chain.position, "L’état du journal a été modifié, ou la clé n’est plus la même.")
    if highest > chain.position:
        yield Fault(highest, f"La ligne {number(highest)} a été ajoutée après coup.")
    if known is None or known.position <= chain.purged_position:
        return
    if AuditLine.objects.filter(position=known.position).values_list("seal", flat=True).first() != known.seal:
        yield Fault(known.position, f"La ligne {number(known.position)} n’a plus le sceau que vous aviez noté.")


def _kept_faults(chain: AuditChain) -> Iterator[Fault]:
    """The facts that stand beyond the purge: each proves itself, and their number is signed."""
    kept = 0
    for line in AuditLine.objects.filter(position__lte=chain.purged_position).order_by("position").iterator():
        kept += 1
        if line.seal != seal(seal_key(), line.previous, line.content):
            yield Fault(line.sealed.position, f"La ligne {number(line.sealed.position)} a été modifiée.")
    if kept != chain.kept:
        sentence = (
            f"Des faits gardés au-delà de la purge, {number(chain.kept)} devaient rester, {number(kept)} y sont."
        )
        yield Fault(0, sentence)
