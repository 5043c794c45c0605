"""The interaction picture of governance as DOT source: bodies by type, teams, and flows between them.

Pure: texts in, text out. Texts that people wrote become inert in documents.dot, and no address is ever
written into DOT.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import graphviz
from django.utils.translation import gettext as _, ngettext

from discovery.state_looks import ItemState
from documents import dot
from workshops.room.drawing_camera.rules import StopGroup

# The ranks from top to bottom: what spans domains, what serves one, and those who build.
RANKS = (("portfolio",), ("domain", "technology"), ("team",))
# A type of governance is marked by its word, and by the weight and the gray of its border: colors are
# for kinds of artifacts (discovery.marks), and a body of governance has no such color.
BORDERS = {"portfolio": (dot.INK, 3.0), "domain": (dot.INK, 1.5), "technology": (dot.INK_2, 2.0)}
_TEAM = (dot.INK_3, 1.0)
# More than so many labels cross each other: they are in the list under the picture then.
MOST_LABELS = 24


@dataclass(frozen=True, slots=True)
class GovernanceBox:
    """A body or team: `kind` is portfolio, domain, technology or team, `word` its name in words, `note` its
    members, and `count` their number. `is_open` means that it has none. `people` are its members alone, or
    which domains it is for, on a stage. `words` are those of several teams of this type."""

    key: str
    name: str
    word: str
    kind: str
    note: str = ""
    is_open: bool = False
    count: int = 0
    people: str = ""
    words: str = ""

    @property
    def state(self) -> ItemState:
        """That of its outline."""
        return ItemState.LACKING if self.is_open else ItemState.THERE


@dataclass(frozen=True, slots=True)
class Arrow:
    """A flow from a box to a box. Where it carries escalations only, the arrow is dashed."""

    origin: str
    end: str
    what: str
    is_escalation: bool = False


@dataclass(frozen=True, slots=True)
class GovernancePicture:
    """Boxes, and arrows between them; those that lead elsewhere are left out."""

    boxes: tuple[GovernanceBox, ...]
    arrows: tuple[Arrow, ...]

    @property
    def visible_arrows(self) -> list[Arrow]:
        keys = {box.key for box in self.boxes}
        return [arrow for arrow in self.arrows if arrow.origin in keys and arrow.end in keys]


def group_teams(picture: GovernancePicture) -> GovernancePicture:
    """With one box for teams of one kind with the same flows: each would repeat the same arrows."""
    groups = alike(picture)
    keys = {box.key: boxes[0].key for boxes in groups for box in boxes}
    arrows = (replace(each, origin=keys[each.origin], end=keys[each.end]) for each in picture.visible_arrows)
    return GovernancePicture(tuple(_together(boxes) for boxes in groups), tuple(dict.fromkeys(arrows)))


def alike(picture: GovernancePicture) -> list[list[GovernanceBox]]:
    """The boxes, with teams of one kind with the same flows together."""
    groups: dict[object, list[GovernanceBox]] = {}
    for box in picture.boxes:
        outgoing = frozenset((arrow.end, arrow.what) for arrow in picture.arrows if arrow.origin == box.key)
        incoming = frozenset((arrow.origin, arrow.what) for arrow in picture.arrows if arrow.end == box.key)
        groups.setdefault((box.word, outgoing, incoming) if box.kind == "team" else box.key, []).append(box)
    return [*groups.values()]


def _together(boxes: Sequence[GovernanceBox]) -> GovernanceBox:
    if len(boxes) == 1:
        return boxes[0]
    notes = [f"{box.name}: {box.note}." for box in boxes if box.note]
    return replace(boxes[0], name=", ".join(box.name for box in boxes), note=" ".join(notes))


def short(picture: GovernancePicture) -> GovernancePicture:
    """The same with grouped teams, and names only: for a screen that shows it whole."""
    picture = group_teams(picture)
    boxes = tuple(replace(box, note="") for box in picture.boxes)
    return GovernancePicture(boxes, tuple(dict.fromkeys(replace(each, what="") for each in picture.arrows)))


def rank_groups(picture: GovernancePicture) -> Iterator[StopGroup]:
    """The boxes by their kind, for the camera of a stage: bodies of each type, and teams."""
    for kind in (kind for kinds in RANKS for kind in kinds):
        boxes = [box for box in picture.boxes if box.kind == kind]
        if boxes:
            words = ", ".join(dict.fromkeys(box.word for box in boxes))
            yield StopGroup(kind, words, tuple(box.key for box in boxes))


def source(picture: GovernancePicture, *, shape: float | None = None) -> str:
    """DOT source, from top to bottom, of the picture with grouped teams. Flows from one box to another
    are one arrow, with all its words. `shape` is height over width, where there is more room than the drawing
    needs."""
    picture = group_teams(picture)
    graph = graphviz.Digraph("governance")
    graph.attr(rankdir="TB", bgcolor="transparent", pad="0.08", nodesep="0.45", ranksep="0.3", newrank="true")
    if shape is not None:
        graph.attr(ratio=f"{shape:g}")
    graph.attr("node", shape="plain", fontname=dot.SANS, fontsize=f"{dot.SMALL}", fontcolor=dot.INK)
    graph.attr(
        "edge",
        color=dot.INK_3,
        fontname=dot.SANS,
        fontsize=f"{dot.SMALL}",
        fontcolor=dot.INK_2,
        arrowsize="0.7",
    )
    rank_keys = []
    for kinds in RANKS:
        boxes = [box for box in picture.boxes if box.kind in kinds]
        if not boxes:
            continue
        with graph.subgraph() as same:
            same.attr(rank="same")
            for box in boxes:
                same.node(box.key, label=_card(box))
        rank_keys.append(boxes[0].key)
    for above, below in pairwise(rank_keys):
        graph.edge(above, below, style="invis", weight="10")
    merged = merged_arrows(picture)
    ranks = {box.key: _rank(box) for box in picture.boxes}
    has_labels = len(merged) <= MOST_LABELS
    arrows_by_ends = {
        (arrow.origin, arrow.end): (n, arrow, words) for n, (arrow, words) in enumerate(merged, start=1)
    }
    names = {box.key: box.name for box in picture.boxes}
    for (origin, end), (number, arrow, words) in arrows_by_ends.items():
        text = dot.label(words, 20, 4) if has_labels else str(number)
        style = "dashed" if arrow.is_escalation else "solid"
        if ranks[origin] != ranks[end] or origin == end:
            # Graphviz draws best what points downwards: what goes up is drawn from its end, with the head
            # there.
            is_upwards = ranks[origin] > ranks[end]
            start, stop = (end, origin) if is_upwards else (origin, end)
            heads = "back" if is_upwards else "forward"
            # Its lines keep clear of the arrow.
            clear = r"\n".join(f"  {line}  " for line in text.split(r"\n"))
            graph.edge(start, stop, label=clear, style=style, dir=heads)
            continue
        # Side by side, labels would cover each other and the lines: the words between the two are in a box
        # in the row as a box does, also for the way back, whose head is at the other end of the same line.
        back = arrows_by_ends.get((end, origin))
        if back is not None and back[0] < number:
            continue
        if back is not None:
            there = _("To %(name)s: %(what)s") % {"name": names[end], "what": words}
            here = _("To %(name)s: %(what)s") % {"name": names[origin], "what": back[2]}
            both = r"\n".join((dot.label(there, 24, 4), dot.label(here, 24, 4)))
            text = both if has_labels else f"{number}, {back[0]}"
        returning = style if back is None else "dashed" if back[1].is_escalation else "solid"
        if not words and (back is None or not back[2]):
            graph.edge(
                origin, end, style=style, dir="forward" if back is None else "both", constraint="false"
            )
            continue
        between = f"between{number}"
        with graph.subgraph() as same:
            same.attr(rank="same")
            same.node(
                between,
                label=text,
                fontsize=f"{dot.SMALL}",
                fontcolor=dot.INK_2,
                shape="plaintext",
                margin="0.08",
            )
            same.node(origin)
        graph.edge(origin, between, style=returning, dir="none" if back is None else "back")
        graph.edge(between, end, style=style)
    return str(graph.source)


def _rank(box: GovernanceBox) -> int:
    return next((place for place, kinds in enumerate(RANKS) if box.kind in kinds), len(RANKS))


def merged_arrows(picture: GovernancePicture) -> list[tuple[Arrow, str]]:
    """Per pair of boxes one arrow with all words; it is an escalation when it carries nothing else."""
    by_ends: dict[tuple[str, str], list[Arrow]] = {}
    for arrow in picture.visible_arrows:
        by_ends.setdefault((arrow.origin, arrow.end), []).append(arrow)
    merged = []
    for group in by_ends.values():
        arrow = next((each for each in group if not each.is_escalation), group[0])
        merged.append((arrow, "; ".join(each.what for each in group if each.what)))
    return merged


def _card(box: GovernanceBox) -> str:
    color, thickness = BORDERS.get(box.kind, _TEAM)
    # Several teams in one box are side by side rather than below each other.
    width = 44 if box.kind == "team" else 26
    # A body of the organization may be called by its type alone.
    word = "" if box.name.startswith(box.word) else box.word
    words = [
        dot.Words(word, size=dot.SMALL, color=dot.INK_2, width=24),
        dot.Words(box.name, size=12, bold=True, width=width - 2),
        dot.Words(box.note, size=dot.SMALL, color=dot.INK_2, width=width, lines=5),
    ]
    return dot.card(
        words,
        border=box.state.value.color(color),
        thickness=3.0 if box.is_open else thickness,
        line=box.state.value.line,
        rounded=box.kind == "team",
    )


def title() -> str:
    """The title of the picture."""
    return _("Governance: bodies and teams")


def description(picture: GovernancePicture) -> str:
    """The picture in words, for a screen reader and paper: each arrow in a sentence."""
    names = {box.key: box.name for box in picture.boxes}
    bodies = sum(box.kind != "team" for box in picture.boxes)
    teams = len(picture.boxes) - bodies
    sentences = [
        ngettext("%(count)s body.", "%(count)s bodies.", bodies) % {"count": bodies},
        ngettext("%(count)s team.", "%(count)s teams.", teams) % {"count": teams},
    ]
    sentences += [
        _("From %(origin)s to %(end)s: %(what)s.")
        % {"origin": names[arrow.origin], "end": names[arrow.end], "what": words}
        for arrow, words in merged_arrows(picture)
    ]
    sentences += [f"{box.name}: {box.note}." for box in picture.boxes if box.kind == "team" and box.note]
    return " ".join(sentences)
