"""Marks of risk that documents put on products, schemas and columns: personal data, and secrecy. Pure.

The standards leave the words to those who write them, so that whole words in tags, classifications and
properties are looked for, in the languages of reports: "PII.Email", "gdpr:personal", "Restricted",
"Données personnelles". A word does not count after a negation ("no personal data"), or before one at the end
("PII: no").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# From the least to the most secret, as the product has them, with the words that others use.
_SECRECY: dict[str, frozenset[str]] = {
    "public": frozenset(
        ("public", "open", "unclassified", "öffentlich", "publique", "publico", "público", "pública")
    ),
    "internal": frozenset(("internal", "intern", "interne", "interno", "interna")),
    "confidential": frozenset(
        (
            *("confidential", "sensitive", "proprietary", "private", "vertraulich", "sensibel", "sensible"),
            *("confidentiel", "confidentielle", "confidentielles", "confidencial", "confidenciales"),
        )
    ),
    "secret": frozenset(
        (
            *("secret", "restricted", "geheim", "secrète", "secreto", "secreta"),
            *("restreint", "restreinte", "restringido", "restringida"),
        )
    ),
}
LEVELS = tuple(_SECRECY)
PRIVACY = ("none", "personal", "sensitive")
_PERSONAL = frozenset(
    (
        *("personal", "pii", "spi", "phi", "gdpr", "dsgvo", "ccpa", "hipaa", "nppi", "personally"),
        *("personaldata", "personenbezogen", "personenbezogene", "personenbezogenen", "personenbezug"),
        *("personnel", "personnelle", "personnelles", "personnels", "rgpd", "personales"),
    )
)
_SENSITIVE = frozenset(("phi", "spi", "hipaa", "special"))
_STRICTLY = frozenset(("strictly", "highly", "streng", "top"))
_NOT = frozenset(
    (
        *("no", "non", "not", "none", "false", "without", "nein", "kein", "keine", "keinen", "nicht", "ohne"),
        *("sans", "pas", "aucune", "sin", "ninguno"),
    )
)
_NO = frozenset(("", "no", "false", "none", "0", "n", "off", "nein", "null", "n/a", "na"))
_LONGEST = 40
_WORDS = re.compile(r"[^\W\d_]+")
# The points of P.I.I., and where a word begins within another: containsPII, PIIData.
_ABBREVIATION_POINT = re.compile(r"(?<=(?<![^\W_])[A-Za-z])\.(?=[A-Za-z](?![A-Za-z]))")
_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of risk: personal data, sensitive personal data, and a level of secrecy (one of LEVELS, "" for
    none)."""

    is_personal: bool = False
    is_sensitive: bool = False
    secrecy: str = ""

    def __or__(self, other: Marks) -> Marks:
        """Return the stricter of both marks."""
        return Marks(
            self.is_personal or other.is_personal,
            self.is_sensitive or other.is_sensitive,
            max(self.secrecy, other.secrecy, key=level),
        )

    def __bool__(self) -> bool:
        return self.is_personal or self.is_sensitive or bool(self.secrecy)

    @property
    def privacy(self) -> str:
        """The privacy of a product with these marks; "" without personal data."""
        return "sensitive" if self.is_sensitive else "personal" if self.is_personal else ""


def level(secrecy: str) -> int:
    """Return the index of the secrecy in LEVELS, -1 without one."""
    return LEVELS.index(secrecy) if secrecy in LEVELS else -1


def is_strict(secrecy: str) -> bool:
    """Return True if the secrecy is a mark of risk: public and internal apply to a part only."""
    return level(secrecy) >= level("confidential")


def marks_in(text: str) -> Marks:
    """Return the marks of a tag or a classification; none for other words."""
    words = _words_in(text)
    word_set = {word for at, word in enumerate(words) if not _is_negated(words, at)}
    is_personal = bool(word_set & _PERSONAL)
    secrecy = next((each for each in reversed(LEVELS) if word_set & _SECRECY[each]), "")
    if secrecy == "confidential" and word_set & _STRICTLY:
        secrecy = "secret"
    if is_personal and "sensitive" in word_set:
        return Marks(is_personal=True, is_sensitive=True)
    return Marks(is_personal, is_personal and bool(word_set & _SENSITIVE), secrecy)


def marks_of_property(name: str, value: str) -> Marks:
    """Return the marks of a property by its name ("containsPII: true") or its value ("dataClass: PII")."""
    if value.strip().lower() in _NO:
        return Marks()
    of_name = marks_in(name)
    of_value = Marks() if _is_text(value) else marks_in(value)
    name_words = set(_words_in(name))
    is_classification = bool(
        name_words & {"classification", "classified", "sensitivity", "privacy", "confidentiality", "tag"}
    )
    if is_classification:
        return of_value
    return (
        Marks(of_name.is_personal, of_name.is_sensitive)
        if of_name.is_personal and not _is_text(value)
        else Marks()
    )


def _words_in(text: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(_WORD_START.sub(" ", _ABBREVIATION_POINT.sub("", text)))]


def _is_negated(words: list[str], at: int) -> bool:
    return not _NOT.isdisjoint(words[max(at - 2, 0) : at]) or (len(words) == at + 2 and words[-1] in _NOT)


def all_marks(marks: Iterable[Marks]) -> Marks:
    """Return the strictest of all marks."""
    strictest = Marks()
    for each in marks:
        strictest |= each
    return strictest


def _is_text(value: str) -> bool:
    """Return True if a value is a sentence instead of a mark."""
    return len(value) > _LONGEST
