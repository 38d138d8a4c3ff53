"""What is remembered of the structures of insertion, of their posts and of the gaps around them."""

from quartiers.iae.models.employers import EmployerSheet, Post
from quartiers.iae.models.zones import ZoneBatch, ZoneDistance

__all__ = ["EmployerSheet", "Post", "ZoneBatch", "ZoneDistance"]
