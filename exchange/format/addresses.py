"""Removes addresses of accounts from texts that people wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

# What stands for an address within a text.
NO_ADDRESS = "[address]"
_LONGEST_LOCAL = 64


class Addresses:
    """E-mail addresses that are not to be told. Looking for them takes time that grows with the text and
    with its @ signs, however the text is made."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._all = frozenset(address.lower() for address in addresses)
        self._domains: dict[str, list[str]] = defaultdict(list)
        for address in sorted(self._all):
            local, _at, domain = address.rpartition("@")
            self._domains[local].append(domain)

    def __contains__(self, address: str) -> bool:
        return address.lower() in self._all

    def out_of(self, text: str) -> str:
        """`text` with NO_ADDRESS where one of them stood."""
        kept: list[str] = []
        done = 0
        at = text.find("@")
        while at != -1:
            if span := self._around(text, at, done):
                start, end = span
                kept += [text[done:start], NO_ADDRESS]
                done = end
            at = text.find("@", at + 1)
        return "".join(kept) + text[done:]

    def _around(self, text: str, at: int, done: int) -> tuple[int, int] | None:
        """The start and end of the address around the @ at position `at`; the address begins after position
        `done`."""
        for start in range(max(done, at - _LONGEST_LOCAL), at):
            if start > 0 and text[start - 1].isalnum():
                continue  # in the middle of a word
            for domain in self._domains.get(text[start:at].lower(), ()):
                end = at + 1 + len(domain)
                if text[at + 1 : end].lower() == domain and not text[end : end + 1].isalnum():
                    return start, end
        return None
