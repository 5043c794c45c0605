"""A file that somebody brings into a discovery on its pages: looked at, confirmed, undone."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import Operation
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from documents import concurrency_limit
from exchange.services.discovery_text import export_text, import_text
from exchange.web.pending_imports import MOST_KEPT
from lvt.models import Goal
from organizations.models import Membership, User
from organizations.organization.models import OrganizationRole
from organizations.organization.services import add_domain
from tests import factories
from tests.exchange.test_tables import changed, put, saved
from tests.factories import SYSTEM, make

pytestmark = pytest.mark.django_db

TEXT = b"goals:\n- title: More visits\n  description: That matter\n- Fewer calls\n"


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery()


@pytest.fixture
def editor(discovery: Discovery, client: Client) -> Client:
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    return client


def looked_at(client: Client, discovery: Discovery, text: bytes, name: str = "text.yaml") -> Any:
    """The address of the preview, and its page."""
    file = SimpleUploadedFile(name, text)
    answer = client.post(reverse("discovery:bring_in", args=[discovery.slug]), {"file": file})
    assert answer.status_code == 303, answer.content.decode()
    return answer["Location"], client.get(answer["Location"])


def test_an_exported_text_says_where_editors_find_its_schema(discovery: Discovery, client: Client) -> None:
    first = export_text(actor=SYSTEM, discovery=discovery).splitlines()[0]
    said, address = first.split("=", 1)
    assert said == "# yaml-language-server: $schema"
    assert address.startswith(settings.BASE_URL)
    answer = client.get(address.removeprefix(settings.BASE_URL))
    assert answer.json()["$schema"].startswith("https://json-schema.org/")


def test_a_file_is_looked_at_confirmed_and_undone(editor: Client, discovery: Discovery) -> None:
    make(Goal, discovery=discovery, title="more VISITS", description="Of all kinds")
    url, page = looked_at(editor, discovery, TEXT)
    html = page.content.decode()
    assert page.status_code == 200
    for words in ("Of all kinds", "That matter", "Fewer calls"):
        assert words in html
    assert Goal.objects.count() == 1
    answer = editor.post(url, {"digest": page.context["digest"]})
    assert answer.status_code == 303
    assert [goal.title for goal in Goal.objects.all()] == ["More visits", "Fewer calls"]
    done = Operation.objects.get(verb="text.imported")
    editor.post(reverse("discovery:operation_undo", args=[done.uuid]))
    assert [goal.title for goal in Goal.objects.all()] == ["more VISITS"]


def test_what_is_wrong_is_said_with_its_lines(editor: Client, discovery: Discovery) -> None:
    _url, page = looked_at(editor, discovery, b"goals:\n- titel: <b>x</b>\n- title: y\n  owner: Ana\n")
    assert page.status_code == 422
    assert [place for place, _words, _others in page.context["problems"]] == ["line 2", "line 4"]
    assert "<b>x</b>" not in page.content.decode()


def test_what_changed_since_it_was_seen_is_shown_again(editor: Client, discovery: Discovery) -> None:
    goal = make(Goal, discovery=discovery, title="More visits")
    url, page = looked_at(editor, discovery, TEXT)
    kinds.change(actor=SYSTEM, artifact=goal, description="Said meanwhile")
    again = editor.post(url, {"digest": page.context["digest"]})
    assert again.status_code == 409
    assert "Said meanwhile" in again.content.decode()
    assert Goal.objects.count() == 1
    assert editor.post(url, {"digest": again.context["digest"]}).status_code == 303
    assert Goal.objects.count() == 2


def test_what_nobody_saw_is_not_written(editor: Client, discovery: Discovery) -> None:
    url, _page = looked_at(editor, discovery, TEXT)
    assert editor.post(url).status_code == 409
    assert not Goal.objects.exists()


def test_other_files_are_refused_and_nobody_else_sees_one(editor: Client, discovery: Discovery) -> None:
    upload = reverse("discovery:bring_in", args=[discovery.slug])
    answer = editor.post(upload, {"file": SimpleUploadedFile("picture.png", b"x")})
    assert answer.status_code == 422
    assert editor.post(upload).status_code == 422
    url, _page = looked_at(editor, discovery, TEXT)
    other = factories.discovery()
    stranger = Client()
    stranger.force_login(factories.access(other, DiscoveryRole.EDITOR, name="Ona Other"))
    moved = url.replace(discovery.slug, other.slug)
    assert stranger.get(moved)["Location"] == reverse("discovery:bring_in", args=[other.slug])
    assert stranger.get(url).status_code == 404


def test_what_a_discovery_says_is_saved_and_its_form_is_public(editor: Client, discovery: Discovery) -> None:
    make(Goal, discovery=discovery, title="More visits")
    saved = editor.get(reverse("discovery:text_export", args=[discovery.slug]))
    assert "- More visits" in saved.content.decode()
    assert "attachment" in saved["Content-Disposition"]
    assert json.loads(Client().get(reverse("discovery:text_schema")).content)["$defs"]["lvt.Goal"]


def test_new_domains_are_shown_and_belong_to_the_organization(discovery: Discovery) -> None:
    text = b"discovery:\n  name: Another name\ndomains: [Medical]\n"
    user = factories.access(discovery, DiscoveryRole.FACILITATOR, name="Fia")
    organization = discovery.domain.organization
    Membership.objects.filter(user=user).update(role=OrganizationRole.ADMIN)
    client = Client()
    client.force_login(user)
    url, page = looked_at(client, discovery, text)
    assert "Medical" in page.content.decode()
    assert (page.context["preview"].added, page.context["preview"].is_nothing) == (1, False)
    assert page.context["not_taken"] == "name"
    add_domain(actor=SYSTEM, organization=organization, name="Medical")
    again = client.post(url, {"digest": page.context["digest"]})
    assert again.status_code == 409
    assert again.context["preview"].is_nothing
    url, page = looked_at(client, discovery, text.replace(b"Medical", b"Sales"))
    assert client.post(url, {"digest": page.context["digest"]}).status_code == 303
    assert Operation.objects.filter(verb="organization_text.imported").count() == 1
    assert not Operation.objects.filter(verb="text.imported").exists()


def test_a_preview_tells_the_sheet_of_a_row(editor: Client, discovery: Discovery) -> None:
    make(Goal, discovery=discovery, title="More visits")
    file = changed(saved(discovery), lambda book: put(book, "Value tree", 2, Goal="Fewer"))
    _url, page = looked_at(editor, discovery, file, "table.xlsx")
    assert [row.place for row in page.context["preview"].rows] == ["Value tree, row 2"]
    assert "Value tree, row 2" in page.content.decode()


def test_a_row_below_something_else_is_another_preview(discovery: Discovery) -> None:
    for title in ("One", "Another"):
        make(Goal, discovery=discovery, title=title)
    below = "\n  hypotheses: [People come back]"
    texts = (f"goals:\n- title: One{one}\n- title: Another{two}\n" for one, two in ((below, ""), ("", below)))
    seen = [import_text(actor=SYSTEM, data=text.encode(), into=discovery, is_trial=True) for text in texts]
    assert len({each.digest for each in seen}) == 2


def test_the_form_of_a_file_is_what_it_was_uploaded_as(editor: Client, discovery: Discovery) -> None:
    url, _page = looked_at(editor, discovery, TEXT)
    for form in ("list", "table"):
        other_form = re.sub(r"&form=\w+", "", url) + f"&form={form}"
        assert "Fewer calls" in editor.get(other_form).content.decode()
    token = parse_qs(urlsplit(url).query)["file"][0]
    paste = reverse("discovery:list_paste", args=[discovery.slug, "goals"])
    assert editor.get(paste, {"file": token}).status_code == 200


def test_a_few_files_of_each_person_are_kept(editor: Client, discovery: Discovery) -> None:
    other = Client()
    other.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Ona Other"))
    theirs, _page = looked_at(other, discovery, TEXT)
    urls = [looked_at(editor, discovery, TEXT)[0] for _time in range(MOST_KEPT + 1)]
    assert [editor.get(url).status_code for url in urls] == [302, *[200] * MOST_KEPT]
    assert other.get(theirs).status_code == 200


def test_who_pastes_a_list_takes_a_turn(
    editor: Client, discovery: Discovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concurrency_limit, "PATIENCE", 0.0)
    url = reverse("discovery:list_paste", args=[discovery.slug, "goals"])
    with concurrency_limit.turn_of(User.objects.get(name="Eda Editor").pk):
        assert editor.post(url, {"lines": "One"}).status_code == 503
    assert editor.post(url, {"lines": "One"}).status_code == 303
