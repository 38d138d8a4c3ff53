"""Insertion for machines: simulators, where nothing is kept and no criterion stands in an address; employers; gaps."""

from quartiers.iae.api.employers import router as employers
from quartiers.iae.api.simulators import router
from quartiers.iae.api.zones import router as zones

router.add_router("", zones)
router.add_router("", employers)
__all__ = ["router"]
