"""The base of readers of documents: imports values, and records them; with marks of risk and objectives.
Pure."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from core.imports.yaml_parser import Fields, Items, Node, Scalar
from core.name_comparison import looks
from specifications.document_lookup import items_in, set_field, text_in, value_of
from specifications.document_relations import DocumentSet, ShareReading
from specifications.sensitivity_recognition import (
    PRIVACY,
    RiskMarks,
    all_marks,
    level,
    marks_in,
    marks_of_property,
)

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
    """The base of readers of a document: puts values into fields, and records them as imported."""

    def __init__(self, document: Fields, described: DocumentSet) -> None:
        self._document, self._described = document, described
        self._record = described.record
        self._own = self._custom(document)
        self._marks = RiskMarks()

    # --- Marks of risk ----------------------------------------------------------------------------

    def _marks_of(self, part: Fields) -> RiskMarks:
        """Return the marks of a part of the document, by its tags, classification, custom properties and
        fields such as `pii: true`. These values are recorded as imported."""
        all_found = []
        for key, value in part.fields.items():
            is_of_standard = key in ("classification", "tags")
            for node in (value,) if isinstance(value, Scalar) else items_in(value):
                text = value_of(node)
                if marks := marks_in(text) if is_of_standard else marks_of_property(key, text):
                    self._record.take(node)
                    all_found.append(marks)
        for each in items_in(part.fields.get("customProperties")):
            if isinstance(each, Fields) and text_in(each, "property") not in TEXTS:
                marks = marks_of_property(text_in(each, "property"), value_of(each.fields.get("value")))
                if marks:
                    self._record.take(each.fields.get("value"))
                    all_found.append(marks)
        return all_marks(all_found)

    def _put_marks(self, product: Fields, stored: RiskMarks) -> None:
        """Mark the product like its strictest part, and never less than `stored`, its marks so far."""
        own = RiskMarks(secrecy=text_in(product, "classification"))
        if level(self._marks.secrecy) > max(level(stored.secrecy), level(own.secrecy)):
            set_field(product, "classification", Scalar(product.line, self._marks.secrecy))
        of_people = {each: at for at, each in enumerate(("", *PRIVACY))}
        strictest = max(text_in(product, "privacy"), stored.privacy, key=lambda each: of_people.get(each, 0))
        if of_people[self._marks.privacy] > of_people.get(strictest, 0):
            set_field(product, "privacy", Scalar(product.line, self._marks.privacy))

    # --- Objectives -------------------------------------------------------------------------------

    def _objectives(self) -> Iterator[Fields]:
        """Yield the objectives in the form that Headwaters writes."""
        for entry in self._all(self._own, "serviceLevelObjectives"):
            self._record.take(entry)  # also its sentence, which follows from the rest
            objective, windows = Fields(entry.line), Items(entry.line)
            for name in ("kind", "indicator", "threshold", "basis", "events"):
                self._put(objective, name, entry.fields.get(name))
            self._put(objective, "time_zone", entry.fields.get("timeZone"))
            for each in self._all(entry, "windows"):
                window = Fields(each.line)
                for name in ("target", "length", "unit"):
                    self._put(window, name, each.fields.get(name))
                self._put(window, "is_rolling", each.fields.get("isRolling"))
                windows.items.append(window)
            self._put(objective, "windows", windows)
            yield objective

    def _service_levels(self) -> Iterator[Fields]:
        """Yield objectives in percent, for the window of `valueExt`, else for a month."""
        for entry in self._all(self._document, "slaProperties"):
            kind, value = text_in(entry, "property").lower(), entry.fields.get("value")
            unit = text_in(entry, "unit").lower()
            is_share = unit in _PERCENT | _OF_ONE or (
                not unit and (kind in _SHARES or value_of(value).endswith("%"))
            )
            if not (is_share and isinstance(value, Scalar) and value.text):
                continue
            objective, window = Fields(entry.line), Fields(entry.line)
            self._put(objective, "kind", Scalar(entry.line, kind if kind in _INDICATORS else "other"))
            indicator = entry.fields.get("description") or entry.fields.get("property")
            self._put(objective, "indicator", indicator)
            self._put(window, "target", Scalar(value.line, self._percent(value, is_ratio=unit in _OF_ONE)))
            length, window_unit, is_rolling = _window(text_in(entry, "valueExt"))
            for name, text in (("length", length), ("unit", window_unit), ("is_rolling", is_rolling)):
                self._put(window, name, Scalar(entry.line, text))
            for node in (value, entry.fields.get("unit"), entry.fields.get("property")):
                self._record.take(node)
            if _WINDOW.fullmatch(text_in(entry, "valueExt")):
                self._record.take(entry.fields.get("valueExt"))
            self._put(objective, "windows", Items(entry.line, [window]))
            yield objective

    def _percent(self, value: Scalar, *, is_ratio: bool = False) -> str:
        """Return the target in percent. A target between 0 and 1 is read as a share: 0.995 is 99.5 %. So is a
        1 of a ratio."""
        text = (value.text or "").strip()
        bare = text.removesuffix("%").strip()
        try:
            number = Decimal(bare.replace(",", "."))
        except InvalidOperation:
            return bare
        is_share = 0 < number < 1 or (is_ratio and number == 1)
        if not is_share or text.endswith("%"):
            return bare.replace(",", ".")
        percent = f"{(number * 100).normalize():f}"
        self._described.shares.append(ShareReading(self._document, value.line, bare, percent))
        return percent

    # --- Nodes ------------------------------------------------------------------------------------

    def _all(self, parent: Fields, name: str) -> list[Fields]:
        """Return the objects in a list; other values are recorded as wrong."""
        node = parent.fields.get(name)
        if node is None or (isinstance(node, Scalar) and not node.text):
            return []
        mappings = [each for each in items_in(node) if isinstance(each, Fields)]
        if not isinstance(node, Items) or len(mappings) < len(node.items):
            problem = (parent.lines.get(name, node.line), name)
            if problem not in self._described.wrong:
                self._described.wrong.append(problem)
        return mappings

    def _custom(self, parent: Fields) -> Fields:
        """Return the custom properties of a standard, by their names."""
        properties = Fields(parent.line)
        for each in self._all(parent, "customProperties"):
            if name := text_in(each, "property"):
                set_field(properties, name, each.fields.get("value"))
        return properties

    def _put(self, fields: Fields, name: str, node: Node | None) -> None:
        """Set an empty field, unless the node is empty, and record the node as imported."""
        if name not in fields.fields and set_field(fields, name, node):
            self._record.take(node)

    def _put_text(self, fields: Fields, name: str, node: Node | None) -> None:
        """Like `_put`, for a text that fits."""
        if len(value_of(node)) <= _LONGEST.get(name, 1000):
            self._put(fields, name, node)

    def _put_word(
        self, fields: Fields, name: str, source: Fields, key: str, words: Mapping[str, str]
    ) -> None:
        """Set the field to the value for a word; unknown words are ignored."""
        normalized = looks(text_in(source, key))
        word = words.get(normalized) or words.get(re.sub(r"[\s_-]", "", normalized))
        if word:
            self._put(fields, name, Scalar(source.lines[key], word))
            self._record.take(source.fields[key])

    def _put_version(self, target: Fields, source: Fields) -> None:
        if text_in(source, "version") != _FIRST_VERSION:
            self._put(target, "version", source.fields.get("version"))
        self._record.take(source.fields.get("version"))


def _window(text: str) -> tuple[str, str, str]:
    match = _WINDOW.fullmatch(text.strip())
    if match is None or bool(match[1]) != (match[3] == "H"):
        return "1", "month", "no"
    return match[2], _UNITS[match[3]], "yes" if match[4] == "rolling" else "no"
