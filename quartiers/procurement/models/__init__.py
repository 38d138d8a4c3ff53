"""What is remembered of contracts, clauses and hours."""

from quartiers.procurement.models.charters import Charter, CharterOperation, Commitment
from quartiers.procurement.models.labour import SignedValue
from quartiers.procurement.models.legal import KeptCheck, RuleConfirmation
from quartiers.procurement.models.operations import Contract, Lot, Operation
from quartiers.procurement.models.published import PublishedContract, PublishedShare
from quartiers.procurement.models.sourcing import Sourcing, SourcingCompany, SourcingInformation
from quartiers.procurement.models.spaser import Spaser, SpaserTarget, SpaserYear

__all__ = [
    "Charter",
    "CharterOperation",
    "Commitment",
    "Contract",
    "KeptCheck",
    "Lot",
    "Operation",
    "PublishedContract",
    "PublishedShare",
    "RuleConfirmation",
    "SignedValue",
    "Sourcing",
    "SourcingCompany",
    "SourcingInformation",
    "Spaser",
    "SpaserTarget",
    "SpaserYear",
]
