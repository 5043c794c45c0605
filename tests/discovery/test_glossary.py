"""The glossary, as a page of the app."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from core.name_comparison import alphabetical
from discovery.glossary.reports import TERMS, in_order
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_term_is_explained_to_everybody() -> None:
    page = Client().get(reverse("discovery:glossary")).content.decode()

    places = [
        page.index(f">{escape(term.title)}</th>")
        for term in sorted(TERMS, key=lambda term: str(term.name).lower())
    ]
    assert places == sorted(places)
    assert all(escape(str(term.meaning)) in page for term in TERMS)


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_a_reader_finds_the_terms_by_the_alphabet_of_their_language(language: str) -> None:
    with translation.override(language):
        names = [str(term.name) for term in in_order(TERMS)]
    assert names == sorted(names, key=lambda name: alphabetical(name, language))


def test_it_is_one_press_away_from_every_page(client_of) -> None:
    page = client_of(factories.user()).get(reverse("discovery:home")).content.decode()

    assert f'href="{reverse("discovery:glossary")}"' in page


def test_a_guest_opens_it_beside_the_room(client_of) -> None:
    participant = factories.participant(factories.workshop(), "Ann")
    room = reverse("discovery:room", args=[participant.workshop.code])
    page = client_of(participant).get(room).content.decode()

    address = reverse("discovery:room_glossary", args=[participant.workshop.code])
    assert f'href="{address}" target="_blank"' in page
