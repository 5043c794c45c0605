"""Replaces names in the slugs of pages."""

import re
from collections.abc import Iterator

from django.utils.text import slugify

from exchange.erasure.names import PersonNames

# From here on an address may have been cut in the middle of a name (services.slugs.free_slug).
_CUT_FROM = 40


def out_of_slug(names: PersonNames, slug: str, *, words: bool = False) -> str:
    """Return the slug without the full names of the person, also where a name is truncated at its end.
    `words` removes names of one word, too."""
    pseudonym = slugify(names.pseudonym)
    person_names = names.full + (names.short if words else ())
    for part in sorted({slugify(name) for name in person_names} - {""}, key=len, reverse=True):
        slug = re.sub(rf"(?<![^-]){part}(?![^-])", pseudonym, slug)
        if len(slug) >= _CUT_FROM:
            cut = "|".join(_beginnings(part))
            slug = re.sub(rf"(?<![^-])(?:{cut})(?=(?:-\d+)?\Z)", pseudonym, slug) if cut else slug
    return slug


def _beginnings(part: str) -> Iterator[str]:
    """Yield the truncated forms of a name, the longest first, down to the first word and a letter."""
    first = part.partition("-")[0]
    for length in range(len(part) - 1, len(first) + 1, -1):
        yield part[:length].rstrip("-")
