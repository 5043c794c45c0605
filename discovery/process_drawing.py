"""The process of a discovery as DOT source: its three streams with what goes in and comes out, and the double
diamond. Pure: texts in, text out.

The double diamond is the Design Council's (2005): a first diamond finds the right problem (why and what), a
second one the right solution (how); each opens up before it closes in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import graphviz
from django.utils.translation import gettext as _

from core.labels import Text
from discovery.process import PHASE_PURPOSES, STREAM_PURPOSES
from documents import dot


@dataclass(frozen=True, slots=True)
class Leg:
    """A stream or phase by its name, with what it starts from and what it leaves behind."""

    key: str
    name: Text
    comes_in: Text
    goes_out: Sequence[Text]


def streams_source(streams: Sequence[tuple[str, Text]], phases: Sequence[tuple[str, Text]]) -> str:
    """DOT source of the streams, (key, name) each, between the phase before them and the one after them, in
    columns from left to right."""
    graph = _graph("streams", "0.3", "0.45")
    (first, first_name), (last, last_name) = phases[0], phases[-1]
    graph.node("before", label=_card(str(first_name), [str(PHASE_PURPOSES[first])], dot.INK_3))
    graph.node("after", label=_card(str(last_name), [str(PHASE_PURPOSES[last])], dot.INK_3))
    for key, name in streams:
        purpose = STREAM_PURPOSES[key]
        leg = Leg(key, name, purpose.comes_in, purpose.goes_out)
        graph.node(f"in-{key}", label=_card(_("Starts from"), [str(leg.comes_in)], dot.LINE))
        graph.node(key, label=_card(str(leg.name), [str(purpose.question)], dot.INK, thickness=2))
        graph.node(f"out-{key}", label=_card(_("Delivers"), [f"• {each}" for each in leg.goes_out], dot.LINE))
        graph.edge("before", f"in-{key}")
        graph.edge(f"in-{key}", key)
        graph.edge(key, f"out-{key}")
        graph.edge(f"out-{key}", "after")
    return str(graph.source)


def streams_title() -> str:
    """The title of the drawing of the three streams, for people who do not see it."""
    return _("Three streams side by side")


def streams_description(streams: Sequence[tuple[str, Text]]) -> str:
    """The same in words: each stream in a sentence."""
    return " ".join(
        _("%(stream)s starts from: %(comes_in)s. It delivers: %(goes_out)s.")
        % {
            "stream": name,
            "comes_in": STREAM_PURPOSES[key].comes_in,
            "goes_out": ", ".join(str(each) for each in STREAM_PURPOSES[key].goes_out),
        }
        for key, name in streams
    )


@dataclass(frozen=True, slots=True)
class Diamond:
    """A half of the double diamond: its phase and question, and what opens and closes it."""

    key: str
    phase: str
    question: str
    opens: str
    closes: str


def diamonds() -> tuple[Diamond, Diamond]:
    """The two diamonds."""
    return (
        Diamond(
            "first",
            _("Discovery"),
            _("Why and what"),
            _("Opens up: goals, hypotheses, ideas for using data"),
            _("Narrows down: priorities, first data products, gaps"),
        ),
        Diamond(
            "second",
            _("Delivery"),
            _("How?"),
            _("Opens up: thin slices, experiments, ways to build them"),
            _("Narrows down: data products that are live and keep their promises"),
        ),
    )


def milestones() -> dict[str, str]:
    """The milestones before, between and after the diamonds, by the names of their nodes."""
    return {
        "start": _("A domain joins"),
        "agreed": _("Handover: the plan is agreed"),
        "value": _("Value is measured"),
    }


DIAMOND_ARROWS = (("start", "first"), ("first", "agreed"), ("agreed", "second"), ("second", "value"))


def diamonds_source(here: str = "") -> str:
    """DOT source of the double diamond, from left to right, with what opens and closes each under it. The
    diamond with the key `here` is marked."""
    graph = _graph("diamonds", "0.25", "0.2")
    for key, milestone in milestones().items():
        graph.node(key, label=_card(milestone, [], dot.INK_3, width=14))
    for each in diamonds():
        words = [dot.Words(each.question, size=13, bold=True, width=18)]
        words += [dot.Words(each.phase, size=10, color=dot.INK_2)]
        if each.key == here:
            words += [dot.Words(_("We are here"), size=10, bold=True)]
        graph.node(
            each.key,
            shape="diamond",
            width="2.2",
            height="1.6",
            fixedsize="true",
            color=dot.INK,
            penwidth="2",
            style="filled",
            fillcolor=dot.PAPER,
            label=dot.middle(words),
        )
        below = f"{each.key}-words"
        graph.node(below, label=_card("", [each.opens, each.closes], dot.LINE, width=20))
        with graph.subgraph() as same:
            same.attr(rank="same")
            same.node(each.key)
            same.node(below)
        graph.edge(each.key, below, dir="none")
    for start, end in DIAMOND_ARROWS:
        graph.edge(start, end, weight="10")
    return str(graph.source)


def diamonds_title() -> str:
    """The title of the drawing of the double diamond, for people who do not see it."""
    return _("The double diamond: first why and what, then how")


def diamonds_description() -> str:
    """Text that describes the drawing of the double diamond."""
    return _(
        "The first diamond, the discovery, opens with goals, hypotheses and ideas. It closes "
        "with priorities and data products. The handover is the point between. The second "
        "diamond, delivery, opens with thin slices and experiments. It closes with live data "
        "products whose value is measured."
    )


def _graph(name: str, between: str, between_ranks: str) -> graphviz.Digraph:
    graph = dot.drawing(name, direction="LR", between=between, between_ranks=between_ranks)
    graph.attr("node", shape="plain")
    return graph


def _card(
    heading: str, lines: Sequence[str], border: str, thickness: float = 1, width: int | None = None
) -> str:
    words = [dot.Words(heading, size=12, bold=True, width=width or 22, lines=3)]
    words += [dot.Words(line, size=10.5, color=dot.INK_2, width=width or 26, lines=5) for line in lines]
    return dot.card(words, border=border, thickness=thickness)
