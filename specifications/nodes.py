"""Nodes of documents, as readers of specifications ask for them. Pure."""

from __future__ import annotations

from core.incoming.yaml_lines import Fields, Items, Node, Scalar

PRODUCT, CONTRACT = "DataProduct", "DataContract"
"""What documents of Bitol's standards call themselves."""


def say(fields: Fields, name: str, node: Node | None) -> bool:
    """Says something, unless it is empty."""
    if node is None or (isinstance(node, Scalar) and not node.text):
        return False
    if isinstance(node, Items) and not node.items:
        return False
    fields.fields[name], fields.lines[name] = node, node.line
    return True


def is_new(made: Fields, name: str, said: str) -> bool:
    """Whether the field says nothing yet, or the same."""
    return name not in made.fields or text_in(made, name) == said


def of_opendataproducts(document: Fields) -> Fields | None:
    """The product of a document of opendataproducts.org (ODPS 4); None of any other document."""
    product = document.fields.get("product")
    is_theirs = "opendataproducts" in text_in(document, "schema") or (
        isinstance(product, Fields) and {"details", "en", "productStrategy"} & product.fields.keys()
    )
    return product if is_theirs and isinstance(product, Fields) else None


def translated(node: Node | None) -> Node | None:
    """What stands under a language, English first; the node itself where it names none."""
    if not isinstance(node, Fields):
        return node
    return node.fields.get("en") or next(iter(node.fields.values()), None)


def said_in(node: Node | None) -> str:
    """What a value says; "" for none."""
    return (node.text or "").strip() if isinstance(node, Scalar) else ""


def text_in(node: Fields, name: str) -> str:
    """What the field says; "" for none."""
    return said_in(node.fields.get(name))


def name_in(node: Node | None) -> Node | None:
    """The node that names something: that of its name, or the node itself."""
    return node.fields.get("name") if isinstance(node, Fields) else node


def items_in(node: Node | None) -> list[Node]:
    """The things in a list; none of what is no list."""
    return node.items if isinstance(node, Items) else []
