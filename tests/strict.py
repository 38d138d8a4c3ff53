"""What makes the suite severe: undefined variables in templates and calls to the outside fail the test."""

import socket
import sys

import pytest

LOCAL = {"localhost", "127.0.0.1", "::1", "", None}


class UndefinedVariable(str):
    """Django's ``string_if_invalid``: it fails the test when a template of the project prints an unknown variable.

    Templates of the libraries lean on silence: they keep it.
    """

    __slots__ = ()

    def __new__(cls) -> "UndefinedVariable":
        return super().__new__(cls, "%s")

    def __mod__(self, variable: object) -> str:
        template = sys._getframe(1).f_locals["context"].render_context.template
        origin = str(template.origin.name) if template else "?"
        if "site-packages" not in origin:
            pytest.fail(f"The template {origin} prints « {variable} », which nobody gave it.")
        return ""


def forbid_network(patch: pytest.MonkeyPatch) -> None:
    """Let sockets reach this machine only, and resolve no other name."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOCAL:
            pytest.fail(f"A test tried to reach {address[0]}: the suite runs without network.")
        return connect(self, address)

    def guarded_resolve(host: object, *args: object, **kwargs: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in LOCAL:
            pytest.fail(f"A test tried to find {name}: the suite runs without network.")
        return resolve(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket, "getaddrinfo", guarded_resolve)
