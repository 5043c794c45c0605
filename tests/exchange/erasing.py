"""Forgetting a person in tests."""

from __future__ import annotations

from exchange.erasure import services as erasure
from exchange.erasure.selectors import matches_of, selection_of


def erase(actor, organization, name, *, texts=True, words=False):
    """Erase the one whom the organization knows by this name or address."""
    chosen = selection_of(organization, [each.key for each in matches_of(organization, name)], name)
    return erasure.erase_person(
        actor=actor, organization=organization, selection=chosen, texts=texts, words=words
    )
