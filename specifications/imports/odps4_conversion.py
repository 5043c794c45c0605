"""Converts data products of opendataproducts.org (ODPS 4.1) to the text of a discovery. Pure.

It imports the product with its output ports and objectives, and from its strategy the goals, the measures
with baseline and target, and the vision (docs/texts.md). An embedded contract is read like any other.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from core.imports.yaml_parser import Fields, Items, Node, Scalar
from core.name_comparison import looks
from specifications.catalogs.odps4 import CALCULATION, DIMENSION, QUALITY, STATUS, TYPE
from specifications.data_contract import ADDRESS
from specifications.document_lookup import (
    items_in,
    of_opendataproducts,
    preferred_translation,
    set_field,
    text_in,
    value_of,
)
from specifications.document_reader_base import DocumentReader
from specifications.document_relations import DocumentSet
from specifications.sensitivity_recognition import RiskMarks

_KINDS = {looks(word): kind for kind, word in TYPE.items()}
_STATES = {
    **{looks(word): state for state, word in STATUS.items()},
    "acceptance": "building",
    "sunset": "retired",
}
_SHARING = {"invitation": "approval", "organi\u0073ation": "open", "organization": "open"}
_PORTS = frozenset(("api", "table", "file", "stream", "dashboard", "report", "virtual"))
_KIND_BY_DIMENSION = {word.lower(): kind for kind, word in (*DIMENSION.items(), *QUALITY.items())}
_PERCENT = frozenset(("percent", "percentage", "%"))
_NUMBER = r"(-?\d+(?:\.\d+)?)"
# What `catalogs.odps4` says of a measure in words, because the standard has no field for it.
_MEASURE_WORDS = re.compile(rf"(?:Baseline: {_NUMBER}(?: [^,]*)?)?(?:, )?(?:Target: {_NUMBER}(?: (.*))?)?")
_UNITS = {"percentage": "%", "minutes": "min", "seconds": "s", "hours": "h"}


def contract_inside(document: Fields, is_read: Callable[[Node], bool]) -> Fields | None:
    """Remove the embedded data contract from the document, and return it; None without one that `is_read`."""
    product = of_opendataproducts(document)
    contract = product.fields.get("contract") if product is not None else None
    spec = contract.fields.get("spec") if isinstance(contract, Fields) else None
    if not isinstance(contract, Fields) or not isinstance(spec, Fields) or not is_read(spec):
        return None
    del contract.fields["spec"]
    return spec


class ProductReader(DocumentReader):
    """Reads one document. If the discovery `has_vision`, that of the document is ignored."""

    def __init__(
        self,
        document: Fields,
        described: DocumentSet,
        marks_by_name: Mapping[str, RiskMarks],
        *,
        has_vision: bool,
    ) -> None:
        super().__init__(document, described)
        self._marks_by_name = marks_by_name
        self._has_vision = has_vision
        self._product = of_opendataproducts(document) or Fields(document.line)
        for key in ("schema", "version"):
            self._record.take(document.fields.get(key))

    def text(self) -> Fields:
        """The text of the product and its strategy."""
        text, product = Fields(self._document.line), Fields(self._document.line)
        # Some write the languages without "details" around them, as version 3 did.
        details = preferred_translation(self._product.fields.get("details")) or self._product.fields.get("en")
        details_fields = details if isinstance(details, Fields) else Fields(self._document.line)
        self._put(product, "name", details_fields.fields.get("name"))
        self._put_word(product, "kind", details_fields, "type", _KINDS)
        self._put_word(product, "state", details_fields, "status", _STATES)
        self._put_word(product, "sharing", details_fields, "visibility", _SHARING)
        self._put_text(product, "job", details_fields.fields.get("valueProposition"))
        self._put(product, "description", details_fields.fields.get("description"))
        self._marks = self._marks_of(self._product) | self._marks_of(details_fields)
        self._put_marks(product, self._marks_by_name.get(looks(text_in(product, "name")), RiskMarks()))
        if "kind" not in product.fields:
            set_field(product, "kind", Scalar(product.line, "consumer_oriented"))
        self._put(product, "output_ports", Items(product.line, [*self._ports()]))
        self._put(product, "slos", Items(product.line, [*self._promises()]))
        strategy = self._product.fields.get("productStrategy")
        if isinstance(strategy, Fields):
            self._strategy(text, product, strategy)
        self._put(text, "products", Items(text.line, [product]))
        return text

    def _ports(self) -> Iterator[Fields]:
        ports = self._product.fields.get("dataAccess")
        for key, access in (ports.fields if isinstance(ports, Fields) else {}).items():
            if not isinstance(access, Fields):
                continue
            output_port = Fields(access.line)
            self._put(output_port, "name", preferred_translation(access.fields.get("name")))
            set_field(output_port, "name", output_port.fields.get("name") or Scalar(access.line, key))
            kind = text_in(access, "outputPortType").lower()
            if kind in _PORTS:
                self._record.take(access.fields.get("outputPortType"))
            set_field(output_port, "kind", Scalar(access.line, kind if kind in _PORTS else "table"))
            self._put(output_port, "description", preferred_translation(access.fields.get("description")))
            self._put(output_port, "format", access.fields.get("format"))
            if ADDRESS.fullmatch(text_in(access, "accessURL")):
                self._put(output_port, "location", access.fields.get("accessURL"))
            yield output_port

    def _promises(self) -> Iterator[Fields]:
        """Yield objectives in percent, per month, because the standard has no window."""
        for dimension in (*self._dimensions("SLA"), *self._dimensions("dataQuality")):
            objective = dimension.fields.get("objective")
            if looks(text_in(dimension, "unit")) not in _PERCENT or not isinstance(objective, Scalar):
                continue
            objective_fields, window = Fields(dimension.line), Fields(dimension.line)
            self._record.take(dimension.fields["unit"])
            kind = _KIND_BY_DIMENSION.get(text_in(dimension, "dimension").lower(), "other")
            set_field(objective_fields, "kind", Scalar(dimension.line, kind))
            title = preferred_translation(dimension.fields.get("displayTitle"))
            indicator = dimension.fields.get("description") or title or dimension.fields.get("dimension")
            self._put(objective_fields, "indicator", indicator)
            if kind != "other":
                self._record.take(dimension.fields.get("dimension"))
            set_field(window, "target", Scalar(objective.line, self._percent(objective)))
            self._record.take(objective)
            for name, word in (("length", "1"), ("unit", "month"), ("is_rolling", "no")):
                set_field(window, name, Scalar(dimension.line, word))
            set_field(objective_fields, "windows", Items(dimension.line, [window]))
            yield objective_fields

    def _dimensions(self, part: str) -> list[Fields]:
        node: Node | None = self._product.fields.get(part)
        for key in ("declarative", "default"):
            node = node.fields.get(key) if isinstance(node, Fields) else None
        return self._all(node, "dimensions") if isinstance(node, Fields) else []

    # --- Strategy ---------------------------------------------------------------------------------

    def _strategy(self, text: Fields, product: Fields, strategy: Fields) -> None:
        """Read the goals, and their measures if there is one goal: the standard doesn't relate them."""
        goals = Items(strategy.line)
        for each in items_in(strategy.fields.get("objectives")):
            goal = Fields(each.line)
            self._put(goal, "title", preferred_translation(each))
            if goal.fields:
                goals.items.append(goal)
        if not self._has_vision:
            aligned = [
                preferred_translation(each) for each in items_in(strategy.fields.get("strategicAlignment"))
            ]
            self._put(text, "vision", next(iter(aligned), None))
        if len(goals.items) == 1 and isinstance(only_goal := goals.items[0], Fields):
            measures: dict[str, Node] = {}
            own_measures = Items(strategy.line)
            for kpi in self._all(strategy, "productKPIs"):
                if name := self._measure(kpi, measures):
                    own_measures.items.append(name)
            main_kpi = strategy.fields.get("contributesToKPI")
            for related in (main_kpi, *self._all(strategy, "relatedKPIs")):
                if isinstance(related, Fields):
                    self._measure(related, measures)
            set_field(only_goal, "measures", Items(only_goal.line, [*measures.values()]))
            set_field(product, "measures", own_measures)
        set_field(text, "goals", goals)

    def _measure(self, kpi: Fields, measures: dict[str, Node]) -> Node | None:
        """Read a measure by its name; several parts about it are merged. Returns the node of the name."""
        name = kpi.fields.get("name")
        if not value_of(name):
            return None
        existing = measures.setdefault(looks(value_of(name)), Fields(kpi.line))
        measure = existing if isinstance(existing, Fields) else Fields(kpi.line)
        set_field(measure, "name", name)
        self._record.take(name)
        words = _MEASURE_WORDS.fullmatch(text_in(kpi, "description"))
        if words:
            self._record.take(kpi.fields.get("description"))
            if words[1] and "baseline" not in measure.fields:
                set_field(measure, "baseline", Scalar(kpi.line, words[1]))
        unit = (words[3] if words else None) or _UNITS.get(text_in(kpi, "unit"), text_in(kpi, "unit"))
        if "unit" not in measure.fields:
            set_field(measure, "unit", Scalar(kpi.line, unit))
        self._record.take(kpi.fields.get("unit"))
        if "target" not in measure.fields:
            set_field(measure, "target", kpi.fields.get("target"))
        self._record.take(kpi.fields.get("target"))
        if _is_day(text_in(kpi, "timeframe")):
            if "due_on" not in measure.fields:
                set_field(measure, "due_on", kpi.fields.get("timeframe"))
            self._record.take(kpi.fields.get("timeframe"))
        if text_in(kpi, "calculation") == CALCULATION:
            self._record.take(kpi.fields.get("calculation"))
        if words and words[1] and words[2]:
            goes = "increase" if float(words[2]) > float(words[1]) else "decrease"
            if text_in(kpi, "direction") == goes:
                self._record.take(kpi.fields.get("direction"))
        return name


def as_text(
    document: Fields, described: DocumentSet, marks_by_name: Mapping[str, RiskMarks], *, has_vision: bool
) -> Fields:
    """Return the document as a text. `marks_by_name` are the marks of existing products, by normalized
    names: none is lowered."""
    return ProductReader(document, described, marks_by_name, has_vision=has_vision).text()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
