"""A form that is sent again with other words is refused, and comes back so that the next time it adds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from discovery.models import Discovery
from lvt.models import Goal
from organizations.models import Organization
from tests import factories
from tests.architecture.asking import text_of
from tests.architecture.filling import controls_of
from tests.sending import HTMX
from workshops.models import Question

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

Saved = Callable[[], list[str]]


def _goals() -> list[str]:
    return sorted(Goal.objects.values_list("title", flat=True))


def _questions() -> list[str]:
    return sorted(Question.objects.values_list("title", flat=True))


def _organizations() -> list[str]:
    return sorted(Organization.objects.exclude(name="Company").values_list("name", flat=True))


@pytest.mark.parametrize(
    ("address", "field", "fixed", "saved"),
    [
        ("lvt:goal_add", "title", {}, _goals),
        ("discovery:capture", "title", {"kind": ["question"]}, _questions),
        ("discovery:organization_create", "name", {}, _organizations),
    ],
)
def test_other_words_add_another_one_when_they_are_sent_once_more(
    client: Client, address: str, field: str, fixed: dict[str, list[str]], saved: Saved
) -> None:
    discovery: Discovery = factories.discovery()
    Organization.objects.update(name="Company")
    client.force_login(factories.access(discovery))
    url = reverse(address, args=[] if "organization" in address else [discovery.slug])
    shown = text_of(client.get(url, headers=HTMX))
    data = {name: control.now for name, control in controls_of(shown).items()} | fixed
    assert client.post(url, {**data, field: ["First"]}, headers=HTMX).status_code < 400

    refused = client.post(url, {**data, field: ["Second"]}, headers=HTMX)

    assert (refused.status_code, saved()) == (409, ["First"])
    assert "You already sent this with different text." in text_of(refused)
    again = {name: control.now for name, control in controls_of(text_of(refused)).items()} | fixed
    assert again[field] == ["Second"]
    assert client.post(url, again, headers=HTMX).status_code < 400
    assert saved() == ["First", "Second"]
