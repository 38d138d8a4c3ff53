"""What can be done with an account."""

from quartiers.actors.models import User


def rename(user_id: int, first_name: str, last_name: str) -> None:
    """Change the name that colleagues read."""
    User.objects.filter(pk=user_id).update(first_name=first_name.strip(), last_name=last_name.strip())
