"""Values that carry their French words."""

from enum import StrEnum


class Worded(StrEnum):
    """A value with its French words.

    >>> class Season(Worded):
    ...     SPRING = "spring", "le printemps"
    >>> Season("spring").label
    'le printemps'
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> "Worded":
        one = str.__new__(cls, value)
        one._value_ = value
        one.label = label
        return one
