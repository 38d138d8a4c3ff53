"""What the front doors cost: the first page beside a bare one."""

from django.urls import reverse

from quartiers.kernel.bench import Measure, Trial
from quartiers.web.measures import page_trial


def _home() -> Trial:
    return page_trial(reverse("desks:home"))


MEASURES = [Measure("page d’accueil, contre page nue", 1.5, "at_most", _home, calls=10)]
