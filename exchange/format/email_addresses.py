"""Removes the addresses of accounts from texts."""

from collections import defaultdict
from collections.abc import Iterable

# What stands for an address within a text.
NO_ADDRESS = "[address]"
_LONGEST_LOCAL = 64


class Addresses:
    """Email addresses that are not exported. The search takes linear time in the text and its @ signs, for
    any text."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._all = frozenset(address.lower() for address in addresses)
        self._domains: dict[str, list[str]] = defaultdict(list)
        for address in sorted(self._all):
            local, _at, domain = address.rpartition("@")
            self._domains[local].append(domain)

    def __contains__(self, address: str) -> bool:
        return address.lower() in self._all

    def out_of(self, text: str) -> str:
        """Return the text with NO_ADDRESS in place of each address."""
        parts: list[str] = []
        position = 0
        at = text.find("@")
        while at != -1:
            if span := self._around(text, at, position):
                start, end = span
                parts += [text[position:start], NO_ADDRESS]
                position = end
            at = text.find("@", at + 1)
        return "".join(parts) + text[position:]

    def _around(self, text: str, at: int, position: int) -> tuple[int, int] | None:
        """Return the start and end of the address around the @ at position `at`, not before `position`; None
        for none."""
        for start in range(max(position, at - _LONGEST_LOCAL), at):
            if start > 0 and text[start - 1].isalnum():
                continue  # in the middle of a word
            for domain in self._domains.get(text[start:at].lower(), ()):
                end = at + 1 + len(domain)
                if text[at + 1 : end].lower() == domain and not text[end : end + 1].isalnum():
                    return start, end
        return None
