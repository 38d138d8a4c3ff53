"""The settings of the suite: those of the platform, in a folder of its own, whatever the environment says.

Only ``DATABASE_URL`` is kept, so that the same suite runs on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile

for name in [name for name in os.environ if name.startswith("QUARTIERS_") and name != "QUARTIERS_REQUIRE_ALL"]:
    del os.environ[name]

folder = tempfile.mkdtemp(prefix="quartiers-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ["QUARTIERS_DATA_DIR"] = folder
os.environ["QUARTIERS_TASKS_BACKEND"] = "django_tasks.backends.immediate.ImmediateBackend"

from config.settings import *  # noqa: E402, F403  the environment must be set first
from config.settings import TEMPLATES  # noqa: E402
from tests.strict import UndefinedVariable  # noqa: E402

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
BIGBLUEBUTTON_HOSTS = ["bbb.exemple.fr"]
GEOCODING_URL = "http://127.0.0.1:9"  # nobody answers there: a test that geocodes starts its own service
# Hundreds of sign-ins: a slow hash would measure nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
