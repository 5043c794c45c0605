"""Overview, platform, EDGE and readiness say the same of each step, in the same component."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from discovery.models import Discovery
from organizations.models import User
from tests.demo import loaded
from workshops.demo import FACILITATOR

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

_LINE = re.compile(
    r'^(done|grave|next|)">\s*<span class="sign">.*?</span>\s*<div class="grow">\s*'
    r'<a class="stretched" href="([^"]*)">([^<]*)</a>(.*?)</div>\s*</li>',
    re.DOTALL,
)
# What is done is one line of links where only the rest is looked at (components/checks_done.html).
_DONE = re.compile(r'<p class="small checks-done after-sign">(.*?)</p>', re.DOTALL)
_LINK = re.compile(r'<a href="([^"]*)">([^<]*)</a>')


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[dict[str, str]]:
    with loaded(django_db_blocker) as lines:
        yield lines


def test_four_pages_say_the_same_of_each_step(demo: dict[str, str], client: Client) -> None:
    client.force_login(User.objects.get(email=FACILITATOR))
    discovery = Discovery.objects.get(slug="commercial-discovery")
    said: dict[tuple[str, str], dict[str, tuple[bool, str]]] = {}
    done_on: dict[tuple[str, str], set[str]] = {}
    for name in (
        "discovery:discovery_overview",
        "technology:overview",
        "operating_model:frame",
        "handover:handover_readiness",
    ):
        page = client.get(reverse(name, args=[discovery.slug])).content.decode()
        lines = [line.groups() for each in page.split('<li class="') if (line := _LINE.match(each))]
        in_one_line = [link for each in _DONE.findall(page) for link in _LINK.findall(each)]
        assert len(lines) + len(in_one_line) > 4, name
        for sign, url, label, rest in lines:
            words = " ".join(re.sub(r"<[^>]+>", " ", rest).split())
            said.setdefault((url, label), {})[name] = (sign == "done", words)
        for step in in_one_line:
            done_on.setdefault(step, set()).add(name)
    for step, by_page in said.items():
        assert len(set(by_page.values())) == 1, (step, by_page)
        is_done, _words = next(iter(by_page.values()))
        assert is_done or step not in done_on, step
    pages_of = {step: said.get(step, {}).keys() | done_on.get(step, set()) for step in said | done_on}
    assert sum(len(pages) > 1 for pages in pages_of.values()) > 10
