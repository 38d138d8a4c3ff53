"""What is remembered of the structures of insertion, of their posts, of their projects and of the gaps around them."""

from quartiers.iae.models.employers import EmployerSheet, Post
from quartiers.iae.models.projects import ProjectStep, StructureProject
from quartiers.iae.models.zones import ZoneBatch, ZoneDistance

__all__ = ["EmployerSheet", "Post", "ProjectStep", "StructureProject", "ZoneBatch", "ZoneDistance"]
