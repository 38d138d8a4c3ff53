"""Days later and calendar months later, where the calendar ends with a sentence instead of an error."""

from calendar import monthrange
from datetime import date, timedelta

from quartiers.kernel.errors import RuleBroken

TOO_FAR = "Cette date sort du calendrier. Vérifiez l’année, écrite avec quatre chiffres."


def days_later(day: date, days: int) -> date:
    """The day so many days later, or earlier when the number is negative.

    Raises:
        RuleBroken: no calendar holds that day.
    """
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise RuleBroken(TOO_FAR) from error


def months_later(day: date, months: int) -> date:
    """The same day so many months later; one that does not exist becomes the last day of its month.

    Raises:
        RuleBroken: no calendar holds that day.

    >>> months_later(date(2024, 8, 31), 6), months_later(date(2024, 2, 29), -12)
    (datetime.date(2025, 2, 28), datetime.date(2023, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise RuleBroken(TOO_FAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
