"""An application, its states and what may be done in each, as on the national platform in August 2026."""

from enum import StrEnum

from quartiers.iae.rules.codes import known
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP


class ApplicationState(StrEnum):
    NEW = "new"
    PROCESSING = "processing"
    POSTPONED = "postponed"
    PRIOR_TO_HIRE = "prior_to_hire"
    POOL = "pool"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    OBSOLETE = "obsolete"

    @property
    def label(self) -> str:
        return {
            "new": "nouvelle",
            "processing": "à l’étude",
            "postponed": "en attente",
            "prior_to_hire": "en action préalable à l’embauche",
            "pool": "au vivier",
            "accepted": "acceptée",
            "refused": "refusée",
            "cancelled": "annulée",
            "obsolete": "close, personne embauchée ailleurs",
        }[self.value]

    @property
    def is_pending(self) -> bool:
        """Whether an answer is still awaited."""
        return self in {ApplicationState.NEW, ApplicationState.PROCESSING, ApplicationState.POSTPONED}

    @property
    def is_processed(self) -> bool:
        """Whether its end is dated."""
        return self in {
            ApplicationState.ACCEPTED, ApplicationState.REFUSED, ApplicationState.CANCELLED, ApplicationState.OBSOLETE
        }  # fmt: skip


class ApplicationVerb(StrEnum):
    PROCESS = "process"
    POSTPONE = "postpone"
    ADD_TO_POOL = "add_to_pool"
    MOVE_TO_PRIOR_TO_HIRE = "move_to_prior_to_hire"
    CANCEL_PRIOR_TO_HIRE = "cancel_prior_to_hire"
    ACCEPT = "accept"
    REFUSE = "refuse"
    CANCEL = "cancel"
    RENDER_OBSOLETE = "render_obsolete"
    RESET = "reset"
    TRANSFER = "transfer"
    EXTERNAL_TRANSFER = "external_transfer"

    @property
    def label(self) -> str:
        return {
            "process": "mettre à l’étude",
            "postpone": "mettre en attente",
            "add_to_pool": "mettre au vivier",
            "move_to_prior_to_hire": "commencer une action préalable",
            "cancel_prior_to_hire": "retirer l’action préalable",
            "accept": "accepter",
            "refuse": "refuser",
            "cancel": "annuler l’embauche",
            "render_obsolete": "clore parce que la personne est embauchée ailleurs",
            "reset": "rouvrir",
            "transfer": "transférer",
            "external_transfer": "transférer à une autre structure",
        }[self.value]


_ANY_BUT_ACCEPTED = frozenset(ApplicationState) - {ApplicationState.ACCEPTED}
#: Verb → states where it may be done, and the state that follows.
TRANSITIONS: dict[ApplicationVerb, tuple[frozenset[str], ApplicationState]] = {
    ApplicationVerb.PROCESS: (frozenset({"new", "pool"}), ApplicationState.PROCESSING),
    ApplicationVerb.POSTPONE: (
        frozenset({"new", "pool", "processing", "prior_to_hire"}), ApplicationState.POSTPONED
    ),
    ApplicationVerb.ADD_TO_POOL: (
        frozenset({"new", "processing", "postponed", "cancelled", "obsolete"}), ApplicationState.POOL
    ),
    ApplicationVerb.MOVE_TO_PRIOR_TO_HIRE: (
        frozenset({"new", "pool", "processing", "postponed", "obsolete", "refused", "cancelled"}),
        ApplicationState.PRIOR_TO_HIRE,
    ),
    ApplicationVerb.CANCEL_PRIOR_TO_HIRE: (frozenset({"prior_to_hire"}), ApplicationState.PROCESSING),
    ApplicationVerb.ACCEPT: (frozenset(_ANY_BUT_ACCEPTED), ApplicationState.ACCEPTED),
    ApplicationVerb.REFUSE: (
        frozenset({"new", "pool", "processing", "prior_to_hire", "postponed"}), ApplicationState.REFUSED
    ),
    ApplicationVerb.CANCEL: (frozenset({"accepted"}), ApplicationState.CANCELLED),
    ApplicationVerb.RENDER_OBSOLETE: (frozenset({"new", "processing", "postponed"}), ApplicationState.OBSOLETE),
    ApplicationVerb.RESET: (frozenset({"obsolete"}), ApplicationState.NEW),
    ApplicationVerb.TRANSFER: (frozenset(_ANY_BUT_ACCEPTED), ApplicationState.NEW),
    ApplicationVerb.EXTERNAL_TRANSFER: (frozenset({"refused"}), ApplicationState.REFUSED),
}  # fmt: skip


def next_state(state: str, verb: str) -> str:
    """The state of an application once this is done to it.

    Args:
        state: a value of ``ApplicationState``.
        verb: a value of ``ApplicationVerb``.

    An external transfer leaves the application refused: a new one starts in the other structure.

    Raises:
        RuleBroken: it may not be done in that state, or one of the two words is unknown.

    >>> next_state("new", "process")
    'processing'
    """
    current = known(ApplicationState, state, "L’état")
    asked = known(ApplicationVerb, verb, "L’action")
    allowed, following = TRANSITIONS[asked]
    if current not in allowed:
        possible = ", ".join(one.label for one in ApplicationVerb if current in TRANSITIONS[one][0])
        raise RuleBroken(
            f"Une candidature {current.label} ne permet pas de «{NBSP}{asked.label}{NBSP}». "
            f"Elle permet de{NBSP}: {possible}."
        )
    return following.value


def possible_verbs(state: str) -> tuple[ApplicationVerb, ...]:
    """What may be done to an application in that state, in the order of the verbs."""
    current = known(ApplicationState, state, "L’état")
    return tuple(verb for verb in ApplicationVerb if current in TRANSITIONS[verb][0])
