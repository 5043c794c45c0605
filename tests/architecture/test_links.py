"""Each link that a facilitator meets in the demo leads somewhere."""

from __future__ import annotations

import html
import re
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from organizations.models import User
from tests.demo import put_demo

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

LINK = re.compile(r'\s(?:href|hx-get)="(/[^"#]*)')
# Signing out ends the walk; the stream of a room does not end.
_NOT_FOLLOWED = ("/sign-out/", "/static/", "/media/")


@cache
def _form_of(address: str) -> tuple[str, frozenset[str]]:
    """The view of an address, what it is asked for by name, and its parameters: one of each is enough."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return parts.path, frozenset()
    named = {value for name, value in match.kwargs.items() if name != "slug" and isinstance(value, str)}
    return match.view_name, frozenset(named | parse_qs(parts.query).keys() - {"back"})


@pytest.mark.sweep(sample="tests/architecture/test_access.py")
@pytest.mark.usefixtures("no_paper")
def test_no_link_of_the_demo_leads_nowhere() -> None:
    put_demo()
    client = Client()
    client.force_login(User.objects.earliest("pk"))
    seen: set[tuple[str, frozenset[str]]] = set()
    open_ones = [("", "/")]
    dead = []
    while open_ones:
        page, address = open_ones.pop(0)
        form = _form_of(address)
        if form in seen or address.startswith(_NOT_FOLLOWED):
            continue
        seen.add(form)
        answer = client.get(address)
        if answer.status_code >= 400:
            dead.append(f"{page} leads to {address}: {answer.status_code}")
        elif answer.status_code in (301, 302):
            open_ones.append((address, answer["Location"]))
        elif answer.headers["Content-Type"].startswith("text/html"):
            links = map(html.unescape, LINK.findall(answer.content.decode()))
            open_ones += [(address, link) for link in links]

    assert dead == []
    assert len(seen) > 250
