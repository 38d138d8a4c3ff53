from django.apps import AppConfig

from quartiers.web.access import provide_viewer


class ActorsConfig(AppConfig):
    name = "quartiers.actors"
    verbose_name = "Acteurs"

    def ready(self) -> None:
        from quartiers.actors.viewing import viewer  # noqa: PLC0415  models are not loaded before

        provide_viewer(viewer)
