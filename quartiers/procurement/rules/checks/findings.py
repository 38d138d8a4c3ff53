"""What the rules share: the shape of a finding, and the value of the day."""

from datetime import date
from decimal import Decimal

from quartiers.kernel.dated import Dated
from quartiers.kernel.french import NARROW, NBSP, number
from quartiers.procurement.rules.legal import BY_CODE, Finding, Severity


def known_on(value: Dated[int], on: date) -> int:
    """The value of the day; the last known one after the last period, the first one before the first."""
    entry = value.entry_on(on)
    if entry is not None:
        return entry.value
    first, last = value.entries[0], value.entries[-1]
    return last.value if on >= (last.valid_from or date.min) else first.value


def found(
    code: str,
    message: str,
    remedy: str,
    *,
    confirmed: frozenset[str] = frozenset(),
    severity: Severity | None = None,
    clause: int | None = None,
    quote: str = "",
) -> Finding:
    rule = BY_CODE[code]
    return Finding(
        code, severity or rule.weight(confirmed), rule.article, _typed(message), _typed(remedy), clause, quote
    )


def missing(code: str, what: str) -> Finding:
    """The rule could not be checked."""
    rule = BY_CODE[code]
    message = _typed(f"Non vérifié, il manque {what}.")
    remedy = _typed(f"Donnez {what} pour que la règle « {rule.title} » soit vérifiée.")
    return Finding(code, Severity.INFO, rule.article, message, remedy, missing=True)


def _typed(text: str) -> str:
    """No-break spaces where French wants them."""
    spaced = (
        text.replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»").replace(" :", f"{NBSP}:").replace(" %", f"{NBSP}%")
    )
    return spaced.replace(" ;", f"{NARROW};").replace(" €", f"{NBSP}€")


def euros(amount: Decimal | int) -> str:
    exact = Decimal(amount)
    return f"{number(exact, 0 if exact == exact.to_integral_value() else 2)} €"
