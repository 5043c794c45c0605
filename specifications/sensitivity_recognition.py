"""Marks of risk that documents put on products, schemas and columns: personal data, and secrecy. Pure.

The standards leave the words to those who write them, so that whole words in tags, classifications and
properties are looked for, in the languages of reports: "PII.Email", "gdpr:personal", "Restricted",
"Données personnelles". A word does not count after a negation ("no personal data"), or before one at the end
("PII: no"). A negation ends with its clause ("Not public, confidential"). When in doubt, a word counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
_NOT_AT_END = frozenset(
    ("no", "non", "not", "none", "false", "nein", "nicht", "kein", "keine", "ninguno", "aucune")
)
_NOT = _NOT_AT_END | {"without", "ohne", "keinen", "sans", "aucun", "ninguna", "ningún"}
# They negate personal data only: a SIN is also a social insurance number, and PAS a system.
_NOT_PERSONAL = _NOT | {"sin", "pas"}
# Words between a negation and a personal word: "pas de données à caractère personnel".
_BETWEEN = frozenset(
    (
        *("data", "daten", "mit", "d", "de", "à", "donnée", "données", "caractère", "information"),
        *("informations", "información", "dato", "datos", "carácter"),
    )
)
_NO = _NOT_AT_END | {
    *("", "0", "n", "off", "null", "n/a", "na", "not applicable"),
    *("nicht zutreffend", "non applicable", "no aplica", "no aplicable"),
}
_CLASSIFYING = frozenset(("classification", "classified", "sensitivity", "privacy", "confidentiality", "tag"))
_LONGEST = 40
_WORDS = re.compile(r"[^\W\d_]+")
# The points of P.I.I., and where a word begins within another: containsPII, PIIData.
_ABBREVIATION_POINT = re.compile(r"(?<=(?<![^\W_])[A-Za-z])\.(?=[A-Za-z](?![A-Za-z]))")
# What ends a clause; a clause has parts, and a part that is a negation ("PII: no") negates the one before.
_CLAUSE_END = re.compile(r"[,;/|\n]|\.\s")
_PART_END = re.compile(r"[:.()]|\s[-–—]\s")
_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class RiskMarks:
    """Marks of risk: personal data, sensitive personal data, and a level of secrecy (one of LEVELS, "" for
    none)."""

    is_personal: bool = False
    is_sensitive: bool = False
    secrecy: str = ""

    def __or__(self, other: RiskMarks) -> RiskMarks:
        """Return the stricter of both marks."""
        return RiskMarks(
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


def marks_in(text: str) -> RiskMarks:
    """Return the marks of a tag or a classification; none for other words."""
    word_set = set(_affirmed_words(text))
    is_personal = bool(word_set & _PERSONAL)
    secrecy = next((each for each in reversed(LEVELS) if word_set & _SECRECY[each]), "")
    if secrecy == "confidential" and word_set & _STRICTLY:
        secrecy = "secret"
    if is_personal and "sensitive" in word_set:
        return RiskMarks(is_personal=True, is_sensitive=True)
    return RiskMarks(is_personal, is_personal and bool(word_set & _SENSITIVE), secrecy)


def marks_of_property(name: str, value: str) -> RiskMarks:
    """Return the marks of a property by its name ("containsPII: true") or its value ("dataClass: PII")."""
    of_value = RiskMarks() if _is_text(value) else marks_in(value)
    if not _CLASSIFYING.isdisjoint(_words_in(name)):
        return of_value
    is_denied = not _PERSONAL.isdisjoint(_words_in(value)) and not of_value.is_personal
    if _is_text(value) or is_denied or value.strip(" .").lower() in _NO:
        return RiskMarks()
    of_name = marks_in(name)
    return RiskMarks(of_name.is_personal, of_name.is_sensitive) if of_name.is_personal else RiskMarks()


def _words_in(text: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(_WORD_START.sub(" ", _ABBREVIATION_POINT.sub("", text)))]


def _affirmed_words(text: str) -> Iterator[str]:
    """Yield the words of a text that are not negated."""
    for clause in _CLAUSE_END.split(_ABBREVIATION_POINT.sub("", text)):
        parts = [words for part in _PART_END.split(clause) if (words := _words_in(part))]
        for part, following in zip(parts, [*parts[1:], []], strict=False):
            if len(following) != 1 or following[0] not in _NOT_AT_END:
                yield from (word for at, word in enumerate(part) if not _is_negated(part, at))


def _is_negated(words: list[str], at: int) -> bool:
    """Return True if the word at this index is negated by one of the two before it, or by the last one."""
    is_before_last = len(words) == at + 2 and words[-1] in _NOT_AT_END
    if is_before_last or not _NOT.isdisjoint(words[max(at - 2, 0) : at]):
        return True
    if words[at] not in _PERSONAL:
        return False
    before = (word for word in reversed(words[max(at - 6, 0) : at]) if word not in _BETWEEN)
    return next(before, "") in _NOT_PERSONAL


def all_marks(marks: Iterable[RiskMarks]) -> RiskMarks:
    """Return the strictest of all marks."""
    strictest = RiskMarks()
    for each in marks:
        strictest |= each
    return strictest


def _is_text(value: str) -> bool:
    """Return True if a value is a sentence instead of a mark."""
    return len(value) > _LONGEST
