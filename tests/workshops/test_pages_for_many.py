"""Pages that people who come in at once share: drawn once, with each one's own put in."""

from __future__ import annotations

import pytest
from django.contrib.messages.constants import SUCCESS
from django.contrib.messages.storage.base import Message
from django.test import RequestFactory

from live.room_cache import RoomCache
from organizations.web.page_responses import page_for_many
from workshops.joining.participants.forms import JoinForm
from workshops.models import Workshop


class Door:
    """The form to join of a workshop, shared by all who ask within the test."""

    def __init__(self) -> None:
        self.lent = RoomCache(clock=lambda: 0.0)
        self.drawn = 0

    def open(self, key: str, *messages: Message, account: object = None) -> str:
        request = RequestFactory().get("/")
        request._messages = messages  # type: ignore[attr-defined]  # as the middleware does
        request.user = account  # type: ignore[assignment]  # what a page drawn for one of them could show

        def context() -> dict[str, object]:
            self.drawn += 1
            return {"workshop": Workshop(name="Kick-off", code="ABCDEF"), "form": JoinForm(), "kept_for": ()}

        answer = page_for_many(
            request, "workshops/join/join.html", context, own={"join_key": key}, once=self.lent.once
        )
        assert request.META["CSRF_COOKIE_NEEDS_UPDATE"]
        return answer.content.decode()


def test_it_is_drawn_once_and_holds_what_is_each_ones_own() -> None:
    door = Door()
    first, second = door.open("first-key"), door.open("second-key")

    assert door.drawn == 1
    assert 'value="first-key"' in first
    assert 'value="second-key"' in second
    assert "first-key" not in second
    tokens = [page.partition('name="csrfmiddlewaretoken" value="')[2][:64] for page in (first, second)]
    assert tokens[0] != tokens[1]
    for page, token in zip((first, second), tokens, strict=True):
        assert page.count(token) == 2  # in the form, and for htmx


def test_what_is_put_in_is_escaped() -> None:
    page = Door().open('"><script>alert(1)</script>')
    assert "<script>alert" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_waiting_messages_are_shown_to_their_person_only() -> None:
    door = Door()
    told = door.open("told", Message(SUCCESS, "You have signed out."))
    other = door.open("other")

    assert "You have signed out." in told
    assert "You have signed out." not in other
    assert "You have signed out." not in door.open("third")


@pytest.mark.parametrize("name", ["-", "join_key", "csrf_token", "--join_key--"])
def test_nobody_writes_a_hole(name: str) -> None:
    assert f'value="{name}"' in Door().open(name)
