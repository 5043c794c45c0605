"""Access to nodes of documents for readers of specifications. Pure."""

from core.imports.yaml_parser import Fields, Items, Node, Scalar

PRODUCT, CONTRACT = "DataProduct", "DataContract"
"""The kinds of documents of Bitol's standards."""


def set_field(fields: Fields, name: str, node: Node | None) -> bool:
    """Set the field unless the node is empty. Returns True if it was set."""
    if node is None or (isinstance(node, Scalar) and not node.text):
        return False
    if isinstance(node, Items) and not node.items:
        return False
    fields.fields[name], fields.lines[name] = node, node.line
    return True


def is_empty_or_same(target: Fields, name: str, value: str) -> bool:
    """Return True if the field is empty or has this value."""
    return name not in target.fields or text_in(target, name) == value


def of_opendataproducts(document: Fields) -> Fields | None:
    """Return the product of a document of opendataproducts.org (ODPS 4); None for other documents."""
    product = document.fields.get("product")
    is_theirs = "opendataproducts" in text_in(document, "schema") or (
        isinstance(product, Fields) and {"details", "en", "productStrategy"} & product.fields.keys()
    )
    return product if is_theirs and isinstance(product, Fields) else None


def preferred_translation(node: Node | None) -> Node | None:
    """Return the node for a language, English first; the node itself without languages."""
    if not isinstance(node, Fields):
        return node
    return node.fields.get("en") or next(iter(node.fields.values()), None)


def value_of(node: Node | None) -> str:
    """Return the text of a scalar; "" for other nodes."""
    return (node.text or "").strip() if isinstance(node, Scalar) else ""


def text_in(node: Fields, name: str) -> str:
    """Return the text of the field; "" for none."""
    return value_of(node.fields.get(name))


def name_in(node: Node | None) -> Node | None:
    """Return the node with the name: the field `name`, or the node itself."""
    return node.fields.get("name") if isinstance(node, Fields) else node


def items_in(node: Node | None) -> list[Node]:
    """Return the items of a list; an empty list for other nodes."""
    return node.items if isinstance(node, Items) else []
