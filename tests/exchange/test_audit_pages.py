"""The page of the audit list, its filter and its spreadsheet, for admins."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from exchange.organization_audit.selectors import KINDS, line_of
from organizations.audit.services import ADMINISTRATION
from organizations.models import AuditEntry
from organizations.organization.models import OrganizationRole
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(organization):
    admin = factories.member(organization, OrganizationRole.ADMIN, name="Ada Admin", email="ada@example.org")
    client = Client()
    client.force_login(admin)
    return client


def entry(organization, event, day, **fields):
    at = datetime(2026, 3, day, 12, tzinfo=UTC)
    return AuditEntry.objects.create(organization=organization, event=event, at=at, last_at=at, **fields)


@pytest.fixture
def listed(organization):
    """A change of people, one by a program, and a refusal; and one of another organization."""
    entry(organization, "member.added", 1, actor_label="Ada Admin", target_label="=Eve", role="admin")
    key = "0d6ba4b0-6f0e-4d5e-b2d6-a33ad2684c7f"
    entry(organization, "goal.added", 2, actor_label="Nightly (Ada)", place="Sales", key_uuid=key, count=7)
    entry(organization, "refused.403", 3, actor_label="Mia", result="refused", status=403, address="10.0.0.1")
    entry(factories.organization("Other"), "member.added", 1, actor_label="Olga Other")


def shown(browser, organization, **query):
    url = reverse("discovery:organization_audit", args=[organization.slug])
    return browser.get(url, query).content.decode()


def file_of(browser, organization, **query):
    url = reverse("discovery:organization_audit_csv", args=[organization.slug])
    answer = browser.get(url, query)
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_an_empty_list_says_what_will_be_in_it(browser, organization):
    AuditEntry.objects.all().delete()
    assert "and refused requests appear here" in shown(browser, organization)


@pytest.mark.usefixtures("listed")
def test_the_list_says_what_by_whom_on_what(browser, organization):
    page = shown(browser, organization)
    for said in (
        "Member added",
        "=Eve",
        "Admin",
        "Goal added",
        "7 times",
        "Sales",
        "Not allowed",
        "10.0.0.1",
    ):
        assert said in page
    assert "Olga Other" not in page


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("query", "events"),
    [
        ({"who": "ada"}, ["goal.added", "member.added"]),
        ({"kind": "people"}, ["member.added"]),
        ({"kind": "programs"}, ["goal.added"]),
        ({"kind": "refusals"}, ["refused.403"]),
        ({"target": "eve"}, ["member.added"]),
        ({"target": "sales"}, ["goal.added"]),
        ({"since": "2026-03-02"}, ["refused.403", "goal.added"]),
        ({"until": "2026-03-02"}, ["goal.added", "member.added"]),
        ({"since": "2026-03-02", "until": "2026-03-02"}, ["goal.added"]),
        ({"result": "refused"}, ["refused.403"]),
        ({"result": "nonsense", "since": "x"}, ["refused.403", "goal.added", "member.added"]),
        ({"until": "9999-12-31"}, ["refused.403", "goal.added", "member.added"]),
        ({"who": "nobody"}, []),
    ],
)
def test_the_filter_holds_for_page_and_file(browser, organization, query, events):
    rows = file_of(browser, organization, **query)
    assert [row[4] for row in rows[1:]] == events
    page = shown(browser, organization, **query)
    assert ("Member added" in page) == ("member.added" in events)
    assert events or "No entries match." in page


@pytest.mark.usefixtures("listed")
def test_search_and_table_have_names_and_no_match_is_announced(browser, organization):
    page = shown(browser, organization)
    assert '<form class="filters" method="get" role="search" aria-label="Filter the audit log"' in page
    assert '<table class="table stacks" aria-label="Audit log">' in page
    assert '<p class="muted" role="status">No entries match.' in shown(browser, organization, who="nobody")


@pytest.mark.usefixtures("listed")
def test_no_cell_is_a_formula(browser, organization):
    cells = [cell for row in file_of(browser, organization) for cell in row]
    assert "=Eve" not in cells
    assert any("=Eve" in cell for cell in cells)


@pytest.mark.usefixtures("listed")
def test_members_do_not_see_it(organization):
    client = Client()
    client.force_login(factories.member(organization, OrganizationRole.FACILITATOR, name="Fio"))
    for name in ("organization_audit", "organization_audit_csv"):
        assert client.get(reverse(f"discovery:{name}", args=[organization.slug])).status_code == 403
    overview = client.get(reverse("discovery:organization_overview", args=[organization.slug]))
    assert "Audit log" not in overview.content.decode()


def test_every_sort_of_administration_is_in_a_filter_and_has_words(organization):
    starts = tuple(start for kind in KINDS for start in kind.starts)
    assert [event for event in ADMINISTRATION if not event.startswith(starts)] == []
    assert line_of(entry(organization, "access_rule.added", 1)).words == "Access rule added"


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    "query",
    [
        {"who": "\x00"},
        {"who": "a" * 5000, "kind": "x", "page": "x"},
        {"page": "-1", "until": "0001-01-01", "target": "%_\\'\""},
        {"since": "9999-12-31", "until": "0001-01-01"},
    ],
)
def test_what_does_not_fit_is_passed_over(browser, organization, query):
    for name in ("organization_audit", "organization_audit_csv"):
        url = reverse(f"discovery:{name}", args=[organization.slug])
        assert browser.get(url, query).status_code == 200
