"""Data products as opendataproducts.org describes them (ODPS 4.1), as the text of a discovery. Pure.

The product with its output ports and promises comes in, and of its strategy the goals, the measures with
baseline and target, and the vision (docs/texts.md). A contract inside of the document is read like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from core.incoming.yaml_lines import Fields, Items, Node, Scalar
from core.naming import looks
from specifications.catalogs.odps4 import CALCULATION, DIMENSION, QUALITY, STATUS, TYPE
from specifications.data_contract import ADDRESS
from specifications.described import DocumentSet
from specifications.nodes import items_in, of_opendataproducts, said_in, say, text_in, translated
from specifications.taking import DocumentReader

_KINDS = {looks(said): kind for kind, said in TYPE.items()}
_STATES = {
    **{looks(said): state for state, said in STATUS.items()},
    "acceptance": "building",
    "sunset": "retired",
}
_SHARING = {"invitation": "approval", "organi\u0073ation": "open", "organization": "open"}
_PORTS = frozenset(("api", "table", "file", "stream", "dashboard", "report", "virtual"))
_PROMISED = {said.lower(): kind for kind, said in (*DIMENSION.items(), *QUALITY.items())}
_PERCENT = frozenset(("percent", "percentage", "%"))
_NUMBER = r"(-?\d+(?:\.\d+)?)"
# What `catalogs.odps4` says of a measure in words, because the standard has no field for it.
_SAID = re.compile(rf"(?:Baseline: {_NUMBER}(?: [^,]*)?)?(?:, )?(?:Target: {_NUMBER}(?: (.*))?)?")
_UNITS = {"percentage": "%", "minutes": "min", "seconds": "s", "hours": "h"}


def contract_inside(document: Fields, is_read: Callable[[Node], bool]) -> Fields | None:
    """Take out the data contract that the document of a product holds; None without one that `is_read`."""
    product = of_opendataproducts(document)
    contract = product.fields.get("contract") if product is not None else None
    spec = contract.fields.get("spec") if isinstance(contract, Fields) else None
    if not isinstance(contract, Fields) or not isinstance(spec, Fields) or not is_read(spec):
        return None
    del contract.fields["spec"]
    return spec


class ProductReader(DocumentReader):
    """Reads one document. Where the discovery `has_vision`, that of the document is left out."""

    def __init__(self, document: Fields, described: DocumentSet, *, has_vision: bool) -> None:
        super().__init__(document, described)
        self._has_vision = has_vision
        self._product = of_opendataproducts(document) or Fields(document.line)
        for key in ("schema", "version"):
            self._account.take(document.fields.get(key))

    def text(self) -> Fields:
        """The text of the product and its strategy."""
        text, made = Fields(self._document.line), Fields(self._document.line)
        details = translated(self._product.fields.get("details"))
        said = details if isinstance(details, Fields) else Fields(self._document.line)
        self._put(made, "name", said.fields.get("name"))
        self._put_word(made, "kind", said, "type", _KINDS)
        self._put_word(made, "state", said, "status", _STATES)
        self._put_word(made, "sharing", said, "visibility", _SHARING)
        self._put_text(made, "job", said.fields.get("valueProposition"))
        self._put(made, "description", said.fields.get("description"))
        if "kind" not in made.fields:
            say(made, "kind", Scalar(made.line, "consumer_oriented"))
        self._put(made, "output_ports", Items(made.line, [*self._ports()]))
        self._put(made, "slos", Items(made.line, [*self._promises()]))
        strategy = self._product.fields.get("productStrategy")
        if isinstance(strategy, Fields):
            self._strategy(text, made, strategy)
        self._put(text, "products", Items(text.line, [made]))
        return text

    def _ports(self) -> Iterator[Fields]:
        ports = self._product.fields.get("dataAccess")
        for key, said in (ports.fields if isinstance(ports, Fields) else {}).items():
            if not isinstance(said, Fields):
                continue
            made = Fields(said.line)
            self._put(made, "name", translated(said.fields.get("name")))
            say(made, "name", made.fields.get("name") or Scalar(said.line, key))
            kind = text_in(said, "outputPortType").lower()
            if kind in _PORTS:
                self._account.take(said.fields.get("outputPortType"))
            say(made, "kind", Scalar(said.line, kind if kind in _PORTS else "table"))
            self._put(made, "description", translated(said.fields.get("description")))
            self._put(made, "format", said.fields.get("format"))
            if ADDRESS.fullmatch(text_in(said, "accessURL")):
                self._put(made, "location", said.fields.get("accessURL"))
            yield made

    def _promises(self) -> Iterator[Fields]:
        """What is promised in percent, of a month, because the standard knows no window."""
        for said in (*self._dimensions("SLA"), *self._dimensions("dataQuality")):
            objective = said.fields.get("objective")
            if looks(text_in(said, "unit")) not in _PERCENT or not isinstance(objective, Scalar):
                continue
            made, window = Fields(said.line), Fields(said.line)
            self._account.take(said.fields["unit"])
            kind = _PROMISED.get(text_in(said, "dimension").lower(), "other")
            say(made, "kind", Scalar(said.line, kind))
            title = translated(said.fields.get("displayTitle"))
            named = said.fields.get("description") or title or said.fields.get("dimension")
            self._put(made, "indicator", named)
            if kind != "other":
                self._account.take(said.fields.get("dimension"))
            say(window, "target", Scalar(objective.line, self._percent(objective)))
            self._account.take(objective)
            for name, word in (("length", "1"), ("unit", "month"), ("is_rolling", "no")):
                say(window, name, Scalar(said.line, word))
            say(made, "windows", Items(said.line, [window]))
            yield made

    def _dimensions(self, part: str) -> list[Fields]:
        node: Node | None = self._product.fields.get(part)
        for key in ("declarative", "default"):
            node = node.fields.get(key) if isinstance(node, Fields) else None
        return self._all(node, "dimensions") if isinstance(node, Fields) else []

    # --- Strategy ---------------------------------------------------------------------------------

    def _strategy(self, text: Fields, made: Fields, strategy: Fields) -> None:
        """Goals, and their measures where one goal is named: the standard does not say of which they are."""
        goals = Items(strategy.line)
        for each in items_in(strategy.fields.get("objectives")):
            goal = Fields(each.line)
            self._put(goal, "title", translated(each))
            if goal.fields:
                goals.items.append(goal)
        if not self._has_vision:
            aligned = [translated(each) for each in items_in(strategy.fields.get("strategicAlignment"))]
            self._put(text, "vision", next(iter(aligned), None))
        if len(goals.items) == 1 and isinstance(only := goals.items[0], Fields):
            measures: dict[str, Node] = {}
            own = Items(strategy.line)
            for kpi in self._all(strategy, "productKPIs"):
                if name := self._measure(kpi, measures):
                    own.items.append(name)
            main = strategy.fields.get("contributesToKPI")
            for other in (main, *self._all(strategy, "relatedKPIs")):
                if isinstance(other, Fields):
                    self._measure(other, measures)
            say(only, "measures", Items(only.line, [*measures.values()]))
            say(made, "measures", own)
        say(text, "goals", goals)

    def _measure(self, said: Fields, measures: dict[str, Node]) -> Node | None:
        """Note a measure by its name; what several parts say of it is one. Returns the name."""
        name = said.fields.get("name")
        if not said_in(name):
            return None
        there = measures.setdefault(looks(said_in(name)), Fields(said.line))
        made = there if isinstance(there, Fields) else Fields(said.line)
        say(made, "name", name)
        self._account.take(name)
        words = _SAID.fullmatch(text_in(said, "description"))
        if words:
            self._account.take(said.fields.get("description"))
            if words[1] and "baseline" not in made.fields:
                say(made, "baseline", Scalar(said.line, words[1]))
        unit = (words[3] if words else None) or _UNITS.get(text_in(said, "unit"), text_in(said, "unit"))
        if "unit" not in made.fields:
            say(made, "unit", Scalar(said.line, unit))
        self._account.take(said.fields.get("unit"))
        if "target" not in made.fields:
            say(made, "target", said.fields.get("target"))
        self._account.take(said.fields.get("target"))
        if _is_day(text_in(said, "timeframe")):
            if "due_on" not in made.fields:
                say(made, "due_on", said.fields.get("timeframe"))
            self._account.take(said.fields.get("timeframe"))
        if text_in(said, "calculation") == CALCULATION:
            self._account.take(said.fields.get("calculation"))
        if words and words[1] and words[2]:
            goes = "increase" if float(words[2]) > float(words[1]) else "decrease"
            if text_in(said, "direction") == goes:
                self._account.take(said.fields.get("direction"))
        return name


def as_text(document: Fields, described: DocumentSet, *, has_vision: bool) -> Fields:
    """The document as a text."""
    return ProductReader(document, described, has_vision=has_vision).text()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
