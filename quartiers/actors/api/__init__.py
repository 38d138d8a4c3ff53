"""Those who work here, for machines: public parts only."""

from ninja import Router

from quartiers.actors.api import cites, structures

router = Router()
router.add_router("", cites.router)
router.add_router("", structures.router)
