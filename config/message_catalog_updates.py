"""Catalogs of words, locale/<language>/LC_MESSAGES/django.po, and what brings them up to date with the code.

`python -m config.message_compiler` compiles them, which bin/setup does; docs/languages.md says how a language
is added.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Final, Self

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from config.message_compiler import path_of
from config.message_extraction import SourceText

_INCLUDED: Final = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"'#]+)""")
# Without times and names: what has not changed is written the same.
_HEADER: Final = """# Texts of Headwaters in another language; `manage.py words` adds new ones, untranslated.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""


@dataclass(slots=True)
class SourceWords:
    """A message of the code: `plural` is "" where it has none, `context` where it needs none.
    `places` are files."""

    message: str
    plural: str = ""
    context: str = ""
    places: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, text: SourceText, place: str) -> Self:
        """The words of a text that was found at a place."""
        return cls(text.message, text.plural, text.context, {place})


ByMessage = Mapping[tuple[str, str], SourceWords]


def collected(words: Iterable[SourceWords]) -> dict[tuple[str, str], SourceWords]:
    """The words by context and message, each with all of its places."""
    words_by_key: dict[tuple[str, str], SourceWords] = {}
    for each in words:
        same = words_by_key.setdefault((each.context, each.message), each)
        same.plural = same.plural or each.plural
        same.places |= each.places
    return words_by_key


def included_in(folder: Path, places: Iterable[str]) -> Iterator[str]:
    """The templates at these places below the folder, and those that they include or extend."""
    waiting = list(places)
    all_places = set(waiting)
    for place in waiting:  # which grows
        yield place
        names = _INCLUDED.findall((folder / place).read_text())
        new = [each for each in names if each not in all_places and (folder / each).exists()]
        waiting += new
        all_places.update(new)


def names_of(node: ast.stmt) -> set[str]:
    """Names that a statement of a module or class defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {part.id for each in targets if each for part in ast.walk(each) if isinstance(part, ast.Name)}


def lacking(catalog: Catalog, words: ByMessage) -> list[str]:
    """The messages that a catalog doesn't translate, each with its context."""
    missing = (each for each in words.values() if not _is_whole(_translation(catalog, each)))
    return [f"{each.message} ({each.context})" if each.context else each.message for each in missing]


def brought_up_to_date(old: Catalog, words: ByMessage) -> bytes:
    """The catalog as a file with the words that the code has today. Existing translations stay; texts that
    are no longer in the code go."""
    new = Catalog(old.locale, charset="utf-8")
    for each in words.values():
        ids = (each.message, each.plural) if each.plural else each.message
        places = [(place, 0) for place in sorted(each.places)]
        new.add(ids, _translation(old, each), places, context=each.context or None)
    file = BytesIO()
    write_po(file, new, width=110, omit_header=True, include_lineno=False)
    header = _HEADER.format(language=old.locale, plural=old.plural_forms)
    return header.encode() + file.getvalue()


def catalog_of(language: str, root: Path) -> Catalog:
    """The catalog of a language; an empty one where it has none yet."""
    path = path_of(language, root)
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def update(language: str, root: Path, words: ByMessage) -> None:
    """Bring the catalog of a language up to date."""
    path = path_of(language, root)
    text = brought_up_to_date(catalog_of(language, root), words)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)


def _translation(catalog: Catalog, words: SourceWords) -> str | tuple[str, ...]:
    """The catalog's translation of a message, in as many forms as it needs."""
    before = catalog.get(words.message, words.context or None)
    translation = before.string if before is not None else ""
    if isinstance(translation, str) == bool(words.plural):
        return ("",) * catalog.num_plurals if words.plural else ""
    return translation if isinstance(translation, str) else tuple(translation or ())


def _is_whole(translation: str | tuple[str, ...]) -> bool:
    return all(translation) if isinstance(translation, tuple) else bool(translation)
