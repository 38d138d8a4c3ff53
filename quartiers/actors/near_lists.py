"""Lists that are read from a place: each room names its own in ``NEAR_LISTS``, and one page asks where for all."""

from dataclasses import dataclass

from quartiers.kernel.french import NARROW
from quartiers.web.rooms import room_modules

#: What names a list in the address of that page.
FOR = "pour"


@dataclass(frozen=True)
class NearList:
    """A list: its title as the way back shows it, the name of its address."""

    title: str
    page: str


DIRECTORY = NearList(f"Quelle structure près de chez vous{NARROW}?", "structures:list")
NEAR_LISTS = {"structures": DIRECTORY}


def near_lists() -> dict[str, NearList]:
    """Those of all rooms, by the word of the address."""
    return {word: one for module in room_modules("near_lists") for word, one in module.NEAR_LISTS.items()}
