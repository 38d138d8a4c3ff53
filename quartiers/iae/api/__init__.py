"""Insertion for machines: simulators, where nothing is kept and no criterion stands in an address; zones blanches."""

from quartiers.iae.api.simulators import router
from quartiers.iae.api.zones import router as zones

router.add_router("", zones)
__all__ = ["router"]
