"""The ground for machines: the same answers as the pages, by the same queries."""

from ninja import Router

from quartiers.territory.api import addresses, ground, points

router = Router()
router.add_router("", points.router)
router.add_router("", addresses.router)
router.add_router("", ground.router)
