"""Marks of risk that documents put on products, schemas and columns: personal data, and secrecy. Pure.

The standards leave the words to those who write them, so that whole words in tags, classifications and
properties are looked for: "PII.Email", "gdpr:personal", "Restricted".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# From the least to the most secret, as the product has them, with the words that others use.
_SECRECY: dict[str, frozenset[str]] = {
    "public": frozenset(("public", "open", "unclassified", "öffentlich")),
    "internal": frozenset(("internal", "intern")),
    "confidential": frozenset(("confidential", "vertraulich", "sensitive", "proprietary", "private")),
    "secret": frozenset(("secret", "restricted", "geheim")),
}
LEVELS = tuple(_SECRECY)
_PERSONAL = frozenset(
    (
        *("personal", "pii", "spi", "phi", "gdpr", "dsgvo", "ccpa", "hipaa", "nppi", "personally"),
        *("personaldata", "personenbezogen", "personenbezogene"),
    )
)
_SENSITIVE = frozenset(("phi", "spi", "hipaa", "special"))
_STRICTLY = frozenset(("strictly", "highly", "streng", "top"))
_NOT = frozenset(("no", "non", "not", "none", "kein", "keine", "nicht", "false", "without"))
_NO = frozenset(("", "no", "false", "none", "0", "n", "off", "nein", "null", "n/a", "na"))
_LONGEST = 40
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Marks:
    """What something is marked as: personal data, of which some is sensitive, and a level of secrecy (one of
    LEVELS, "" for none)."""

    is_personal: bool = False
    is_sensitive: bool = False
    secrecy: str = ""

    def __or__(self, other: Marks) -> Marks:
        """The stricter of both."""
        return Marks(
            self.is_personal or other.is_personal,
            self.is_sensitive or other.is_sensitive,
            max(self.secrecy, other.secrecy, key=level),
        )

    def __bool__(self) -> bool:
        return self.is_personal or self.is_sensitive or bool(self.secrecy)

    @property
    def privacy(self) -> str:
        """What a product is called whose data has these marks; "" where they say nothing of people."""
        return "sensitive" if self.is_sensitive else "personal" if self.is_personal else ""


def level(secrecy: str) -> int:
    """How secret it is: -1 where nobody has said."""
    return LEVELS.index(secrecy) if secrecy in LEVELS else -1


def is_strict(secrecy: str) -> bool:
    """Whether it is a mark of risk: what is public or internal says so of itself alone."""
    return level(secrecy) >= level("confidential")


def marks_in(said: str) -> Marks:
    """The marks that a tag or a classification says; none for one that says something else."""
    words = [word.lower() for word in _WORDS.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", said))]
    known = set(words)
    if known & _NOT:
        return Marks()
    is_personal = bool(known & _PERSONAL)
    secrecy = next((each for each in reversed(LEVELS) if known & _SECRECY[each]), "")
    if secrecy == "confidential" and known & _STRICTLY:
        secrecy = "secret"
    if is_personal and "sensitive" in known:
        return Marks(is_personal=True, is_sensitive=True)
    return Marks(is_personal, is_personal and bool(known & _SENSITIVE), secrecy)


def marks_of_property(name: str, value: str) -> Marks:
    """The marks that a property says by its name ("containsPII: true") or by its value ("dataClass: PII")."""
    if value.strip().lower() in _NO:
        return Marks()
    named = marks_in(name)
    of_value = Marks() if _is_text(value) else marks_in(value)
    about = set(_WORDS.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()))
    says_what = bool(
        about & {"classification", "classified", "sensitivity", "privacy", "confidentiality", "tag"}
    )
    if says_what:
        return of_value
    return (
        Marks(named.is_personal, named.is_sensitive) if named.is_personal and not _is_text(value) else Marks()
    )


def all_marks(several: Iterable[Marks]) -> Marks:
    """The strictest of all."""
    made = Marks()
    for each in several:
        made |= each
    return made


def _is_text(value: str) -> bool:
    """Whether a value is a sentence, and no word that marks something."""
    return len(value) > _LONGEST
