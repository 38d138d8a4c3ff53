"""The lists of this room that are read from a place."""

from quartiers.actors.near_lists import NearList
from quartiers.kernel.french import NARROW

EMPLOYERS = NearList(f"Qui emploie en insertion près d’ici{NARROW}?", "iae:employers")
POSTS = NearList(f"Quels postes en insertion près d’ici{NARROW}?", "iae:posts")
NEAR_LISTS = {"employeurs": EMPLOYERS, "postes": POSTS}
