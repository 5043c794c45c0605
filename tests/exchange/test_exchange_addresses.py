"""Addresses of accounts are taken out of any text, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from exchange.format.email_addresses import NO_ADDRESS, Addresses

KNOWN = Addresses(["Frida@Example.org", "o'hara@example.org", "jo@x.org", "a.b+c@mail.example.org"])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("frida@example.org", "[address]"),
        ("Ask FRIDA@example.ORG, or jo@x.org.", "Ask [address], or [address]."),
        ("'o'hara@example.org'", "'[address]'"),
        ("<mailto:a.b+c@mail.example.org>", "<mailto:[address]>"),
        ("frida@example.org.Next", "[address].Next"),
        ("frida@example.org@frida@example.org", "[address]@[address]"),
        ("banjo@x.org", "banjo@x.org"),
        ("jo@x.organic", "jo@x.organic"),
        ("elsa@example.org @ @@ @media", "elsa@example.org @ @@ @media"),
        ("", ""),
    ],
)
def test_addresses_are_taken_out(text: str, left: str) -> None:
    assert KNOWN.out_of(text) == left


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_around_an_address_nothing_changes(before: str, after: str) -> None:
    said = f"{before} frida@example.org {after}"
    assert KNOWN.out_of(said) == f"{KNOWN.out_of(before)} {NO_ADDRESS} {KNOWN.out_of(after)}"
    assert KNOWN.out_of(KNOWN.out_of(said)) == KNOWN.out_of(said)


def test_long_texts_are_looked_through_once() -> None:
    text = "x" * 3_000_000 + "@"
    assert KNOWN.out_of(text) == text
    many = "@" * 20_000
    assert KNOWN.out_of(many) == many
