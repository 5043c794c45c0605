"""A form as a browser would send it back, and other values for its fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from html.parser import HTMLParser


@dataclass
class Control:
    """One named control: what is sent of it as the page stands, and what could be sent instead."""

    kind: str
    now: list[str] = field(default_factory=list)
    others: list[list[str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the controls of all forms of a page by their names."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.controls: dict[str, Control] = {}
        self._select = ""
        self._options: list[tuple[str, bool]] = []
        self._textarea = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "option" and self._select:
            self._options.append((given.get("value", ""), "selected" in given))
        if not name or "disabled" in given:
            return
        if tag == "select":
            self._select, self._options = name, []
        elif tag == "textarea":
            self._textarea, self._text = name, []
        elif tag == "input":
            self._input(name, given)

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        control = self.controls.setdefault(name, Control(kind))
        if kind in ("radio", "checkbox"):
            value = given.get("value", "on")
            if "checked" in given:
                control.now.append(value)
            control.others.append([value])
        elif kind not in ("submit", "file"):
            control.now.append(value)
            control.others += [[each] for each in _typed(kind, value)]

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea:
            text = "".join(self._text).removeprefix("\n").replace("\n", "\r\n")
            self.controls[self._textarea] = Control("textarea", [text], [[f"{text} anew"], ["One\r\nTwo"]])
            self._textarea = ""
        elif tag == "select" and self._select:
            chosen = [value for value, is_chosen in self._options if is_chosen]
            first = [value for value, _is_chosen in self._options][:1]
            others = [[value] for value, is_chosen in self._options if not is_chosen and [value] != chosen]
            self.controls[self._select] = Control("select", chosen or first, others[:6])
            self._select = ""


def _typed(kind: str, value: str) -> list[str]:
    if kind == "hidden":
        return []
    if kind == "number":
        number = int(value) if value.lstrip("-").isdigit() else 2
        return [str(number + 1), str(number - 1), "3"]
    if kind == "date":
        day = date.fromisoformat(value) if value else date(2026, 1, 5)
        return [(day + timedelta(days=1)).isoformat(), (day - timedelta(days=1)).isoformat()]
    if kind == "datetime-local":
        return ["2026-09-01T09:00", "2026-08-01T09:00"]
    if kind == "url":
        return ["https://example.com/another"]
    if kind == "email":
        return ["another@example.com"]
    if kind == "time":
        return ["10:15"]
    return [f"{value} anew", "2", "2026-05-05"]


def controls_of(page: str) -> dict[str, Control]:
    """The controls of the forms in a piece of HTML, by name."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    for control in reader.controls.values():
        if control.kind == "checkbox":
            every = [each[0] for each in control.others]
            control.others = [[], every] if not control.now else [[], every, control.now[1:]]
        control.others = [each for each in control.others if each != control.now]
    return reader.controls
