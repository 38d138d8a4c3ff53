r"""What the text of a clause suggests: where the bidder is, a label, the company's own policy, personal data.

Case, accents and the form of apostrophes do not count. A text is read sentence by sentence: what denies («aucune
condition d’implantation») stops a sentence, not the next one. A text suggests; what the buyer answers decides.
"""

from quartiers.procurement.rules.texts.demands import (
    accepts_equivalents,
    asks_for_a_label,
    asks_for_personal_data,
    derogates,
    speaks_of_general_policy,
)
from quartiers.procurement.rules.texts.hours import (
    counts_beyond_the_minimum,
    imposes_one_way,
    speaks_of_insertion_hours,
)
from quartiers.procurement.rules.texts.seat import names_a_seat_or_an_origin
from quartiers.procurement.rules.texts.words import first, folded

__all__ = [
    "accepts_equivalents",
    "asks_for_a_label",
    "asks_for_personal_data",
    "counts_beyond_the_minimum",
    "derogates",
    "first",
    "folded",
    "imposes_one_way",
    "names_a_seat_or_an_origin",
    "speaks_of_general_policy",
    "speaks_of_insertion_hours",
]
