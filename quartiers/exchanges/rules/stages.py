"""Which way a cycle or a session may go, and what its registrants must be told when it changes."""

from quartiers.exchanges.rules.words import Stage

#: What each stage may become; what was closed by mistake opens again.
NEXT: dict[Stage, tuple[Stage, ...]] = {
    Stage.DRAFT: (Stage.PUBLISHED,),
    Stage.PUBLISHED: (Stage.CLOSED, Stage.ARCHIVED),
    Stage.CLOSED: (Stage.PUBLISHED, Stage.ARCHIVED),
    Stage.ARCHIVED: (),
}
#: Fields of a session that its registrants have in their calendar or their mail.
TOLD = ("title", "starts_at", "ends_at", "provider", "room", "dial_in")


def may_become(stage: Stage, wanted: Stage) -> bool:
    """Whether this step exists.

    >>> may_become(Stage.DRAFT, Stage.PUBLISHED), may_become(Stage.ARCHIVED, Stage.PUBLISHED)
    (True, False)
    """
    return wanted in NEXT[stage]
