"""A database and a data folder that exist only while something is measured."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import override_settings


@contextmanager
def scratch_database() -> Iterator[Path]:
    """Every table, empty, on the configured engine; the installation's own data are not touched.

    Yields:
        The folder that stands for ``DATA_DIR`` meanwhile.
    """
    own = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory(prefix="quartiers-") as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "scratch.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            with override_settings(DATA_DIR=Path(folder)):
                yield Path(folder)
        finally:
            connection.creation.destroy_test_db(str(own), verbosity=0)
