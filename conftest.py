"""Fixtures of the whole suite: severe templates, no network, the browser, and nothing skipped when all is required."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.core.cache import cache
from django.db import connection, connections
from django.db.models.signals import post_migrate
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests import browser as chromium
from tests.strict import forbid_network

REQUIRE_ALL = os.environ.get("QUARTIERS_REQUIRE_ALL") == "1"
WIDE: ViewportSize = {"width": 1280, "height": 720}
JOURNAL = "office_auditline"  # PostgreSQL deletes none of its lines

settings.register_profile("local", deadline=None, max_examples=60)
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=200,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-all",
        action="store_true",
        default=REQUIRE_ALL,
        help="a browser or PostgreSQL test that is skipped fails (also QUARTIERS_REQUIRE_ALL=1)",
    )


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("ci" if config.getoption("--require-all") else "local")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if connection.vendor != "postgresql":
        for item in items:
            if item.get_closest_marker("postgresql"):
                item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """A skipped browser test fails when all is required; a PostgreSQL test too, in the run on PostgreSQL."""
    report = yield
    needed = {"browser"} | ({"postgresql"} if connection.vendor == "postgresql" else set())
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and item.config.getoption("--require-all") and any(map(item.get_closest_marker, needed)):
        report.outcome = "failed"
        report.longrepr = f"Skipped, though everything is required: {report.longrepr}"
    return report


def emptied(style: Any, tables: list[str], **options: Any) -> list[str]:
    """The statements that empty these tables on PostgreSQL; the foreign keys wait for the end of the transaction."""
    return [f'{"TRUNCATE" if table == JOURNAL else "DELETE FROM"} "{table}"' for table in tables]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Transactional tests empty the tables row by row, after each of them: a hundred empty files cost more than that.

    On SQLite the journal would refuse to lose its lines; on PostgreSQL it is truncated. Nothing of the platform reads
    the permissions and content types that Django would write anew each time.
    """
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    if connection.vendor == "postgresql":
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(connection.ops, "sql_flush", emptied)
            yield
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_lines_stay")
    yield


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        forbid_network(patch)
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, through playwright; the test is skipped where there is none."""
    path = chromium.chromium()
    if path is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop lives in the thread of the tests
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield running
        running.close()
        connections.close_all()  # those opened while playwright's loop ran: nobody else sees them


def new_tab(browser: Browser) -> tuple[Page, list[str]]:
    """A tab at 1280 × 720, and what goes wrong there: errors of scripts and of the content security policy."""
    tab = browser.new_context(locale="fr-FR", viewport=WIDE).new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    return tab, faults


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab in a browser that has seen nothing; an error of a script or of the policy fails the test."""
    tab, faults = new_tab(browser)
    yield tab
    tab.context.close()
    assert faults == []


@pytest.fixture(scope="session")
def _warm_tab(browser: Browser) -> tuple[Page, list[str]]:
    return new_tab(browser)


@pytest.fixture
def warm_page(_warm_tab: tuple[Page, list[str]]) -> Iterator[Page]:
    """As ``page``, three times faster: the tab of the tests before, which has forgotten whom it served."""
    tab, faults = _warm_tab
    faults.clear()
    tab.context.clear_cookies()
    tab.set_viewport_size(WIDE)
    yield tab
    tab.evaluate("localStorage.clear(); sessionStorage.clear()")
    tab.goto("about:blank")
    assert faults == []


@pytest.fixture
def page_without_javascript(browser: Browser) -> Iterator[Page]:
    """A tab that runs no script."""
    context = browser.new_context(locale="fr-FR", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """``axe(page)`` fails with what WCAG 2.2 AA and RGAA find on the page as it stands."""

    def check(tab: Page) -> None:
        assert chromium.violations(tab) == []

    return check
