"""The shades of lines of a map, so that those to different nodes can be followed side by side. Pure."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from documents import dot
from documents.drawing_key import KeyEntry

# More edges than this aren't followed one by one.
_MOST_FOLLOWED = 150


def shades_of(joined: Mapping[str, Collection[str]], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """The colors of edges by the node at the one end that counts; `joined` are the nodes at the other ends.
    Of the nodes in a row that have several edges, each differs from the next. None where there are too many
    edges for that."""
    if sum(map(len, joined.values())) > _MOST_FOLLOWED:
        return {}
    several = ([key for key in row if len(joined.get(key, ())) > 1] for row in rows)
    return {key: (dot.INK_3, dot.INK)[number % 2] for keys in several for number, key in enumerate(keys)}


def shade_entry(shades: Mapping[str, str]) -> tuple[KeyEntry, ...]:
    """The entry of the key that a drawing with both shades needs."""
    if dot.INK not in shades.values():
        return ()
    look = {"color": dot.INK, "penwidth": "2"}
    return (KeyEntry(_("Both shades of line mean the same"), look, is_line=True),)
