"""Texts for people: plain ones, and ones that are translated when they are shown. And all the names that a
label is recognized by, in files and where it was copied: in every language, and those that it had before
(docs/texts.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from core.name_comparison import alphabetical, looks

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text = str | Promise

_FORMER = Path(__file__).with_name("former_labels.json")
"""The former names of labels by the English ones of now. `bin/record-labels` writes it."""


@cache
def ngettext_lazy(singular: str, plural: str, number: str) -> _StrPromise:
    """As Django's, which makes a class at each call: made once for the words of each place in the code."""
    return translation.ngettext_lazy(singular, plural, number)


def sources_of(text: Text) -> Iterator[tuple[str, str]]:
    """The context, or "", and the message of each translatable text in this one, as the code has them; none
    where it isn't translated when it is shown."""
    if not isinstance(text, Promise):
        return
    _make, (function, arguments, *_others) = text.__reduce__()  # type: ignore[misc]  # as lazy() makes it
    if function is translation.gettext:
        yield "", arguments[0]
    elif function is translation.pgettext:
        yield arguments
    else:
        for each in arguments:
            yield from sources_of(each)


def as_label(name: Text | None) -> str:
    """The name of a model or of its field as a label, in the language of now. Catalogs have names as models
    have them, in lower case; the capital letter comes after the translation. A name that Django made of the
    class or of the column is translated here."""
    if not name:
        return ""
    return capfirst(str(name) if any(sources_of(name)) else _(str(name)))


def by_name(name: Text) -> tuple[str, str, str]:
    """A key that sorts names by the alphabet of the language of now."""
    return alphabetical(str(name), translation.get_language() or "")


def listed(names: list[str]) -> str:
    """The names in a sentence: "Ana", "Ana and Ben", "Ana, Ben and Chloé"; "" for no one."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def both_or_all(count: int, both: str, every: str) -> str:
    """The words for all of `count` things: `both` for two, since no language says "all 2", else `every`,
    which may be a singular."""
    return both if count == 2 else every


def quoted(name: str) -> str:
    """The name in the quotation marks of the reader's language."""
    return _("“%(name)s”") % {"name": name}


def counted_people(count: int) -> str:
    """ "1 person", "3 people"."""
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def known_language(language: str | None) -> str | None:
    """The language as Headwaters calls it ("de" for "de-AT"); None for one that it doesn't have."""
    base = (language or "").lower().replace("_", "-").partition("-")[0]
    return base if base in dict(settings.LANGUAGES) else None


def in_language(language: str) -> translation.override:
    """Inside, texts are in the language; in English where Headwaters doesn't have it."""
    return translation.override(known_language(language) or settings.LANGUAGE_CODE)


def in_english(label: Text) -> str:
    """The label in the language of the pages."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(label)


def former_names(label: str) -> tuple[str, ...]:
    """Former texts of the label in all languages; `label` is its present English text."""
    return _former().get(looks(label), ())


def names_of(label: Text) -> tuple[str, ...]:
    """Everything that the label is or was called: in English, in the other languages, and before."""
    english = in_english(label)
    others = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            others.append(str(label))
    return tuple(dict.fromkeys((english, *others, *former_names(english))))


def is_called(text: str, label: Text) -> bool:
    """True if the text is a present or former name of the label."""
    return looks(text) in map(looks, names_of(label))


@cache
def _former() -> Mapping[str, tuple[str, ...]]:
    former: dict[str, tuple[str, ...]] = {}
    for label, names in json.loads(_FORMER.read_text(encoding="utf-8")).items():
        former[looks(label)] = (*former.get(looks(label), ()), *names)
    return former
