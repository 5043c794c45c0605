"""Converts data products and contracts of other programs (ODPS 1, ODCS 3) to the text of a discovery. Pure.

It imports products, ports, columns and objectives, as described in docs/texts.md. It ignores people, teams
and other references to rows of the discovery.
"""

import re
from collections.abc import Iterator, Mapping

from core.imports.yaml_parser import Fields, Items, Node, Scalar
from core.name_comparison import looks
from specifications.data_contract import ADDRESS
from specifications.data_product import NAMELESS_INPUT, STATUS, TYPE, paragraphs
from specifications.document_lookup import CONTRACT, is_empty_or_same, items_in, name_in, text_in, value_of
from specifications.document_reader_base import TEXTS, DocumentReader
from specifications.document_relations import DocumentSet, offered_by, product_of
from specifications.sensitivity_recognition import RiskMarks, is_strict, marks_in

# What tells what a document is, and is taken by being read.
_ABOUT = ("apiVersion", "kind", "id")
# A product of which no document says a type serves consumers; the preview shows it.
_UNSAID_TYPE = "consumer_oriented"
# The standards' own words, and others that people write: the standards leave them free.
_STATES = {
    **{
        word: state
        for state, words in {
            "planned": "planned announced announcement",
            "building": "building development indevelopment testing test acceptance staging",
            "live": "live production inproduction released published",
            "retired": "deprecated sunset archived decommissioned endoflife",
        }.items()
        for word in words.split()
    },
    **{status: state for state, status in reversed(STATUS.items())},
}
_PORTS = {"view": "table", "topic": "stream", "endpoint": "api", "object": "file"} | {
    kind: kind for kind in ("api", "table", "file", "stream", "dashboard", "report", "virtual")
}
_COLUMN_TYPES = frozenset(
    ("string", "integer", "number", "boolean", "date", "timestamp", "time", "object", "array")
)
_WEB_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#][^\s<>\"{}|\\^`]{0,400})?")
_LINKS = {
    "dataSharingAgreement": "agreement_url",
    "catalog": "catalog_url",
    "implementation": "repository_url",
}
# Custom properties that Headwaters writes with the words of a choice.
_CHOICES = {
    "sharing": ("sharing", frozenset(("open", "approval"))),
    "accessDefault": ("access_default", frozenset(("allow", "deny"))),
    "privacy": ("privacy", frozenset(("none", "personal", "sensitive"))),
    "classification": ("classification", frozenset(("public", "internal", "confidential", "secret"))),
}
_DISTRIBUTION = frozenset(("allowed", "approval", "forbidden"))
_LONGEST_NAME = 120
_QUESTIONS = ("users", "value", "engagement", "tasks", "access", "inputs")


def _inside(column: Fields) -> Iterator[Fields]:
    """Yield the items of a list, and the keys and values of a map, also where one is in the other."""
    entry = column.fields.get("map")
    parts = (entry.fields.get("key"), entry.fields.get("value")) if isinstance(entry, Fields) else ()
    for each in (column.fields.get("items"), *parts):
        if isinstance(each, Fields):
            yield each
            yield from _inside(each)


def as_text(document: Fields, described: DocumentSet, marks_by_name: Mapping[str, RiskMarks]) -> Fields:
    """Return the document as a text. `marks_by_name` are the marks of existing products, by normalized names:
    such a product keeps its type if the document has none, and no mark is lowered."""
    return _TextReader(document, described, marks_by_name).text()


class _TextReader(DocumentReader):
    def __init__(
        self, document: Fields, described: DocumentSet, marks_by_name: Mapping[str, RiskMarks]
    ) -> None:
        super().__init__(document, described)
        self._marks_by_name = marks_by_name
        self._kind = text_in(document, "kind")
        # How secret the columns of a port are, with what says so.
        self._secrecy: list[tuple[str, Fields]] = []
        for key in _ABOUT:
            self._record.take(document.fields.get(key))

    def text(self) -> Fields:
        document, name = self._document, product_of(self._document, self._described)
        product = Fields(document.line)
        self._put(product, "name", name)
        self._record.take(document.fields.get("dataProduct"))
        if self._kind == CONTRACT:
            self._contract(product)
        else:
            self._product(product)
        self._put_marks(product, self._marks_by_name.get(looks(value_of(name)), RiskMarks()))
        if "kind" not in product.fields and not self._is_known(value_of(name)):
            self._put(product, "kind", Scalar(document.line, _UNSAID_TYPE))
        sources: dict[str, Node] = {}
        for port in items_in(product.fields.get("input_ports")):
            if isinstance(port, Fields) and "source" in port.fields:
                sources.setdefault(looks(text_in(port, "source")), port.fields["source"])
        text = Fields(document.line)
        self._put(text, "sources", Items(document.line, [*sources.values()]))
        self._put(text, "products", Items(document.line, [product]))
        return text

    def _is_known(self, name: str) -> bool:
        return looks(name) in self._marks_by_name

    # --- Product ----------------------------------------------------------------------------------

    def _product(self, product: Fields) -> None:
        document = self._document
        self._put_word(product, "kind", document, "type", {looks(word): kind for kind, word in TYPE.items()})
        self._put(product, "state", self._own.fields.get("state"))
        self._put_word(product, "state", document, "status", _STATES)
        self._describe(product)
        self._govern(product)
        self._marks |= self._marks_of(document)
        ports = (self._input_port(port) for port in self._all(document, "inputPorts"))
        self._put(product, "input_ports", Items(document.line, [port for port in ports if port is not None]))
        outputs = map(self._output_port, self._all(document, "outputPorts"))
        self._put(product, "output_ports", Items(document.line, [*outputs]))
        self._put(product, "slos", Items(document.line, [*self._objectives()]))

    def _describe(self, product: Fields) -> None:
        description = self._document.fields.get("description")
        if not isinstance(description, Fields):
            self._put(product, "description", description)
            return
        self._put(product, "job", description.fields.get("purpose"))
        self._put(product, "description", self._custom(description).fields.get("description"))
        policies = [text_in(self._own, name) for name in ("accessPolicy", "privacyNote", "compliance")]
        if any(policies):
            # Headwaters writes them, and limitations that they make together.
            if text_in(description, "limitations") == paragraphs(*policies).strip():
                self._record.take(description.fields.get("limitations"))
        else:
            self._put_text(product, "access_policy", description.fields.get("limitations"))
        questions = self._own.fields.get("sixQuestions")
        answers = Items(self._document.line)
        if isinstance(questions, Fields):
            for question in _QUESTIONS:
                self._answer(answers, question, questions.fields.get(question))
            usage = paragraphs(text_in(questions, "engagement"), text_in(questions, "tasks"))
            if text_in(description, "usage") == usage.strip():
                self._record.take(description.fields.get("usage"))
        else:
            self._answer(answers, "engagement", description.fields.get("usage"))
        self._put(product, "answers", answers)

    def _answer(self, answers: Items, question: str, node: Node | None) -> None:
        if node is not None and value_of(node):
            answer = Fields(node.line)
            self._put_text(answer, "text", node)
            if answer.fields:
                self._put(answer, "question", Scalar(node.line, question))
                answers.items.append(answer)

    def _govern(self, product: Fields) -> None:
        """Read policies, links, and implementation details in the form that Headwaters writes."""
        own = self._own
        for name, field_name in TEXTS.items():
            self._put_text(product, field_name, own.fields.get(name))
        for name, (field_name, words) in _CHOICES.items():
            if text_in(own, name) in words:
                self._put(product, field_name, own.fields.get(name))
        distribution = own.fields.get("distribution")
        for name in ("modified", "unmodified"):
            if isinstance(distribution, Fields) and text_in(distribution, name) in _DISTRIBUTION:
                self._put(product, f"distribution_{name}", distribution.fields[name])
        for each in self._all(self._document, "authoritativeDefinitions"):
            link = _LINKS.get(text_in(each, "type"))
            if link and link not in product.fields and _WEB_ADDRESS.fullmatch(text_in(each, "url")):
                self._put(product, link, each.fields["url"])
                self._record.take(each.fields["type"])

    def _input_port(self, port: Fields) -> Fields | None:
        """Return the port; None if its feeder is neither in a document nor an existing product."""
        own, input_port, port_name = self._custom(port), Fields(port.line), port.fields.get("name")
        feeder, source, contract = (
            own.fields.get("dataProduct"),
            own.fields.get("source"),
            text_in(port, "contractId"),
        )
        is_of_source = source is None and "portType" not in own.fields
        if feeder is None and is_of_source:
            feeder = self._feeder_by_name(port_name, contract)
        if feeder is not None:
            origin = name_in(feeder)
            if not self._put_feeder(input_port, origin, contract):
                return None
            self._record.take(feeder)
            if contract in self._described.ports:
                self._record.take(port.fields["contractId"])
        else:
            origin = port_name if is_of_source else name_in(source)
            self._record.take(source)
            self._put(input_port, "kind", own.fields.get("portType"))
            if value_of(port_name) == NAMELESS_INPUT and source is None:
                origin = port_name = None
            self._put(input_port, "source", origin)
        self._record.take(port.fields.get("name"))
        self._record.take(own.fields.get("portType"))
        if value_of(port_name) != value_of(origin):
            self._put(input_port, "name", port_name)
        self._put(input_port, "format", own.fields.get("format"))
        self._put(input_port, "location", own.fields.get("location"))
        description = "portDescription" if "portDescription" in own.fields else "description"
        self._put(
            input_port, "description", (own if description in own.fields else port).fields.get(description)
        )
        self._marks |= self._marks_of(port)
        return input_port

    def _feeder_by_name(self, port_name: Node | None, contract: str) -> Node | None:
        """Return the product that feeds a port without a declared source: by the contract of the port, or by
        the name of another product."""
        product_name, _port = self._described.ports.get(contract, ("", ""))
        own = looks(value_of(product_of(self._document, self._described)))
        if product_name and looks(product_name) != own:
            return Scalar(self._document.line, product_name)
        name = looks(value_of(port_name))
        is_product = name in self._described.products or name in self._marks_by_name
        return port_name if name and name != own and is_product else None

    def _put_feeder(self, input_port: Fields, feeder: Node | None, contract: str) -> bool:
        name = value_of(feeder)
        if looks(name) not in self._described.products and not self._is_known(name):
            return False
        self._put(input_port, "feeder", feeder)
        product_name, port = self._described.ports.get(contract, ("", ""))
        if port and looks(product_name) == looks(name):
            reference = Fields(input_port.line)
            self._put(reference, "name", Scalar(input_port.line, port))
            self._put(reference, "of", feeder)
            self._put(input_port, "feeder_port", reference)
        return True

    def _output_port(self, port: Fields) -> Fields:
        own, output_port = self._custom(port), Fields(port.line)
        self._put(output_port, "name", port.fields.get("name"))
        self._put_port_kind(output_port, port, port, "type")
        self._put_version(output_port, port)
        self._put(output_port, "description", port.fields.get("description"))
        for name, field_name in (("dataSet", "data_set"), ("format", "format"), ("location", "location")):
            self._put(output_port, field_name, own.fields.get(name))
        if text_in(port, "contractId") in self._described.ports:
            self._record.take(port.fields["contractId"])
        self._marks |= self._marks_of(port)
        return output_port

    def _put_port_kind(self, target: Fields, port: Fields, source: Fields, name: str) -> None:
        kind = _PORTS.get(text_in(source, name).lower())
        if kind:
            self._record.take(source.fields[name])
        self._put(target, "kind", Scalar(port.line, kind or "table"))

    # --- Contract ---------------------------------------------------------------------------------

    def _contract(self, product: Fields) -> None:
        document = self._document
        offer = offered_by(document, self._described)
        if self._describes_product(offer is not None):
            self._put_word(product, "state", document, "status", _STATES)
            self._describe(product)
            self._govern(product)
        self._marks |= self._marks_of(document)
        schemas = list(self._all(document, "schema"))
        port_name = offer[1] if offer else document.fields.get("name") or document.fields.get("id")
        if value_of(port_name) == text_in(document, "name"):
            self._record.take(document.fields.get("name"))
        ports = [
            self._port(each, port_name if len(schemas) < 2 else each.fields.get("name")) for each in schemas
        ]
        if not schemas and port_name is not None:
            ports = [self._port(Fields(document.line), port_name)]
        self._put(product, "output_ports", Items(document.line, [*ports]))
        objectives = [*self._objectives()]
        if objectives:
            # Headwaters writes each of them as service levels of the standard, too.
            self._record.take(document.fields.get("slaProperties"))
        else:
            objectives = [*self._service_levels()]
        self._put(product, "slos", Items(document.line, [*objectives]))

    def _describes_product(self, is_offered: bool) -> bool:
        """Return True if the contract describes its product: no such product exists, and no other document
        describes it."""
        if "dataProduct" not in self._document.fields:
            return not is_offered
        name = looks(text_in(self._document, "dataProduct"))
        related = self._described.by_product.get(name, [])
        return name not in self._marks_by_name and all(text_in(each, "kind") == CONTRACT for each in related)

    def _port(self, schema: Fields, name: Node | None) -> Fields:
        output_port, own = Fields(schema.line), self._own
        self._put(output_port, "name", name)
        if text_in(own, "portType"):
            self._put_port_kind(output_port, schema, own, "portType")
            self._record.take(schema.fields.get("physicalType"))
        else:
            self._put_port_kind(output_port, schema, schema, "physicalType")
        if text_in(schema, "logicalType") == "object":
            self._record.take(schema.fields["logicalType"])
        if text_in(schema, "name") != value_of(name):
            self._put(output_port, "data_set", schema.fields.get("name"))
        self._record.take(schema.fields.get("name"))
        self._put(output_port, "description", schema.fields.get("description"))
        self._put_version(output_port, self._document)
        for each in ("format", "location", "example"):
            self._put(output_port, each, own.fields.get(each))
        for server in self._all(self._document, "servers"):
            if ADDRESS.fullmatch(text_in(server, "location")) and is_empty_or_same(
                output_port, "location", text_in(server, "location")
            ):
                self._put(output_port, "location", server.fields["location"])
            if text_in(server, "format") and is_empty_or_same(
                output_port, "format", text_in(server, "format")
            ):
                self._put(output_port, "format", server.fields["format"])
        self._marks |= self._marks_of(schema)
        self._secrecy = []
        columns = [
            each
            for column in self._all(schema, "properties")
            for each in self._columns(column, "", RiskMarks())
        ]
        self._put(output_port, "columns", Items(schema.line, [*columns]))
        self._classify()
        return output_port

    def _classify(self) -> None:
        """Mark the product with the secrecy of its columns. A public or internal column counts only if each
        column of the port has a classification; else it is ignored."""
        is_complete = all(secrecy for secrecy, _column in self._secrecy)
        for secrecy, column in self._secrecy:
            if is_complete or is_strict(secrecy):
                self._marks |= RiskMarks(secrecy=secrecy)
                continue
            for node in (column.fields.get("classification"), *items_in(column.fields.get("tags"))):
                if marks_in(value_of(node)) == RiskMarks(secrecy=secrecy):
                    self._record.leave(node)

    def _columns(self, source: Fields, prefix: str, marks: RiskMarks) -> Iterator[Fields]:
        """Yield the column and its nested ones: `address`, `address.street`. The marks of an object apply to
        its columns, and an object with a personal column is personal."""
        column, kind = Fields(source.line), text_in(source, "logicalType").lower()
        name = source.fields.get("name")
        full_name = f"{prefix}{value_of(name)}"
        own_marks = marks | self._marks_of(source)
        nested = [*self._all(source, "properties")]
        for item in _inside(source):
            own_marks |= self._marks_of(item)
            if text_in(item, "logicalType") == "object":
                self._record.take(item.fields["logicalType"])
            nested += self._all(item, "properties")
        if prefix and (not value_of(name) or len(full_name) > _LONGEST_NAME):
            # No column can be called so: it is left out, and named, but not what it is marked as.
            self._marks |= own_marks
            return
        self._put(column, "name", Scalar(name.line, full_name) if prefix and name else name)
        self._record.take(name)
        if kind in _COLUMN_TYPES:
            self._record.take(source.fields.get("logicalType"))
        self._put(column, "type", Scalar(source.line, kind if kind in _COLUMN_TYPES else "string"))
        self._put(column, "description", source.fields.get("description"))
        self._put(column, "is_required", source.fields.get("required"))
        nested_marks = RiskMarks(own_marks.is_personal, own_marks.is_sensitive)
        nested_columns = [
            each for part in nested for each in self._columns(part, f"{full_name}.", nested_marks)
        ]
        if own_marks.is_personal or any("is_personal" in each.fields for each in nested_columns):
            self._put(column, "is_personal", Scalar(source.line, "yes"))
        # Sensitive data about people, and secrets, are marked on the product: a column has no such mark.
        self._marks |= RiskMarks(is_personal=own_marks.is_sensitive, is_sensitive=own_marks.is_sensitive)
        self._secrecy.append((own_marks.secrecy, source))
        yield column
        yield from nested_columns
