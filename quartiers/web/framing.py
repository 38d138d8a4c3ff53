"""A page that other sites may show in theirs: those that the settings name, and no other one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http.response import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_exempt

View = Callable[..., HttpResponseBase]


def framed(view: View) -> View:
    """Let the sites of ``EMBEDDERS`` frame a view; without any, it stays framed by nobody."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.EMBEDDERS:
            return view(*args, **kwargs)
        allowed = csp_replace({"frame-ancestors": settings.EMBEDDERS})
        return xframe_options_exempt(allowed(view))(*args, **kwargs)

    return answered
