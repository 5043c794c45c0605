"""Forgetting a person in tests."""

from __future__ import annotations

from exchange.selectors.erasure import chosen_of, known_as
from exchange.services import erasure


def erase(actor, organization, name, *, texts=True, words=False):
    """Erase the one whom the organization knows by this name or address."""
    chosen = chosen_of(organization, [each.key for each in known_as(organization, name)], name)
    return erasure.erase_person(
        actor=actor, organization=organization, chosen=chosen, texts=texts, words=words
    )
