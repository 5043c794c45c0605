"""What shows people how to write a card: two worked ones; and how a card says its example."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from lvt.models import UseCase
from lvt.use_cases.selectors import card
from tests import factories
from tests.workshops.answering import answering

pytestmark = pytest.mark.django_db
SUMMARY = "Two examples: a strong and a weak card"


def test_both_stand_where_people_write_on_the_page_and_on_a_phone(client_of) -> None:
    discovery = factories.discovery()
    page = client_of(factories.access(discovery)).get(reverse("lvt:use_case_add", args=[discovery.slug]))
    assert SUMMARY in page.content.decode()
    room = answering("write_use_cases")
    phone = room.mine(room.join("Ann"))
    assert SUMMARY in phone
    assert "Weak card" in phone


@pytest.mark.parametrize(
    ("by", "says", "never"),
    [("comparing it", "want to see it by comparing it”", "…"), ("", "want to see it”", " by ")],
)
def test_an_example_without_by_is_said_without_it(by: str, says: str, never: str) -> None:
    use_case = factories.make(
        UseCase,
        discovery=factories.discovery(),
        name="HCP 360",
        we_believe="a",
        will_help="b",
        known_by="c",
        example_role="PJP",
        example_want="see it",
        example_by=by,
    )
    page = render_to_string("lvt/use_cases/_sentences.html", {"card": card(use_case)})
    assert says in page
    assert never not in page


def test_a_card_is_written_as_its_sentence_and_the_rest_stays_folded_until_it_is_filled(client_of) -> None:
    discovery = factories.discovery()
    client = client_of(factories.access(discovery))
    url = reverse("lvt:use_case_add", args=[discovery.slug])
    empty = client.get(url).content.decode()
    words = re.findall(
        r"<label[^>]*>([^<]*)</label><textarea", empty.partition("<details><summary>Add more")[0]
    )
    assert words == ["We believe that", "will help achieve", "We know we are getting there based on"]
    assert "<details><summary>Add more" in empty

    kept = client.post(url, {"example_want": "see it"}).content.decode()
    assert "<details open><summary>Add more" in kept
    wrong = client.post(url, {"name": "HCP 360", "example_role": "r" * 1000}).content.decode()
    assert "<details open><summary>Add more" in wrong
