"""What is remembered of the structures of insertion, of their posts and of the gaps around them."""

from quartiers.iae.models.zones import ZoneBatch, ZoneDistance

__all__ = ["ZoneBatch", "ZoneDistance"]
