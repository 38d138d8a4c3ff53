from django.apps import AppConfig

from quartiers.web.rooms import room_modules


class OfficeConfig(AppConfig):
    name = "quartiers.office"
    verbose_name = "Bureau"

    def ready(self) -> None:
        """Every room's ``tasks.py`` registers what it can do."""
        room_modules("tasks")
