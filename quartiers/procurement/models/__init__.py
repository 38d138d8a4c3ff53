"""What is remembered of contracts, clauses and hours."""

from quartiers.procurement.models.legal import KeptCheck, RuleConfirmation
from quartiers.procurement.models.published import Holder, PublishedContract, PublishedShare

__all__ = ["Holder", "KeptCheck", "PublishedContract", "PublishedShare", "RuleConfirmation"]
