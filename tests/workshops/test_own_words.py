"""The terms of a discovery: explained in its glossary, beside the room, in files of maps, and on paper."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from core.exceptions import Invalid
from core.services import kinds
from discovery.glossary.reports import footnotes, own_terms, term, used_in
from discovery.models import Discovery, GlossaryTerm
from discovery.search.selectors import search
from lvt.models import Goal, UseCase
from lvt.posters import tree as tree_poster
from organizations.actors import Actor
from products.landscape.drawing import map_source
from products.landscape.rules import services_of
from products.selectors.landscape_file import landscape_file
from tests import factories
from tests.architecture.test_named import NAMES
from tests.products.maps import graph

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery() -> Discovery:
    made = factories.discovery()
    for name, short, meaning in (
        ("Health care professional", "HCP", "A physician, <b>nurse</b> or pharmacist."),
        ("Patient Journey Partner", "PJP", "Visits physicians."),
        ("Information technology", "IT", "The other side."),
    ):
        factories.make(GlossaryTerm, discovery=made, name=name, short=short, meaning=meaning)
    return made


def page(client: Any, discovery: Discovery) -> str:
    return str(client.get(reverse("lvt:tree", args=[discovery.slug])).content.decode())


def test_files_and_paper_explain_the_terms_in_them_and_screens_do_not(
    discovery: Discovery, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.make(Goal, discovery=discovery, title="Let it reach more HCPs")
    client = client_of(factories.access(discovery))
    meaning = "A physician, &lt;b&gt;nurse&lt;/b&gt; or pharmacist."
    for shown in (
        page(client, discovery),
        client.get(reverse("lvt:tree_diagram", args=[discovery.slug])).content.decode(),
    ):
        assert "more HCPs" in shown
        assert "A physician" not in shown

    written = client.get(reverse("lvt:tree_diagram_file", args=[discovery.slug, "dot"])).content.decode()
    assert f"HCP: Health care professional. {meaning}" in written
    # The text has "it" rather than IT, and no PJP.
    assert "The other side" not in written
    assert "Visits physicians" not in written
    drawn: list[str] = []

    def filled(sources: list[str], **_words: str) -> SimpleNamespace:
        drawn.extend(sources)
        return SimpleNamespace(tiles=(), is_turned=False)

    monkeypatch.setattr("lvt.posters.best_sheets", filled)
    tree_poster(discovery)
    assert meaning in "".join(drawn)


def test_who_takes_part_reads_them_first(discovery: Discovery, client_of: Any) -> None:
    participant = factories.participant(factories.workshop(discovery), "Ann")
    client = client_of(participant)
    room = client.get(reverse("discovery:room", args=[participant.workshop.code])).content.decode()
    address = reverse("discovery:room_glossary", args=[participant.workshop.code])
    assert f'href="{address}"' in room

    shown = client.get(address).content.decode()
    assert shown.index("Health care professional (HCP)") < shown.index(escape(term("LVT").title))
    elsewhere = factories.participant(factories.workshop(factories.discovery()), "Bob")
    assert client_of(elsewhere).get(address).status_code != 200


def test_drawings_have_them_as_footnotes(discovery: Discovery) -> None:
    notes = footnotes(discovery, ["HCP 360", "<script>", "a PJP's visit"])
    assert [note.split(":")[0] for note in notes] == ["HCP", "PJP"]
    of = graph("s1>p1 p1>c1 c1>u1")
    source = map_source(of, services=services_of(of), notes=notes)
    assert r"HCP: Health care professional. A physician, &lt;b&gt;nurse&lt;/b&gt; or pharmacist.\l" in source
    assert landscape_file(discovery) is None


def test_a_report_explains_them_instead_of_those_of_the_method(discovery: Discovery) -> None:
    factories.make(GlossaryTerm, discovery=discovery, name="Hypothesis", meaning="What our traders do.")
    own = own_terms(discovery)
    terms = used_in(["<p>Each hypothesis of an HCP</p><p>A measure of success</p>"], own)
    assert [each.title for each in terms] == [
        "Health care professional (HCP)",
        "Hypothesis",
        term("MoS").title,
    ]
    assert terms[1].meaning == "What our traders do."


def test_a_word_is_explained_once(discovery: Discovery) -> None:
    with pytest.raises(Invalid, match="already exists"):
        kinds.add(
            actor=Actor.system("test"),
            draft=GlossaryTerm(discovery=discovery, name="patient journey  partner", meaning="Again"),
        )


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_looked_up_by_what_the_method_calls_it(name: str, discovery: Discovery) -> None:
    factories.make(UseCase, discovery=discovery, name="Something else")
    (first, *_others) = search(discovery, name.lower(), []).best
    assert term(name).title in first.of
