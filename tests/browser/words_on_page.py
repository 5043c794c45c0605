"""How much a page says and offers: words of ours that are visible, and links, buttons and fields.

Counted in `main`, at rest, at the width of the window. The pages of an area are navigation before `main`.
Words of ours are those of the program: texts of the database are removed before counting. Numbers are no
words. The definitions are those of issue 37, 1.4: they compare pages with themselves, over time.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

_SEEN = """() => {
  const main = document.querySelector("main");
  main.querySelectorAll("mark").forEach(each => each.replaceWith(each.textContent));
  main.normalize();
  const visible = each => each.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !each.closest(".visually-hidden") && each.getBoundingClientRect().width > 1;
  const texts = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const of = walker.currentNode.parentElement;
    if (!of.closest("script, style, template, option, textarea") && visible(of))
      texts.push(walker.currentNode.data);
  }
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  return [texts, [...main.querySelectorAll(controls)].filter(visible).length];
}"""
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LONGEST = 2000
_NOT_OURS = re.compile(r"django_|sqlite_|auth_|.*(historical|operation)")


class Amount(NamedTuple):
    """What one page shows."""

    words: int
    controls: int


class Written:
    """The texts that people of a discovery wrote, to be taken out of what a page shows."""

    def __init__(self, texts: Iterable[str]) -> None:
        # A text of several lines is shown line by line.
        self._whole = {_even(each) for text in texts for each in (text, *text.splitlines())} - {""}
        by_first: dict[str, set[str]] = defaultdict(set)
        for text in self._whole:
            if first := _WORD.search(text):
                by_first[first[0]].add(text)
        self._by_first: Mapping[str, Sequence[str]] = {
            first: sorted(each, key=len, reverse=True) for first, each in by_first.items()
        }

    def without(self, shown: str) -> str:
        """What is left of a text that is shown."""
        shown = _even(shown)
        if shown in self._whole:
            return ""
        for word in set(_WORD.findall(shown)):
            for text in self._by_first.get(word, ()):
                if text in shown:
                    shown = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", " ", shown)
        return shown


def written(database: Path) -> Written:
    """The texts in all tables of this SQLite database but those of Django and of history."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        texts: set[str] = set()
        for name in names:
            if (
                name.startswith(("django_", "sqlite_", "auth_"))
                or "historical" in name
                or "operation" in name
            ):
                continue
            for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608  # a name of the schema
                texts.update(each for each in row if isinstance(each, str) and 2 < len(each) < _LONGEST)
    # A single lower-case word is a state or a key, not a text that someone wrote.
    return Written(text for text in texts if not re.fullmatch(r"[a-z_0-9.-]+", text))


def amount(page: Page, of: Written) -> Amount:
    """What the page shows now."""
    texts, controls = page.evaluate(_SEEN)
    return Amount(sum(len(_WORD.findall(of.without(text))) for text in texts), controls)


def _even(text: str) -> str:
    return " ".join(text.split())
