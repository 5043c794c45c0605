"""The value tree where only a part of it has room: the most important nodes are whole, and the rest is
counted at their parent. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.utils.translation import ngettext

from lvt.drawing import MORE, Node

_LEFT_OUT = frozenset({"initiative", "contribution"})


def folded(root: Node, order: Sequence[str], most: int) -> tuple[Node, str]:
    """The tree with the `most` first nodes of `order`, which are keys, and with their parents; and a text
    that counts the rest, "" for none. Where nodes are left out, a node of the kind MORE counts them."""
    keys = frozenset(order[:most])
    return _visible_node(root, keys), _counts_by_tier(_left_out(root, keys))


def to_use_cases(node: Node) -> Node:
    """The tree with the measures of goals only, without initiatives and goals of other trees, and without
    words above use cases, which have the last column for themselves."""
    children = tuple(to_use_cases(each) for each in node.children if each.kind not in _LEFT_OUT)
    caption = "" if node.kind == "use_case" else node.caption
    notes = node.notes if node.kind == "goal" else ()
    return replace(node, children=children, notes=notes, caption=caption)


def _visible_node(node: Node, keys: frozenset[str]) -> Node:
    children = [_visible_node(child, keys) for child in node.children if _is_shown(child, keys)]
    rest = [child for child in node.children if not _is_shown(child, keys)]
    if rest:
        children.append(Node(MORE, f"{MORE}-{node.key}", f"+ {_counts_by_tier(rest)}"))
    return replace(node, children=tuple(children))


def _left_out(node: Node, keys: frozenset[str]) -> Iterator[Node]:
    for child in node.children:
        if _is_shown(child, keys):
            yield from _left_out(child, keys)
        else:
            yield child


def _is_shown(node: Node, keys: frozenset[str]) -> bool:
    return any(each.key in keys for each in node.and_below)


def _counts_by_tier(nodes: Iterable[Node]) -> str:
    """The number of nodes of each tier, with all below them, as text."""
    count = Counter(each.kind for node in nodes for each in node.and_below)
    words = {
        "goal": ngettext("%(count)s goal", "%(count)s goals", count["goal"]),
        "hypothesis": ngettext("%(count)s hypothesis", "%(count)s hypotheses", count["hypothesis"]),
        "use_case": ngettext("%(count)s use case", "%(count)s use cases", count["use_case"]),
    }
    return ", ".join(text % {"count": count[kind]} for kind, text in words.items() if count[kind])
