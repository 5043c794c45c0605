"""What every test may use."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from django.test import Client, override_settings

from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from documents import pdf_engine_process, pending_drawings
from documents.failed_parts import logger as logger_of_failed_parts
from organizations.actors import Actor
from organizations.audit import services as audit
from organizations.models import Organization, User
from tests import factories, garbage, press, sweeps
from tests.databases import asked_of_postgresql, once_because
from tests.served import PATIENCE, Headwaters, made_once
from workshops.activities import live_drawings
from workshops.models import Participant
from workshops.web.cookies import remember

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says nothing on a busy machine. The examples are the same each time, so that
# nobody's change is stopped by what was there before; EXPLORE=1 looks for new ones.
hypothesis.settings.register_profile(
    "headwaters",
    max_examples=sweeps.examples(100),
    deadline=None,
    derandomize="EXPLORE" not in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("headwaters")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Before pytest chooses by marks: mark who needs which database, and cut sweeps to their samples."""
    for item in items:
        if reason := once_because(item):
            item.add_marker(pytest.mark.sqlite(reason))
    for item in asked_of_postgresql(each for each in items if each.get_closest_marker("sqlite") is None):
        item.add_marker(pytest.mark.postgresql)
    kept, left_out = sweeps.divide(items)
    if sweeps.SAMPLED:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


class _AtOnce:
    """Names each test as it fails: a run that is ended before its end has told of it, too."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self.terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            why = f": {crash.message[:1000]}" if crash else ""
            self.terminal.write(f"\nFAILED {report.nodeid} ({report.when}){why}\n", red=True)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    # The modules that are read now stay, too.
    garbage.spare()
    # Workers have no terminal; what they report comes to the process that has one.
    if terminal := config.pluginmanager.get_plugin("terminalreporter"):
        config.pluginmanager.register(_AtOnce(terminal))


def pytest_collection_finish() -> None:
    """All modules are read now, and stay."""
    garbage.keep()
    if "MADE_ONCE" in os.environ:
        # Compiled, too: bin/test has waited for that with the other processes.
        Path(os.environ["MADE_ONCE"], "collected").touch()


# What is left out of Chromium. It reads only the last list that it is given, so this one repeats what
# Playwright leaves out. The two popups below its address bar, which nobody sees here, are pages that it loads
# for each window: a third of the processor time of a window that is open for three seconds.
LEFT_OUT = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
QUIET_CHROMIUM = [
    f"--disable-features={','.join(LEFT_OUT)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Else chromium-headless-shell rounds the width of each letter.
    "--font-render-hinting=none",
]


class _Failed(logging.Handler):
    """Keeps what the log says of parts of documents that failed, each with its cause."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.parts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        cause = record.exc_info[1] if record.exc_info else ""
        self.parts.append(f"{record.getMessage()}: {cause}")


@pytest.fixture(autouse=True)
def _parts_that_fail(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """A part of a report that fails leaves the rest, so a test would not see it: it fails, unless it asks for
    `failed_parts`."""
    failed = _Failed()
    logger_of_failed_parts.addHandler(failed)
    yield failed.parts
    logger_of_failed_parts.removeHandler(failed)
    if "failed_parts" not in request.fixturenames:
        assert failed.parts == []


@pytest.fixture
def failed_parts(_parts_that_fail: list[str]) -> list[str]:
    """What the log says of parts of reports that fail in this test: which part, and why."""
    return _parts_that_fail


@pytest.fixture(autouse=True)
def _nothing_refused_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was refused in another test is added to no row of this one."""
    monkeypatch.setattr(audit, "_refusals", {})


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pages render without `collectstatic`, also on a machine that never ran it: hashed names are the
    business of the running server."""
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "tests.plain_static.Storage"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path_factory.mktemp("static")):
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """What a password is hashed with decides nothing here, and the product's own takes half a second each."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _patient_pages() -> Iterator[None]:
    """A test looks at the drawing itself, however busy the machine is."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(live_drawings, "PATIENCE", 30.0)
        patched.setattr(pending_drawings.drawing_for, "__kwdefaults__", {"person": None, "patience": 30.0})
        yield


@pytest.fixture(scope="session", autouse=True)
def _engines_from_the_press() -> Iterator[None]:
    """Each PDF has a layout program of its own, which begins where it has loaded what it needs."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf_engine_process.Engine, "launch", press.launch)
        yield


@pytest.fixture
def engines_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Layout programs start as in the product."""
    monkeypatch.delattr(pdf_engine_process.Engine, "launch")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the static files, and a database on SQLite that migrations made and nobody has used."""

    def make(folder: Path) -> None:
        empty = Headwaters(folder)
        empty.prepare(demo=False)
        empty.leave()

    return made_once(tmp_path_factory, "migrated", make)


@pytest.fixture(scope="session")
def prepared(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As `migrated`, with the demo."""

    def make(folder: Path) -> None:
        with_demo = Headwaters(folder, prepared=migrated)
        with_demo.prepare()
        with_demo.leave()

    return made_once(tmp_path_factory, "prepared", make)


@pytest.fixture
def discovery() -> Discovery:
    """What most tests are about: a discovery that is empty."""
    return factories.discovery()


@pytest.fixture
def organization(discovery: Discovery) -> Organization:
    return discovery.domain.organization


@pytest.fixture
def account(discovery: Discovery) -> User:
    """An editor of the discovery."""
    return factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor")


@pytest.fixture
def editor(account: User) -> Actor:
    return Actor.of_account(account)


@pytest.fixture
def client_of() -> Callable[[User | Participant | None], Client]:
    """A browser of an account, of a participant, or of nobody."""

    def make(person: User | Participant | None = None) -> Client:
        client = Client()
        if isinstance(person, User):
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        elif isinstance(person, Participant):
            from django.http import HttpResponse

            client.cookies.update(remember(HttpResponse(), person).cookies)
        return client

    return make


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium, the one that is installed. Of the module, because Playwright keeps an event loop
    running as long as it lives, and Django's database refuses to work beside one."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    # The first is the same program without the windows that nobody sees here.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    program = next((path for name in names if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=QUIET_CHROMIUM)
        yield chromium
        chromium.close()
