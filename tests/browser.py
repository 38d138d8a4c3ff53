"""The system's Chromium for the journeys and the accessibility checks."""

import json
import shutil
from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=fr-FR",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def chromium() -> str | None:
    """The path of the system's browser, the one without windows first: half the work; None when there is none."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for path in map(shutil.which, names) if path), None)


def violations(page: Any) -> list[str]:
    """What axe finds on the whole page, once parsed, one line a fault; ``evaluate`` works under a strict CSP."""
    page.wait_for_load_state("domcontentloaded")  # a click returns when the answer begins
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    options = json.dumps({"runOnly": AXE_TAGS, "resultTypes": ["violations"]})  # it says all of them, and costs less
    found = page.evaluate(f"axe.run(document, {options}).then(result => result.violations)")
    return [
        f"{rule['id']}: {rule['help']} {[' '.join(node['target']) for node in rule['nodes']][:4]}" for rule in found
    ]


def sideways_px(page: Any) -> int:
    """How far the page scrolls sideways, in pixels; 0 when it fits."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
