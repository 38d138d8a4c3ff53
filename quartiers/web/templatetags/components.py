"""The components of the interface, as the project's own tags."""

from django import template

register = template.Library()
