"""Amounts that people gave, in words: for the list of people who are done."""

from django.utils.translation import ngettext


def proposals(count: int) -> str:
    """ "2 proposals"."""
    return ngettext("%(count)s proposal", "%(count)s proposals", count) % {"count": count}


def dots(count: int) -> str:
    """ "2 dots"."""
    return ngettext("%(count)s dot", "%(count)s dots", count) % {"count": count}


def notes(count: int) -> str:
    """ "2 notes"."""
    return ngettext("%(count)s note", "%(count)s notes", count) % {"count": count}


def marks(count: int) -> str:
    """ "2 marks"."""
    return ngettext("%(count)s mark", "%(count)s marks", count) % {"count": count}


def answers(count: int) -> str:
    """ "2 answers"."""
    return ngettext("%(count)s answer", "%(count)s answers", count) % {"count": count}
