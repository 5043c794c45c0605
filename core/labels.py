"""Texts for people: plain ones, and ones that are translated when they are shown."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text = str | Promise


@cache
def ngettext_lazy(singular: str, plural: str, number: str) -> _StrPromise:
    """As Django's, which makes a class at each call: made once for the words of each place in the code."""
    return translation.ngettext_lazy(singular, plural, number)


def listed(names: list[str]) -> str:
    """The names in a sentence: "Ana", "Ana and Ben", "Ana, Ben and Chloé"; "" for nobody."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def counted_people(count: int) -> str:
    """ "1 person", "3 people"."""
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
