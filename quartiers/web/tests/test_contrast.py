"""The colours hold their contrast (WCAG 2.2 AA), in light and in dark."""

import re
from pathlib import Path

import pytest

import quartiers.web

TOKENS = (Path(quartiers.web.__file__).parent / "static" / "web" / "tokens.css").read_text(encoding="utf-8")
TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "soft", "link", "plum") for ground in ("paper", "surface", "sunken")),
    *((ink, "plum-tint", TEXT) for ink in ("ink", "soft", "plum")),
    *((kind, f"{kind}-tint", TEXT) for kind in ("ok", "warn", "bad", "info", "mute")),
    *((kind, "surface", TEXT) for kind in ("ok", "warn", "bad", "info", "mute")),
    *(("ink", f"{kind}-tint", TEXT) for kind in ("ok", "warn", "bad", "info", "safran")),
    ("on-plum", "plum", TEXT),
    ("on-safran", "safran", TEXT),
    ("header-soft", "plum-deep", TEXT),
    ("safran", "plum-deep", TEXT),
    *(("thread", ground, SHAPE) for ground in ("paper", "surface")),
    *(("line-strong", ground, SHAPE) for ground in ("paper", "surface", "sunken")),
]


def block(opening: str) -> dict[str, str]:
    """The colours that stand after this selector."""
    body = TOKENS.split(opening, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--eq-([\w-]+): (#[0-9a-f]{6});", body))


LIGHT = block(":root {")
CHOSEN_DARK = LIGHT | block('[data-bs-theme="dark"] {')
SYSTEM_DARK = LIGHT | block(':root:not([data-bs-theme="light"]) {')


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, CHOSEN_DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "needed"), PAIRS)
def test_a_pair_of_colours_can_be_read(palette, ink, ground, needed):
    assert contrast(palette[ink], palette[ground]) >= needed


def test_the_dark_one_chooses_is_the_dark_of_the_device():
    assert CHOSEN_DARK == SYSTEM_DARK
    assert CHOSEN_DARK != LIGHT
