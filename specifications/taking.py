"""Takes values of a document into a text, and keeps account of them: fields, marks of risk and objectives.
Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from core.incoming.yaml_lines import Fields, Items, Node, Scalar
from core.naming import looks
from specifications.described import DocumentSet, Share
from specifications.marks import Marks, all_marks, marks_in, marks_of_property
from specifications.nodes import items_in, said_in, say, text_in

# The version in the standards' examples before any change, which is also written where there is none.
_FIRST_VERSION = "1.0.0"
_INDICATORS = frozenset(("freshness", "completeness", "availability", "latency", "accuracy", "volume"))
_PERCENT = frozenset(("percent", "%", "pct", "per cent", "percentage"))
_OF_ONE = frozenset(("ratio", "fraction", "share", "proportion"))
# What is a share wherever no unit says otherwise.
_SHARES = frozenset(("availability", "uptime"))
_WINDOW = re.compile(r"P(T?)(\d{1,3})([HDWMY])(?: (rolling|calendar))?")
_UNITS = {"H": "hour", "D": "day", "W": "week", "M": "month", "Y": "year"}
# Longer texts than these the product does not keep: they are left out, and named.
_LONGEST = {"access_policy": 2000, "privacy_note": 2000, "compliance": 2000, "text": 2000}
TEXTS = {
    "accessPolicy": "access_policy",
    "privacyNote": "privacy_note",
    "compliance": "compliance",
    "storage": "storage",
    "processing": "processing",
    "transformation": "transformation",
}
"""Custom properties that Headwaters writes as texts, with the fields that they fill."""


class DocumentReader:
    """The base of readers of a document: takes values into fields, and notes them as taken."""

    def __init__(self, document: Fields, described: DocumentSet) -> None:
        self._document, self._described = document, described
        self._account = described.account
        self._own = self._custom(document)

    # --- Marks of risk ----------------------------------------------------------------------------

    def _marks_of(self, said: Fields) -> Marks:
        """What a part of the document is marked as, by its tags, classification and custom properties. What
        marks something was taken."""
        marked = []
        for node in (said.fields.get("classification"), *items_in(said.fields.get("tags"))):
            if marks := marks_in(said_in(node)):
                self._account.take(node)
                marked.append(marks)
        for each in items_in(said.fields.get("customProperties")):
            if isinstance(each, Fields) and text_in(each, "property") not in TEXTS:
                marks = marks_of_property(text_in(each, "property"), said_in(each.fields.get("value")))
                if marks:
                    self._account.take(each.fields.get("value"))
                    marked.append(marks)
        return all_marks(marked)

    # --- Objectives -------------------------------------------------------------------------------

    def _objectives(self) -> Iterator[Fields]:
        """Those that Headwaters wrote, whole."""
        for said in self._all(self._own, "serviceLevelObjectives"):
            self._account.take(said)  # also its sentence, which follows from the rest
            made, windows = Fields(said.line), Items(said.line)
            for name in ("kind", "indicator", "threshold", "basis", "events"):
                self._put(made, name, said.fields.get(name))
            self._put(made, "time_zone", said.fields.get("timeZone"))
            for each in self._all(said, "windows"):
                window = Fields(each.line)
                for name in ("target", "length", "unit"):
                    self._put(window, name, each.fields.get(name))
                self._put(window, "is_rolling", each.fields.get("isRolling"))
                windows.items.append(window)
            self._put(made, "windows", windows)
            yield made

    def _service_levels(self) -> Iterator[Fields]:
        """Shares in percent, over the window that `valueExt` says, else over a month."""
        for said in self._all(self._document, "slaProperties"):
            kind, value = text_in(said, "property").lower(), said.fields.get("value")
            unit = text_in(said, "unit").lower()
            is_share = unit in _PERCENT | _OF_ONE or (
                not unit and (kind in _SHARES or said_in(value).endswith("%"))
            )
            if not (is_share and isinstance(value, Scalar) and value.text):
                continue
            made, window = Fields(said.line), Fields(said.line)
            self._put(made, "kind", Scalar(said.line, kind if kind in _INDICATORS else "other"))
            named = said.fields.get("description") or said.fields.get("property")
            self._put(made, "indicator", named)
            self._put(window, "target", Scalar(value.line, self._percent(value)))
            length, window_unit, is_rolling = _window(text_in(said, "valueExt"))
            for name, text in (("length", length), ("unit", window_unit), ("is_rolling", is_rolling)):
                self._put(window, name, Scalar(said.line, text))
            for node in (value, said.fields.get("unit"), said.fields.get("property")):
                self._account.take(node)
            if _WINDOW.fullmatch(text_in(said, "valueExt")):
                self._account.take(said.fields.get("valueExt"))
            self._put(made, "windows", Items(said.line, [window]))
            yield made

    def _percent(self, value: Scalar) -> str:
        """The target in percent. Nobody promises 0.995 %: that is a share of 1, and so is read as 99.5 %."""
        text = (value.text or "").strip()
        bare = text.removesuffix("%").strip()
        try:
            number = Decimal(bare.replace(",", "."))
        except InvalidOperation:
            return bare
        if not 0 < number < 1 or text.endswith("%"):
            return bare.replace(",", ".")
        percent = f"{(number * 100).normalize():f}"
        self._described.shares.append(Share(self._document, value.line, bare, percent))
        return percent

    # --- Nodes ------------------------------------------------------------------------------------

    def _all(self, of: Fields, name: str) -> list[Fields]:
        """The mappings in a list; anything else is noted as wrong."""
        node = of.fields.get(name)
        if node is None or (isinstance(node, Scalar) and not node.text):
            return []
        things = [each for each in items_in(node) if isinstance(each, Fields)]
        if not isinstance(node, Items) or len(things) < len(node.items):
            wrong = (of.lines.get(name, node.line), name)
            if wrong not in self._described.wrong:
                self._described.wrong.append(wrong)
        return things

    def _custom(self, of: Fields) -> Fields:
        """The custom properties of a standard, by their names."""
        made = Fields(of.line)
        for each in self._all(of, "customProperties"):
            if name := text_in(each, "property"):
                say(made, name, each.fields.get("value"))
        return made

    def _put(self, fields: Fields, name: str, node: Node | None) -> None:
        """Takes something that is not empty, where nothing is said yet."""
        if name not in fields.fields and say(fields, name, node):
            self._account.take(node)

    def _put_text(self, fields: Fields, name: str, node: Node | None) -> None:
        """The same of a text that fits."""
        if len(said_in(node)) <= _LONGEST.get(name, 1000):
            self._put(fields, name, node)

    def _put_word(self, fields: Fields, name: str, of: Fields, key: str, words: Mapping[str, str]) -> None:
        """What a word stands for here; nothing for one that nothing here is called."""
        said = looks(text_in(of, key))
        word = words.get(said) or words.get(re.sub(r"[\s_-]", "", said))
        if word:
            self._put(fields, name, Scalar(of.lines[key], word))
            self._account.take(of.fields[key])

    def _put_version(self, made: Fields, said: Fields) -> None:
        if text_in(said, "version") != _FIRST_VERSION:
            self._put(made, "version", said.fields.get("version"))
        self._account.take(said.fields.get("version"))


def _window(said: str) -> tuple[str, str, str]:
    match = _WINDOW.fullmatch(said.strip())
    if match is None or bool(match[1]) != (match[3] == "H"):
        return "1", "month", "no"
    return match[2], _UNITS[match[3]], "yes" if match[4] == "rolling" else "no"
