"""The one error of the domain: a rule that a person can understand was broken."""


class RuleBroken(Exception):
    """A rule refuses what is asked.

    Args:
        message: French, two short sentences: what happened, what to do. It is shown as it is.
        source: article of law or reference; empty for a rule of the platform itself.
    """

    def __init__(self, message: str, *, source: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.source = source
