"""Each link that a facilitator meets in the demo leads somewhere, and a form to its style sheets."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from organizations.models import User
from tests.architecture.test_style_sheets import SHEETS, rules
from tests.demo import put_demo

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

FORM = re.compile(r'<form class="form" method="post".*?</form>', re.DOTALL)
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


@cache
def _ruled() -> dict[str, set[str]]:
    """The sheets with rules for a class, by the class."""
    sheets = defaultdict(set)
    for sheet in SHEETS:
        for _around, selector, _said in rules(sheet):
            for name in re.findall(r"\.([A-Za-z][\w-]*)", selector):
                sheets[name].add(sheet.stem)
    return sheets


def _without_sheet(text: str) -> set[str]:
    """The classes in the forms of a page that only sheets which it doesn't load have rules for: a form that
    opens as a dialog of its page is also a page of its own."""
    loaded = set(re.findall(r"css/([a-z-]+)", text))
    classes = {
        name
        for form in FORM.findall(text)
        for value in re.findall(r'class="([^"]*)"', form)
        for name in value.split()
    }
    return {name for name in classes if _ruled().get(name) and not _ruled()[name] & loaded}


@pytest.mark.sweep(sample="tests/architecture/test_access.py")
@pytest.mark.usefixtures("no_paper")
def test_no_link_of_the_demo_leads_nowhere_or_to_a_form_without_its_sheet() -> None:
    put_demo()
    client = Client()
    client.force_login(User.objects.earliest("pk"))
    seen: set[tuple[str, frozenset[str]]] = set()
    open_ones = [("", "/")]
    dead, unstyled = [], set()
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
            text = answer.content.decode()
            if "<html" in text:
                unstyled |= {(form[0], name) for name in _without_sheet(text)}
            links = map(html.unescape, LINK.findall(text))
            open_ones += [(address, link) for link in links]

    assert dead == []
    assert unstyled == set()
    assert len(seen) > 250
