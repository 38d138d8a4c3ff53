"""Charts as data: pages say what to show, the component draws it on the server."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One bar. ``value`` None means «non publié», never zero; ``text`` is the figure as people read it."""

    label: str
    value: float | None
    text: str
    emphasis: bool = False
    href: str = ""


@dataclass(frozen=True)
class DrawnBar:
    """A bar and its width, a percentage of the room: «42.50%»."""

    bar: Bar
    width: str

    @property
    def is_missing(self) -> bool:
        return self.bar.value is None


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars from a zero base, all on one scale. ``top`` is the value of a full bar; 0 takes the largest."""

    title: str
    bars: tuple[Bar, ...]
    source: str = ""
    top: float = 0.0

    def drawn(self) -> list[DrawnBar]:
        """Each bar with its width, between nothing and all of the room."""
        top = self.top or max((bar.value or 0.0 for bar in self.bars), default=0.0)
        return [DrawnBar(bar, share(bar.value or 0.0, top)) for bar in self.bars]


def share(part: float, whole: float) -> str:
    """A part of a whole as an attribute of SVG, with a decimal point, never below 0 % nor above 100 %.

    >>> share(17, 40), share(3, 0), share(5, 4), share(-1, 4)
    ('42.50%', '0.00%', '100.00%', '0.00%')
    """
    percent = 100 * part / whole if whole > 0 else 0.0
    return f"{min(100.0, max(0.0, percent)):.2f}%"
