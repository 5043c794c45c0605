"""Five thousand rows on a page, in whatever they come: told at once; nothing is written, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from exchange.services.row_limits import MOST_ON_PAGES
from lvt.models import Goal
from tests import factories
from tests.exchange.test_row_limits import as_table, as_text

pytestmark = pytest.mark.django_db
MANY = 5_000
SAID = f"That’s {MANY} rows. On a page, you can import at most {MOST_ON_PAGES} at once"


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery()


@pytest.fixture
def editor(discovery: Discovery, client: Client) -> Client:
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    return client


def written(discovery: Discovery) -> tuple[int, int]:
    return Goal.objects.count(), Operation.objects.filter(scope_uuid=discovery.uuid).count()


def test_pasted_lines_are_told_where_the_list_ends_and_stay_in_the_form(
    editor: Client, discovery: Discovery
) -> None:
    url, before = reverse("discovery:list_paste", args=[discovery.slug, "goals"]), written(discovery)
    assert f"At most {MOST_ON_PAGES} lines at once." in editor.get(url).content.decode()
    lines = "\n".join(f"Goal {number}" for number in range(MANY))
    answer = editor.post(url, {"lines": lines})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"line {MOST_ON_PAGES + 1}: {SAID}" in page
    assert f"{lines}</textarea>" in page
    assert written(discovery) == before


def as_csv(count: int, discovery: Discovery) -> bytes:
    return "\n".join(["Goal,Description", *(f"Goal {number},x" for number in range(count))]).encode()


@pytest.mark.parametrize(
    ("name", "made", "place"),
    [
        ("goals.yaml", as_text, "line 2002"),
        ("risks.xlsx", as_table, "Risks, row 2002"),
        ("goals.csv", as_csv, "row 2002"),
    ],
)
def test_a_file_is_told_with_the_row_where_it_is_too_long(
    editor: Client, discovery: Discovery, name: str, made: Callable[[int, Discovery], bytes], place: str
) -> None:
    before, file = written(discovery), SimpleUploadedFile(name, made(MANY, discovery))
    url = editor.post(reverse("discovery:bring_in", args=[discovery.slug]), {"file": file})["Location"]
    if name.endswith(".csv"):
        asked: Any = editor.get(url)
        assert asked.status_code == 200
        form = asked.context["form"]
        given = {bound.html_name: bound.value() or "" for bound in form}
        url = editor.post(url, given)["Location"]
    seen = editor.get(url)
    page = seen.content.decode()
    assert (seen.status_code, SAID in page, place in page) == (422, True, True), page
    assert editor.post(url, {"digest": ""}).status_code in (409, 422)
    assert written(discovery) == before


def test_more_text_than_a_form_takes_is_told_and_nothing_is_lost(
    editor: Client, discovery: Discovery
) -> None:
    url, before = reverse("discovery:list_paste", args=[discovery.slug, "goals"]), written(discovery)
    answer = editor.post(url, {"lines": "ä" * 1_400_000})
    assert answer.status_code == 413
    assert "Go back: your text is still there. Send it in parts or as a file." in answer.content.decode()
    assert written(discovery) == before


LONG = "x" * 2_001


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('goals: ["\u200b"]', "Enter a few words."),
        ('use_cases: ["\u2060"]', "Enter a few words."),
        ('sources: ["\u200d"]', "Enter a few words."),
        (f"goals: [{{title: Growth, description: {LONG}}}]", "at most 2000 characters: this has 2001."),
    ],
)
def test_what_no_form_takes_is_told_with_its_line(
    editor: Client, discovery: Discovery, text: str, said: str
) -> None:
    file = SimpleUploadedFile("text.yaml", text.encode())
    url = editor.post(reverse("discovery:bring_in", args=[discovery.slug]), {"file": file})["Location"]
    seen = editor.get(url)
    page = seen.content.decode()
    assert (seen.status_code, "line 1" in page, said in page) == (422, True, True)


@pytest.mark.parametrize("name", ["lvt:goal_add", "products:product_add", "lvt:use_case_add"])
def test_no_form_takes_a_name_that_nobody_can_see(editor: Client, discovery: Discovery, name: str) -> None:
    sent = {"title": "\u200b", "name": "\u200b", "kind": "aggregate", "wip_limit": 3}
    answer = editor.post(reverse(name, args=[discovery.slug]), sent)
    assert answer.status_code == 422
    assert "Enter a few words." in answer.content.decode()
