"""What can be asked of the ground. Never writes."""

from quartiers.territory.queries.location import answer, answer_many, department_at, locate, locate_many

__all__ = ["answer", "answer_many", "department_at", "locate", "locate_many"]
