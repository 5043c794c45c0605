"""Texts for people: plain ones, and ones that are translated when they are shown."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Text = str | Promise


def listed(names: list[str]) -> str:
    """The names in a sentence: "Ana", "Ana and Ben", "Ana, Ben and Chloé"; "" for nobody."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def counted_people(count: int) -> str:
    """ "1 person", "3 people"."""
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
