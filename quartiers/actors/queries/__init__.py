"""What can be asked of people who work here and of their organisations."""

from quartiers.actors.queries.roles import CHOSEN, cite_roles_of, memberships_of

__all__ = ["CHOSEN", "cite_roles_of", "memberships_of"]
