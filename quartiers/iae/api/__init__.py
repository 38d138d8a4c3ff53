"""The simulators for machines: the rules of the pages. Nothing is kept, no criterion stands in an address."""

from quartiers.iae.api.simulators import router

__all__ = ["router"]
