"""Rows of the outbox: what a look reads, and what belongs together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.exceptions import Conflict
from organizations.delivery_queue import services as outbox
from organizations.mail_texts import Letter
from organizations.models import Mail, OutgoingState
from organizations.organization.models import OrganizationRole
from organizations.services import mailing
from tests import factories
from tests.outbox import work

pytestmark = pytest.mark.django_db


def posted() -> Mail:
    return mailing.post(Letter("ann@example.org", "Hello", "Text"))


def test_what_follows_from_a_mail_is_done_or_it_is_sent_again() -> None:
    """Else the letter would stay, with its link."""
    row = posted()
    channel = outbox.channels.get("mail")

    def settled(_row: Any) -> None:
        raise OperationalError("database is locked")

    with pytest.raises(OperationalError):
        outbox.make_attempt(replace(channel, settled=settled), row.pk, row.turn)
    row.refresh_from_db()
    assert row.state == "waiting"
    work()
    assert not Mail.objects.exists()


def test_what_waits_for_a_thread_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [posted() for _number in range(3)]
    handed: list[int] = []
    monkeypatch.setattr(outbox, "in_turn", lambda _channel, row: handed.append(row.pk))
    monkeypatch.setattr(outbox, "AT_ONCE", 2)
    assert [outbox.hand_out() for _look in range(3)] == [2, 1, 0]
    assert handed == [row.pk for row in rows]
    with CaptureQueriesContext(connection) as asked:
        outbox.hand_out()
    assert not any("letter" in each["sql"] for each in asked.captured_queries if "IN (" not in each["sql"])
    for row in rows:
        outbox.make_attempt(outbox.channels.get("mail"), row.pk, row.turn + 1)  # gives the place back
        outbox._turns.discard(("mail", row.pk, row.turn))


def test_a_press_sends_again_so_many_that_the_page_answers_soon(
    client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "AGAIN_AT_ONCE", 2)
    organization = factories.organization()
    client = client_of(factories.member(organization, OrganizationRole.ADMIN))
    for _number in range(3):
        mailing.post(Letter("ann@example.com", "Hello", "Hello"), organization=organization)
    Mail.objects.update(state=OutgoingState.FAILED)
    url = reverse("discovery:outbox_all_again", args=[organization.slug])
    for left in (1, 0, 0):
        assert client.post(url).status_code == 303
        assert Mail.objects.filter(state=OutgoingState.FAILED).count() == left


def test_admins_see_among_the_members_how_many_letters_were_not_delivered(
    client_of: Callable[..., Client],
) -> None:
    organization = factories.organization()
    admin = client_of(factories.member(organization, OrganizationRole.ADMIN))
    member = client_of(factories.member(organization))
    url = reverse("discovery:organization_members", args=[organization.slug])
    for _number in range(2):
        mailing.post(Letter("ann@example.com", "Hello", "Hello"), organization=organization)
    posted()
    assert "0 not delivered" not in admin.get(url).content.decode()
    Mail.objects.update(state=OutgoingState.FAILED)
    assert outbox.failed_count(organization) == 2
    assert "2 not delivered" in admin.get(url).content.decode()
    assert "not delivered" not in member.get(url).content.decode()


def test_what_is_being_sent_again_is_not_sent_twice() -> None:
    """Two admins press at once: the second read the row before the first began it again."""
    mail = posted()
    Mail.objects.update(state=OutgoingState.FAILED)
    first, second = Mail.objects.get(pk=mail.pk), Mail.objects.get(pk=mail.pk)
    outbox.hurry(first)
    with pytest.raises(Conflict):
        outbox.hurry(second)
