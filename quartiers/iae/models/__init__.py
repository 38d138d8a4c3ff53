"""What is remembered of structures of insertion: posts, projects, who funds them, the gaps around them."""

from quartiers.iae.models.employers import EmployerSheet, Post
from quartiers.iae.models.funding import FundingChange, FundingLine, FundingPlan
from quartiers.iae.models.projects import ProjectStep, StructureProject
from quartiers.iae.models.zones import ZoneBatch, ZoneDistance

__all__ = [
    "EmployerSheet",
    "FundingChange",
    "FundingLine",
    "FundingPlan",
    "Post",
    "ProjectStep",
    "StructureProject",
    "ZoneBatch",
    "ZoneDistance",
]
