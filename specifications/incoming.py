"""Data products and contracts that somebody described elsewhere (ODPS 1, ODCS 3), as the text of a discovery.
Pure.

Products, ports, columns and objectives are taken; docs/texts.md says what becomes of what. People, teams and
all else that names rows which only the discovery knows are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from core.incoming.yaml_lines import Fields, Items, Node, Scalar
from core.naming import looks
from specifications.data_contract import ADDRESS
from specifications.data_product import NAMELESS_INPUT, STATUS, TYPE

PRODUCT, CONTRACT = "DataProduct", "DataContract"
# What a contract or product says besides, though nothing of it is left out.
_ABOUT = frozenset(("apiVersion", "kind", "id", "domain", "tenant", "productCreatedTs", "contractCreatedTs"))
_TAKEN = {
    PRODUCT: _ABOUT
    | {"name", "status", "type", "description", "inputPorts", "outputPorts", "customProperties"},
    CONTRACT: _ABOUT
    | {"name", "status", "version", "dataProduct", "description", "schema", "slaProperties", "servers"}
    | {"customProperties"},
}
# A product of which no document says a type serves consumers; the preview shows it.
_UNSAID_TYPE = "consumer_oriented"
# The version in the standards' examples before any change, which is also written where there is none.
_FIRST_VERSION = "1.0.0"
_STATES = {status: state for state, status in reversed(STATUS.items())} | {"deprecated": "retired"}
_PORTS = {"view": "table", "topic": "stream", "endpoint": "api", "object": "file"} | {
    kind: kind for kind in ("api", "table", "file", "stream", "dashboard", "report", "virtual")
}
_COLUMN_TYPES = frozenset(
    ("string", "integer", "number", "boolean", "date", "timestamp", "time", "object", "array")
)
_INDICATORS = frozenset(("freshness", "completeness", "availability", "latency", "accuracy", "volume"))
_PERSONAL = frozenset(("personal", "pii", "personal data"))
_WINDOW = re.compile(r"P(T?)(\d{1,3})([HDWMY])(?: (rolling|calendar))?")
_UNITS = {"H": "hour", "D": "day", "W": "week", "M": "month", "Y": "year"}


@dataclass
class Described:
    """What documents say, together: `products` are their names, `ports` those of output ports by the
    identifiers of their contracts, and `offered` what names product and port where a product says which
    contract its port keeps. `wrong` are keys that hold no list of things, with their lines; `left_out` are
    keys that nothing here reads."""

    products: set[str] = field(default_factory=set)
    ports: dict[str, tuple[str, str]] = field(default_factory=dict)
    offered: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    left_out: dict[str, None] = field(default_factory=dict)


def is_specification(document: Node) -> bool:
    """Whether the document is one of these standards."""
    return isinstance(document, Fields) and _text(document, "kind") in _TAKEN


def described_in(documents: Iterable[Fields]) -> Described:
    """What the documents name, so that one of them can name what stands in another."""
    described = Described()
    contracts = []
    for document in documents:
        if _text(document, "kind") == CONTRACT:
            contracts.append(document)
            continue
        of = _product_of(document, described)
        described.products.add(looks(_said(of)))
        for port in _items(document.fields.get("outputPorts")):
            if isinstance(port, Fields) and of and (key := _text(port, "contractId")) and _text(port, "name"):
                described.offered.setdefault(key, (of, port.fields["name"]))
    for document in contracts:
        of, key = _product_of(document, described), _text(document, "id")
        described.products.add(looks(_said(of)))
        if key:
            offered = _offered(document, described)
            port_name = offered[1] if offered else document.fields.get("name")
            described.ports[key] = (_said(of), _said(port_name) or key)
    return described


def as_text(document: Fields, described: Described, is_known: Callable[[str], bool]) -> Fields:
    """The document as a text. `is_known`: whether a product of this name is there already, which keeps its
    type where the document says none."""
    return _Reading(document, described, is_known).text()


def _product_of(document: Fields, described: Described) -> Node | None:
    """The name of the product that the document is about; that of a contract which names none is the product
    whose port keeps it."""
    names: tuple[str, ...] = ("name", "id")
    if _text(document, "kind") == CONTRACT:
        if offered := _offered(document, described):
            return offered[0]
        names = ("dataProduct", *names)
    return next((document.fields[name] for name in names if _text(document, name)), None)


def _offered(document: Fields, described: Described) -> tuple[Node, Node] | None:
    """The product and the port that keeps the contract; None where it names another product."""
    offered, of = described.offered.get(_text(document, "id")), _text(document, "dataProduct")
    return offered if offered and (not of or looks(of) == looks(_said(offered[0]))) else None


class _Reading:
    def __init__(self, document: Fields, described: Described, is_known: Callable[[str], bool]) -> None:
        self._document, self._described, self._is_known = document, described, is_known
        self._own = self._custom(document)
        self._kind = _text(document, "kind")
        for key in document.fields:
            if key not in _TAKEN[self._kind]:
                described.left_out[key] = None

    def text(self) -> Fields:
        document, name = self._document, _product_of(self._document, self._described)
        product = Fields(document.line)
        _put(product, "name", name)
        if self._kind == CONTRACT:
            self._contract(product)
        else:
            self._product(product)
        if "kind" not in product.fields and not self._is_known(_said(name)):
            _put(product, "kind", Scalar(document.line, _UNSAID_TYPE))
        sources: dict[str, Node] = {}
        for port in _items(product.fields.get("input_ports")):
            if isinstance(port, Fields) and "source" in port.fields:
                sources.setdefault(looks(_text(port, "source")), port.fields["source"])
        text = Fields(document.line)
        _put(text, "sources", Items(document.line, [*sources.values()]))
        _put(text, "products", Items(document.line, [product]))
        return text

    # --- Product ----------------------------------------------------------------------------------

    def _product(self, made: Fields) -> None:
        document = self._document
        _put(made, "kind", _of(document, "type", {looks(said): kind for kind, said in TYPE.items()}))
        _put(made, "state", self._own.fields.get("state") or _of(document, "status", _STATES))
        self._describe(made)
        ports = (self._input_port(port) for port in self._all(document, "inputPorts"))
        _put(made, "input_ports", Items(document.line, [port for port in ports if port is not None]))
        outputs = map(self._output_port, self._all(document, "outputPorts"))
        _put(made, "output_ports", Items(document.line, [*outputs]))
        _put(made, "slos", Items(document.line, [*self._objectives()]))

    def _describe(self, made: Fields) -> None:
        said = self._document.fields.get("description")
        if isinstance(said, Fields):
            _put(made, "job", said.fields.get("purpose"))
            _put(made, "description", self._custom(said).fields.get("description"))
        else:
            _put(made, "description", said)

    def _input_port(self, port: Fields) -> Fields | None:
        """None for a port that a product feeds which neither stands in a document nor is there."""
        own, made, called = self._custom(port), Fields(port.line), port.fields.get("name")
        feeder, source = own.fields.get("dataProduct"), own.fields.get("source")
        if feeder is not None:
            origin = _name_in(feeder)
            if not self._put_feeder(made, origin, _text(port, "contractId")):
                return None
        else:
            is_of_source = source is None and "portType" not in own.fields
            origin = called if is_of_source else _name_in(source)
            _put(made, "kind", own.fields.get("portType"))
            if _said(called) == NAMELESS_INPUT and source is None:
                origin = called = None
            _put(made, "source", origin)
        if _said(called) != _said(origin):
            _put(made, "name", called)
        _put(made, "format", own.fields.get("format"))
        _put(made, "location", own.fields.get("location"))
        _put(made, "description", own.fields.get("portDescription") or port.fields.get("description"))
        return made

    def _put_feeder(self, made: Fields, feeder: Node | None, contract: str) -> bool:
        name = _said(feeder)
        if looks(name) not in self._described.products and not self._is_known(name):
            return False
        _put(made, "feeder", feeder)
        of, port = self._described.ports.get(contract, ("", ""))
        if port and looks(of) == looks(name):
            reference = Fields(made.line)
            _put(reference, "name", Scalar(made.line, port))
            _put(reference, "of", feeder)
            _put(made, "feeder_port", reference)
        return True

    def _output_port(self, port: Fields) -> Fields:
        own, made = self._custom(port), Fields(port.line)
        _put(made, "name", port.fields.get("name"))
        _put(made, "kind", Scalar(port.line, _PORTS.get(_text(port, "type").lower(), "table")))
        _put_version(made, port)
        _put(made, "description", port.fields.get("description"))
        for name, here in (("dataSet", "data_set"), ("format", "format"), ("location", "location")):
            _put(made, here, own.fields.get(name))
        return made

    # --- Contract ---------------------------------------------------------------------------------

    def _contract(self, made: Fields) -> None:
        document = self._document
        offered = _offered(document, self._described)
        if "dataProduct" not in document.fields and not offered:
            _put(made, "state", _of(document, "status", _STATES))
            self._describe(made)
        schemas = list(self._all(document, "schema"))
        called = offered[1] if offered else document.fields.get("name") or document.fields.get("id")
        ports = [
            self._port(each, called if len(schemas) < 2 else each.fields.get("name")) for each in schemas
        ]
        if not schemas and called is not None:
            ports = [self._port(Fields(document.line), called)]
        _put(made, "output_ports", Items(document.line, [*ports]))
        objectives = [*self._objectives()] or [*self._service_levels()]
        _put(made, "slos", Items(document.line, [*objectives]))

    def _port(self, schema: Fields, name: Node | None) -> Fields:
        made, own = Fields(schema.line), self._own
        _put(made, "name", name)
        kind = (_text(own, "portType") or _text(schema, "physicalType")).lower()
        _put(made, "kind", Scalar(schema.line, _PORTS.get(kind, "table")))
        if _text(schema, "name") != _said(name):
            _put(made, "data_set", schema.fields.get("name"))
        _put(made, "description", schema.fields.get("description"))
        _put_version(made, self._document)
        for each in ("format", "location", "example"):
            _put(made, each, own.fields.get(each))
        if "location" not in made.fields:
            addresses = (each.fields.get("location") for each in self._all(self._document, "servers"))
            _put(made, "location", next((each for each in addresses if ADDRESS.fullmatch(_said(each))), None))
        columns = [self._column(each) for each in self._all(schema, "properties")]
        _put(made, "columns", Items(schema.line, [*columns]))
        return made

    def _column(self, said: Fields) -> Fields:
        made, kind = Fields(said.line), _text(said, "logicalType").lower()
        _put(made, "name", said.fields.get("name"))
        _put(made, "type", Scalar(said.line, kind if kind in _COLUMN_TYPES else "string"))
        _put(made, "description", said.fields.get("description"))
        _put(made, "is_required", said.fields.get("required"))
        tags = {_said(each).lower() for each in _items(said.fields.get("tags"))}
        if tags & _PERSONAL or _text(said, "classification").lower() in _PERSONAL:
            _put(made, "is_personal", Scalar(said.line, "yes"))
        return made

    # --- Objectives -------------------------------------------------------------------------------

    def _objectives(self) -> Iterator[Fields]:
        """Those that Headwaters wrote, whole."""
        for said in self._all(self._own, "serviceLevelObjectives"):
            made, windows = Fields(said.line), Items(said.line)
            for name in ("kind", "indicator", "threshold", "basis", "events"):
                _put(made, name, said.fields.get(name))
            _put(made, "time_zone", said.fields.get("timeZone"))
            for each in self._all(said, "windows"):
                window = Fields(each.line)
                for name in ("target", "length", "unit"):
                    _put(window, name, each.fields.get(name))
                _put(window, "is_rolling", each.fields.get("isRolling"))
                windows.items.append(window)
            _put(made, "windows", windows)
            yield made

    def _service_levels(self) -> Iterator[Fields]:
        """Shares in percent, over the window that `valueExt` says, else over a month."""
        for said in self._all(self._document, "slaProperties"):
            kind, value = _text(said, "property").lower(), said.fields.get("value")
            is_share = _text(said, "unit").lower() in ("percent", "%") or kind == "availability"
            if not (is_share and isinstance(value, Scalar) and value.text):
                self._described.left_out[f"slaProperties ({_text(said, 'property') or '–'})"] = None
                continue
            made, window = Fields(said.line), Fields(said.line)
            _put(made, "kind", Scalar(said.line, kind if kind in _INDICATORS else "other"))
            _put(made, "indicator", said.fields.get("description") or said.fields.get("property"))
            _put(window, "target", Scalar(value.line, value.text.strip().removesuffix("%").strip()))
            length, unit, is_rolling = _window(_text(said, "valueExt"))
            for name, text in (("length", length), ("unit", unit), ("is_rolling", is_rolling)):
                _put(window, name, Scalar(said.line, text))
            _put(made, "windows", Items(said.line, [window]))
            yield made

    # --- Nodes ------------------------------------------------------------------------------------

    def _all(self, of: Fields, name: str) -> list[Fields]:
        """The mappings in a list; anything else is noted as wrong."""
        node = of.fields.get(name)
        if node is None or (isinstance(node, Scalar) and not node.text):
            return []
        things = [each for each in _items(node) if isinstance(each, Fields)]
        if not isinstance(node, Items) or len(things) < len(node.items):
            self._described.wrong.append((of.lines.get(name, node.line), name))
        return things

    def _custom(self, of: Fields) -> Fields:
        """The custom properties of a standard, by their names."""
        made = Fields(of.line)
        for each in self._all(of, "customProperties"):
            if name := _text(each, "property"):
                _put(made, name, each.fields.get("value"))
        return made


def _window(said: str) -> tuple[str, str, str]:
    match = _WINDOW.fullmatch(said.strip())
    if match is None or bool(match[1]) != (match[3] == "H"):
        return "1", "month", "no"
    return match[2], _UNITS[match[3]], "yes" if match[4] == "rolling" else "no"


def _put(fields: Fields, name: str, node: Node | None) -> None:
    """Says something that is not empty."""
    if isinstance(node, Scalar) and not node.text:
        return
    if isinstance(node, Items) and not node.items:
        return
    if node is not None:
        fields.fields[name], fields.lines[name] = node, node.line


def _put_version(made: Fields, said: Fields) -> None:
    if _text(said, "version") != _FIRST_VERSION:
        _put(made, "version", said.fields.get("version"))


def _said(node: Node | None) -> str:
    return (node.text or "").strip() if isinstance(node, Scalar) else ""


def _text(node: Fields, name: str) -> str:
    return _said(node.fields.get(name))


def _name_in(node: Node | None) -> Node | None:
    """What names something: its name, or what stands there."""
    return node.fields.get("name") if isinstance(node, Fields) else node


def _of(document: Fields, name: str, words: dict[str, str]) -> Node | None:
    """What the word stands for here; None for one that nothing here is called."""
    said = looks(_text(document, name))
    word = words.get(said) or words.get(re.sub(r"[\s_-]", "", said))
    return Scalar(document.lines[name], word) if word else None


def _items(node: Node | None) -> list[Node]:
    return node.items if isinstance(node, Items) else []
