"""Data products and contracts that somebody described elsewhere (ODPS 1, ODCS 3), as the text of a discovery.
Pure.

Products, ports, columns and objectives are taken; docs/texts.md says what becomes of what. People, teams and
all else that names rows which only the discovery knows are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from core.incoming.yaml_lines import Fields, Items, Node, Scalar
from core.naming import looks
from specifications.data_contract import ADDRESS
from specifications.data_product import NAMELESS_INPUT, STATUS, TYPE, paragraphs
from specifications.described import DocumentSet, offered_by, product_of
from specifications.marks import Marks, is_strict, level, marks_in
from specifications.nodes import CONTRACT, is_new, items_in, name_in, said_in, say, text_in
from specifications.taking import TEXTS, DocumentReader

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


def as_text(document: Fields, described: DocumentSet, known: Mapping[str, Marks]) -> Fields:
    """The document as a text. `known` are the marks of the products that are there already, by their names as
    `looks` compares them: such a product keeps its type where the document says none, and no mark is lowered
    by what a part of it says."""
    return _TextReader(document, described, known).text()


class _TextReader(DocumentReader):
    def __init__(self, document: Fields, described: DocumentSet, known: Mapping[str, Marks]) -> None:
        super().__init__(document, described)
        self._known = known
        self._kind = text_in(document, "kind")
        self._marks = Marks()
        # How secret the columns of a port are, with what says so.
        self._secrecy: list[tuple[str, Fields]] = []
        for key in _ABOUT:
            self._account.take(document.fields.get(key))

    def text(self) -> Fields:
        document, name = self._document, product_of(self._document, self._described)
        product = Fields(document.line)
        self._put(product, "name", name)
        self._account.take(document.fields.get("dataProduct"))
        if self._kind == CONTRACT:
            self._contract(product)
        else:
            self._product(product)
        self._mark(product, looks(said_in(name)))
        if "kind" not in product.fields and not self._is_known(said_in(name)):
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
        return looks(name) in self._known

    # --- Product ----------------------------------------------------------------------------------

    def _product(self, made: Fields) -> None:
        document = self._document
        self._put_word(made, "kind", document, "type", {looks(said): kind for kind, said in TYPE.items()})
        self._put(made, "state", self._own.fields.get("state"))
        self._put_word(made, "state", document, "status", _STATES)
        self._describe(made)
        self._govern(made)
        self._marks |= self._marks_of(document)
        ports = (self._input_port(port) for port in self._all(document, "inputPorts"))
        self._put(made, "input_ports", Items(document.line, [port for port in ports if port is not None]))
        outputs = map(self._output_port, self._all(document, "outputPorts"))
        self._put(made, "output_ports", Items(document.line, [*outputs]))
        self._put(made, "slos", Items(document.line, [*self._objectives()]))

    def _describe(self, made: Fields) -> None:
        said = self._document.fields.get("description")
        if not isinstance(said, Fields):
            self._put(made, "description", said)
            return
        self._put(made, "job", said.fields.get("purpose"))
        self._put(made, "description", self._custom(said).fields.get("description"))
        policies = [text_in(self._own, name) for name in ("accessPolicy", "privacyNote", "compliance")]
        if any(policies):
            # Headwaters writes them, and limitations that they make together.
            if text_in(said, "limitations") == paragraphs(*policies).strip():
                self._account.take(said.fields.get("limitations"))
        else:
            self._put_text(made, "access_policy", said.fields.get("limitations"))
        questions = self._own.fields.get("sixQuestions")
        answers = Items(self._document.line)
        if isinstance(questions, Fields):
            for question in _QUESTIONS:
                self._answer(answers, question, questions.fields.get(question))
            usage = paragraphs(text_in(questions, "engagement"), text_in(questions, "tasks"))
            if text_in(said, "usage") == usage.strip():
                self._account.take(said.fields.get("usage"))
        else:
            self._answer(answers, "engagement", said.fields.get("usage"))
        self._put(made, "answers", answers)

    def _answer(self, answers: Items, question: str, said: Node | None) -> None:
        if said is not None and said_in(said):
            answer = Fields(said.line)
            self._put_text(answer, "text", said)
            if answer.fields:
                self._put(answer, "question", Scalar(said.line, question))
                answers.items.append(answer)

    def _govern(self, made: Fields) -> None:
        """Policies, links, and how the product is made, as Headwaters writes them."""
        own = self._own
        for name, here in TEXTS.items():
            self._put_text(made, here, own.fields.get(name))
        for name, (here, words) in _CHOICES.items():
            if text_in(own, name) in words:
                self._put(made, here, own.fields.get(name))
        distribution = own.fields.get("distribution")
        for name in ("modified", "unmodified"):
            if isinstance(distribution, Fields) and text_in(distribution, name) in _DISTRIBUTION:
                self._put(made, f"distribution_{name}", distribution.fields[name])
        for each in self._all(self._document, "authoritativeDefinitions"):
            link = _LINKS.get(text_in(each, "type"))
            if link and link not in made.fields and _WEB_ADDRESS.fullmatch(text_in(each, "url")):
                self._put(made, link, each.fields["url"])
                self._account.take(each.fields["type"])

    def _input_port(self, port: Fields) -> Fields | None:
        """None for a port that a product feeds which neither comes in a document nor is there."""
        own, made, called = self._custom(port), Fields(port.line), port.fields.get("name")
        feeder, source, contract = (
            own.fields.get("dataProduct"),
            own.fields.get("source"),
            text_in(port, "contractId"),
        )
        is_of_source = source is None and "portType" not in own.fields
        if feeder is None and is_of_source:
            feeder = self._feeder_called(called, contract)
        if feeder is not None:
            origin = name_in(feeder)
            if not self._put_feeder(made, origin, contract):
                return None
            self._account.take(feeder)
            if contract in self._described.ports:
                self._account.take(port.fields["contractId"])
        else:
            origin = called if is_of_source else name_in(source)
            self._account.take(source)
            self._put(made, "kind", own.fields.get("portType"))
            if said_in(called) == NAMELESS_INPUT and source is None:
                origin = called = None
            self._put(made, "source", origin)
        self._account.take(port.fields.get("name"))
        self._account.take(own.fields.get("portType"))
        if said_in(called) != said_in(origin):
            self._put(made, "name", called)
        self._put(made, "format", own.fields.get("format"))
        self._put(made, "location", own.fields.get("location"))
        description = "portDescription" if "portDescription" in own.fields else "description"
        self._put(made, "description", (own if description in own.fields else port).fields.get(description))
        self._marks |= self._marks_of(port)
        return made

    def _feeder_called(self, called: Node | None, contract: str) -> Node | None:
        """The product that feeds a port of which no document says that a source does: by the contract that it
        relies on, or by the name of another product."""
        of, _port = self._described.ports.get(contract, ("", ""))
        own = looks(said_in(product_of(self._document, self._described)))
        if of and looks(of) != own:
            return Scalar(self._document.line, of)
        name = looks(said_in(called))
        is_product = name in self._described.products or name in self._known
        return called if name and name != own and is_product else None

    def _put_feeder(self, made: Fields, feeder: Node | None, contract: str) -> bool:
        name = said_in(feeder)
        if looks(name) not in self._described.products and not self._is_known(name):
            return False
        self._put(made, "feeder", feeder)
        of, port = self._described.ports.get(contract, ("", ""))
        if port and looks(of) == looks(name):
            reference = Fields(made.line)
            self._put(reference, "name", Scalar(made.line, port))
            self._put(reference, "of", feeder)
            self._put(made, "feeder_port", reference)
        return True

    def _output_port(self, port: Fields) -> Fields:
        own, made = self._custom(port), Fields(port.line)
        self._put(made, "name", port.fields.get("name"))
        self._put_port_kind(made, port, port, "type")
        self._put_version(made, port)
        self._put(made, "description", port.fields.get("description"))
        for name, here in (("dataSet", "data_set"), ("format", "format"), ("location", "location")):
            self._put(made, here, own.fields.get(name))
        if text_in(port, "contractId") in self._described.ports:
            self._account.take(port.fields["contractId"])
        self._marks |= self._marks_of(port)
        return made

    def _put_port_kind(self, made: Fields, of: Fields, said: Fields, name: str) -> None:
        kind = _PORTS.get(text_in(said, name).lower())
        if kind:
            self._account.take(said.fields[name])
        self._put(made, "kind", Scalar(of.line, kind or "table"))

    # --- Contract ---------------------------------------------------------------------------------

    def _contract(self, made: Fields) -> None:
        document = self._document
        offered = offered_by(document, self._described)
        if self._describes_product(offered is not None):
            self._put_word(made, "state", document, "status", _STATES)
            self._describe(made)
            self._govern(made)
        self._marks |= self._marks_of(document)
        schemas = list(self._all(document, "schema"))
        called = offered[1] if offered else document.fields.get("name") or document.fields.get("id")
        if said_in(called) == text_in(document, "name"):
            self._account.take(document.fields.get("name"))
        ports = [
            self._port(each, called if len(schemas) < 2 else each.fields.get("name")) for each in schemas
        ]
        if not schemas and called is not None:
            ports = [self._port(Fields(document.line), called)]
        self._put(made, "output_ports", Items(document.line, [*ports]))
        objectives = [*self._objectives()]
        if objectives:
            # Headwaters writes each of them as service levels of the standard, too.
            self._account.take(document.fields.get("slaProperties"))
        else:
            objectives = [*self._service_levels()]
        self._put(made, "slos", Items(document.line, [*objectives]))

    def _describes_product(self, is_offered: bool) -> bool:
        """Whether the contract describes its product: where no product of this name is there, and no other
        document describes it."""
        if "dataProduct" not in self._document.fields:
            return not is_offered
        name = looks(text_in(self._document, "dataProduct"))
        related = self._described.by_product.get(name, [])
        return name not in self._known and all(text_in(each, "kind") == CONTRACT for each in related)

    def _port(self, schema: Fields, name: Node | None) -> Fields:
        made, own = Fields(schema.line), self._own
        self._put(made, "name", name)
        if text_in(own, "portType"):
            self._put_port_kind(made, schema, own, "portType")
            self._account.take(schema.fields.get("physicalType"))
        else:
            self._put_port_kind(made, schema, schema, "physicalType")
        if text_in(schema, "logicalType") == "object":
            self._account.take(schema.fields["logicalType"])
        if text_in(schema, "name") != said_in(name):
            self._put(made, "data_set", schema.fields.get("name"))
        self._account.take(schema.fields.get("name"))
        self._put(made, "description", schema.fields.get("description"))
        self._put_version(made, self._document)
        for each in ("format", "location", "example"):
            self._put(made, each, own.fields.get(each))
        for server in self._all(self._document, "servers"):
            if ADDRESS.fullmatch(text_in(server, "location")) and is_new(
                made, "location", text_in(server, "location")
            ):
                self._put(made, "location", server.fields["location"])
            if text_in(server, "format") and is_new(made, "format", text_in(server, "format")):
                self._put(made, "format", server.fields["format"])
        self._marks |= self._marks_of(schema)
        self._secrecy = []
        columns = [
            each for said in self._all(schema, "properties") for each in self._columns(said, "", Marks())
        ]
        self._put(made, "columns", Items(schema.line, [*columns]))
        self._classify()
        return made

    def _classify(self) -> None:
        """Marks the product as secret as its columns are. What is public or internal says so of all of the
        port only where each column has a classification; else it is left out."""
        is_whole = all(secrecy for secrecy, _said in self._secrecy)
        for secrecy, said in self._secrecy:
            if is_whole or is_strict(secrecy):
                self._marks |= Marks(secrecy=secrecy)
                continue
            for node in (said.fields.get("classification"), *items_in(said.fields.get("tags"))):
                if marks_in(said_in(node)) == Marks(secrecy=secrecy):
                    self._account.leave(node)

    def _columns(self, said: Fields, above: str, marks: Marks) -> Iterator[Fields]:
        """The column and those inside of it: `address`, `address.street`. What an object is marked as holds
        for what is inside, and an object with something personal inside is personal."""
        made, kind = Fields(said.line), text_in(said, "logicalType").lower()
        name = said.fields.get("name")
        called = f"{above}{said_in(name)}"
        own = marks | self._marks_of(said)
        inside = [*self._all(said, "properties")]
        item = said.fields.get("items")
        while isinstance(item, Fields):
            own |= self._marks_of(item)
            if text_in(item, "logicalType") == "object":
                self._account.take(item.fields["logicalType"])
            inside += self._all(item, "properties")
            item = item.fields.get("items")
        if above and (not said_in(name) or len(called) > _LONGEST_NAME):
            # No column can be called so: it is left out, and named, but not what it is marked as.
            self._marks |= own
            return
        self._put(made, "name", Scalar(name.line, called) if above and name else name)
        self._account.take(name)
        if kind in _COLUMN_TYPES:
            self._account.take(said.fields.get("logicalType"))
        self._put(made, "type", Scalar(said.line, kind if kind in _COLUMN_TYPES else "string"))
        self._put(made, "description", said.fields.get("description"))
        self._put(made, "is_required", said.fields.get("required"))
        within = Marks(own.is_personal, own.is_sensitive)
        below = [each for part in inside for each in self._columns(part, f"{called}.", within)]
        if own.is_personal or any("is_personal" in each.fields for each in below):
            self._put(made, "is_personal", Scalar(said.line, "yes"))
        # Sensitive data about people, and secrets, are marked on the product: a column has no such mark.
        self._marks |= Marks(is_personal=own.is_sensitive, is_sensitive=own.is_sensitive)
        self._secrecy.append((own.secrecy, said))
        yield made
        yield from below

    # --- Marks of risk ----------------------------------------------------------------------------

    def _mark(self, made: Fields, name: str) -> None:
        """Marks the product as its strictest part is marked, and never less than it is."""
        known = self._known.get(name, Marks())
        own = Marks(secrecy=text_in(made, "classification"))
        if level(self._marks.secrecy) > max(level(known.secrecy), level(own.secrecy)):
            say(made, "classification", Scalar(made.line, self._marks.secrecy))
        of_people = {"": 0, "none": 1, "personal": 2, "sensitive": 3}
        said = max(text_in(made, "privacy"), known.privacy, key=lambda each: of_people.get(each, 0))
        if of_people[self._marks.privacy] > of_people.get(said, 0):
            say(made, "privacy", Scalar(made.line, self._marks.privacy))
