"""The answers of a discovery's steps are cached until something is written."""

from __future__ import annotations

import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.selectors import cache_until_write as keeping
from core.selectors.cache_until_write import cached_while_unchanged
from core.selectors.request_cache import one_reading, writing
from discovery.models import Discovery
from lvt.models import Goal
from organizations.organization.models import OrganizationRole
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True)]

PAGES = (
    "discovery:discovery_overview",
    "handover:handover_readiness",
    "operating_model:frame",
    "technology:overview",
)


class Counted:
    """A selector that counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0
        self.selector = cached_while_unchanged(self._ask)

    def _ask(self, discovery: Discovery, word: str = "") -> str:
        self.times += 1
        return f"{word} {Goal.objects.filter(discovery=discovery).count()} {translation.gettext('Goal')}"

    def __call__(self, *args: object) -> str:
        with one_reading():
            return self.selector(*args)  # type: ignore[arg-type]  # as the test has it


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture
def discovery() -> Discovery:
    return factories.three_streams()


@pytest.fixture
def admin(discovery: Discovery) -> Client:
    client = Client()
    client.force_login(
        factories.member(discovery.domain.organization, OrganizationRole.ADMIN),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def test_it_is_asked_once_while_nobody_writes(counted: Counted, discovery: Discovery) -> None:
    assert counted(discovery) == counted(discovery)
    assert counted.times == 1


def test_each_argument_and_language_has_its_own(counted: Counted, discovery: Discovery) -> None:
    other = factories.discovery()
    said = [counted(discovery, "a"), counted(discovery, "b"), counted(other, "a")]
    with translation.override("de"):
        said.append(counted(discovery, "a"))
    assert counted.times == len(said) == 4


def test_a_write_ends_it(counted: Counted, discovery: Discovery) -> None:
    before = counted(discovery)
    factories.make(Goal, discovery=discovery, title="Fewer returns")
    assert counted(discovery) != before
    assert counted.times == 2


def test_in_a_transaction_and_while_writing_it_is_asked(counted: Counted, discovery: Discovery) -> None:
    counted(discovery)
    with transaction.atomic():
        counted(discovery)
        counted(discovery)
    with one_reading(), writing():
        counted.selector(discovery)
    counted.selector(discovery)  # outside of a page
    assert counted.times == 5


def test_a_minute_ends_it(counted: Counted, discovery: Discovery, monkeypatch: pytest.MonkeyPatch) -> None:
    counted(discovery)
    monkeypatch.setattr(keeping, "LONGEST", 0)
    counted(discovery)
    assert counted.times == 2


def test_a_thread_keeps_only_so_many(
    counted: Counted, discovery: Discovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST", 3)
    for number in range(20):
        counted(discovery, str(number))
    assert len(keeping._cache.answers) <= 3


def _without_tokens(page: bytes) -> bytes:
    """The page without what is another one each time: the tokens of its forms."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", page)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_was_just_shown_asks_little(admin: Client, discovery: Discovery, name: str) -> None:
    address = reverse(name, args=[discovery.slug])
    first = admin.get(address)
    counts = []
    # PostgreSQL may write between two of them on its own, such as its statistics, and nothing is kept then.
    for _visit in range(3):
        with CaptureQueriesContext(connection) as asked:
            again = admin.get(address)
        counts.append(len(asked))
        assert _without_tokens(again.content) == _without_tokens(first.content)
    assert min(counts) <= 30


def test_the_overview_shows_what_was_written_since(admin: Client, discovery: Discovery) -> None:
    address = reverse(PAGES[0], args=[discovery.slug])
    assert "1 goal" not in admin.get(address).content.decode()
    factories.make(Goal, discovery=discovery, title="Fewer returns")
    assert "1 goal" in admin.get(address).content.decode()
