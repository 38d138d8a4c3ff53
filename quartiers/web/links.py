"""Addresses: those that a reader may be sent back to, and those that a mail may hold."""

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_RETURN = 2000


def is_ours(address: str) -> bool:
    """Whether it is the path of a page of this site: no other host, no scheme, no trick of slashes."""
    is_path = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/")
    return is_path and len(address) <= LONGEST_RETURN


def absolute(path: str) -> str:
    """The whole address of a page, for a mail: on ``QUARTIERS_SITE_URL``, never on the host that a request names."""
    return f"{settings.SITE_URL}{path}"
