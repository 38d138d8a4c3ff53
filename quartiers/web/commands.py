"""What every command shares: a broken rule is one sentence, and long work shows its progress."""

import io
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from quartiers.kernel.errors import RuleBroken

T = TypeVar("T")


class HouseCommand(BaseCommand):
    """A command whose refusals are ``CommandError``: one French sentence, exit code 1, no traceback.

    An accent that the terminal cannot show becomes a question mark: it stops no work.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except RuleBroken as broken:
            raise CommandError(broken.message) from broken


def track(items: Iterable[T], *, label: str, total: int | None = None) -> Iterator[T]:
    """The same items, with a progress bar on a terminal and silence in a log."""
    yield from tqdm(items, desc=label, total=total, file=sys.stderr, disable=None, leave=False)
