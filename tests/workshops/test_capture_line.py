"""The field of the console that captures a sentence at once."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from discovery.models import Discovery
from tests import factories
from workshops.models import ActionItem, Decision
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


def test_a_sentence_is_captured_and_what_needs_more_opens_the_dialog(
    client_of: Callable[..., Client], discovery: Discovery
) -> None:
    workshop = factories.workshop(discovery, state=WorkshopState.LIVE)
    client = client_of(factories.access(discovery))
    page = client.get(reverse("discovery:console", args=[workshop.code])).content.decode()
    assert 'class="capture capture-line"' in page
    url = reverse("discovery:console_capture", args=[workshop.code])
    line = {"line": "1", "uuid": str(uuid.uuid4()), "kind": "action", "title": "Call the plants"}
    for _time in range(2):
        answer = client.post(url, line, headers={"HX-Request": "true"})
        assert answer.status_code == 204
        assert json.loads(answer.headers["HX-Trigger"])["toast"]["undo"]
    assert ActionItem.objects.get().workshop == workshop

    decision = {**line, "uuid": str(uuid.uuid4()), "kind": "decision"}
    answer = client.post(url, decision, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#dialog-body"
    assert "Call the plants" in answer.content.decode()
    assert not Decision.objects.exists()
