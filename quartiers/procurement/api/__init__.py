"""Responsible procurement for machines: the same answers as the pages."""

from ninja import Router

from quartiers.procurement.api.charters import router as charters_router
from quartiers.procurement.api.check import router as check_router
from quartiers.procurement.api.clauses import router as clauses_router
from quartiers.procurement.api.coming import router as coming_router
from quartiers.procurement.api.hours import router as hours_router
from quartiers.procurement.api.labour import router as labour_router
from quartiers.procurement.api.operations import router as operations_router
from quartiers.procurement.api.published import router as published_router
from quartiers.procurement.api.spaser import router as spaser_router

router = Router(tags=["achats"])
router.add_router("", check_router)
router.add_router("", clauses_router)
router.add_router("", hours_router)
router.add_router("", labour_router)
router.add_router("", operations_router)
router.add_router("", published_router)
router.add_router("", coming_router)
router.add_router("", charters_router)
router.add_router("", spaser_router)

__all__ = ["router"]
