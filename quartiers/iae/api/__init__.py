"""Insertion for machines: simulators, where no criterion stands in an address; employers; gaps; projects, plans."""

from quartiers.iae.api.costing import router as costing
from quartiers.iae.api.employers import router as employers
from quartiers.iae.api.panorama import router as panorama
from quartiers.iae.api.plans import router as plans
from quartiers.iae.api.simulators import router
from quartiers.iae.api.zones import router as zones

router.add_router("", zones)
router.add_router("", panorama)
router.add_router("", employers)
router.add_router("", costing)
router.add_router("", plans)
__all__ = ["router"]
