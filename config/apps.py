"""The hall puts rooms together: its commands run through all of them."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "config"
    label = "hall"
    verbose_name = "Installation"
