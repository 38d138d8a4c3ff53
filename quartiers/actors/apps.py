from django.apps import AppConfig

from quartiers.office.directory import provide_directory
from quartiers.web.access import provide_viewer


class ActorsConfig(AppConfig):
    name = "quartiers.actors"
    verbose_name = "Acteurs"

    def ready(self) -> None:
        from quartiers.actors import listeners  # noqa: F401, PLC0415  models are not loaded before
        from quartiers.actors.directory import DIRECTORY  # noqa: PLC0415  idem
        from quartiers.actors.viewing import viewer  # noqa: PLC0415  idem

        provide_viewer(viewer)
        provide_directory(DIRECTORY)
