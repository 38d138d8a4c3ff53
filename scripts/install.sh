#!/usr/bin/env bash
# Make the virtual environment and install the locked dependencies, once per lock file.
# uv is used where it is on the PATH, else venv and pip. Usage: install.sh VENV STAMP
set -euo pipefail
venv=$1 stamp=$2

if ! command -v python3 >/dev/null; then
  echo "Python 3.11 or newer is needed. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2
  exit 1
fi
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Python 3.11 or newer is needed; this is $(python3 --version)." >&2
  exit 1
fi

echo "Installing the dependencies (once)…"
if command -v uv >/dev/null; then
  uv venv --quiet --allow-existing --python "$(command -v python3)" "$venv"
  uv pip install --quiet --python "$venv/bin/python" --require-hashes -r requirements.lock
  uv pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation -e .
else
  if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    echo "The module venv is missing. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2
    exit 1
  fi
  [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
  # The lock is whole: without --no-deps, pip would look at newer releases of «pydantic[email]» and refuse their hashes.
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
rm -f "$venv"/.stamp-*
touch "$stamp"
