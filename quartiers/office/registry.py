"""What the rooms declare, floor by floor: their timers and their promises of erasure."""

from quartiers.office.rules import Retention, Timer
from quartiers.web.rooms import room_modules


def timers() -> list[Timer]:
    """Every timer of the platform, in the order of the floors.

    Raises:
        ValueError: two timers of one name.
    """
    found: list[Timer] = [timer for module in room_modules("timers") for timer in module.TIMERS]
    _check_once([timer.name for timer in found])
    return found


def retentions() -> list[Retention]:
    """Every promise of erasure, in the order of the floors.

    Raises:
        ValueError: two of one code.
    """
    found: list[Retention] = [one for module in room_modules("retention") for one in module.RETENTIONS]
    _check_once([one.code for one in found])
    return found


def kind_labels() -> dict[str, str]:
    """How the journal calls each kind of object, in French, from the rooms' ``kinds.py``."""
    labels = {one.code: one.what[:1].lower() + one.what[1:] for one in retentions()}
    for module in room_modules("kinds"):
        labels |= module.KINDS
    return labels


def mail_labels() -> dict[str, str]:
    """How the page of messages calls each kind of mail, in French, from the rooms' ``mail_kinds.py``."""
    labels: dict[str, str] = {}
    for module in room_modules("mail_kinds"):
        labels |= module.MAIL_KINDS
    return labels


def _check_once(names: list[str]) -> None:
    if len(set(names)) < len(names):
        raise ValueError("a name is declared twice")
