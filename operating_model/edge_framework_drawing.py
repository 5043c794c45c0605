"""EDGE as DOT source: six steps in a loop. Pure: texts in, text out.

EDGE (Highsmith, Luu, Robinson 2019) leads from a vision over a portfolio of bets to delivery, and
measurements lead back.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from documents import dot

# The loop runs along the upper row and back along the lower one: pairs of steps are above each other.
_COLUMNS = ((1, 6), (2, 5), (3, 4))


# All cards have one size, in points: this width, and the height of the tallest.
_WIDTH = 185
_CHECK_MARK = "\u00a0✓"


def _height(title: str, question: str) -> float:
    return 17 + 16 * len(dot.wrapped(f"0. {title}", 24, 2)) + 13 * len(dot.wrapped(question, 30, 4))


def source(
    steps: Sequence[tuple[str, str]], complete: Sequence[bool] = (), answer_counts: Sequence[str] = ()
) -> str:
    """DOT source of the six steps, (title, question) each; nodes are step1 to step6. `complete` is True for
    steps that have all their answers: they get a check mark. `answer_counts` are the answers of each step in
    words."""
    graph = dot.drawing("edge", direction="LR", between="0.3", between_ranks="0.7")
    # Arrows end a little before a card.
    graph.attr("node", shape="box", penwidth="0", margin="0.04")
    graph.attr("edge", fontsize="10", penwidth="1.6")
    tallest = max(_height(*step) for step in steps) + (13 if answer_counts else 0)
    marks = [_CHECK_MARK * each for each in complete] + [""] * len(steps)
    for number, (title, question) in enumerate(steps, start=1):
        graph.node(
            f"step{number}",
            label=dot.card(
                [
                    dot.Words(f"{number}. {title}{marks[number - 1]}", size=13, bold=True, width=26, lines=2),
                    dot.Words(question, size=10.5, color=dot.INK_2, width=30, lines=4),
                    *(dot.Words(each, size=10.5, bold=True) for each in answer_counts[number - 1 : number]),
                ],
                border=dot.INK_3,
                size=(_WIDTH, tallest),
            ),
        )
    back = {
        1: ("loop", _("measurements change goals and hypotheses"), "solid"),
        2: ("feedback", _("fast feedback"), "dashed"),
    }
    for above, below in _COLUMNS:
        with graph.subgraph() as same:
            same.attr(rank="same")
            same.node(f"step{above}")
            # Ways back are drawn from their end: Graphviz lays out edges along its ranks best. Words
            # beside a line of a rank would cover it, so they are in it.
            if above in back:
                key, words, style = back[above]
                label = dot.label(words, 22, 3)
                same.node(
                    key, label=label, shape="plaintext", fontsize="10", fontcolor=dot.INK_2, margin="0.05"
                )
                same.edge(f"step{above}", key, dir="back", style=style)
                same.edge(key, f"step{below}", dir="none", style=style)
            else:
                same.edge(f"step{above}", f"step{below}")
            same.node(f"step{below}")
    graph.edge("step1", "step2", weight="100")
    graph.edge("step2", "step3", weight="100")
    graph.edge("step5", "step4", dir="back", weight="100")
    graph.edge("step6", "step5", dir="back", weight="100")
    return str(graph.source)


def title() -> str:
    """The title of the drawing of the six steps, for people who do not see it."""
    return _("EDGE: six steps in a loop, from vision to value")


def description(steps: Sequence[tuple[str, str]]) -> str:
    """The loop in words."""
    titles = " ".join(f"{number}. {title}." for number, (title, _question) in enumerate(steps, start=1))
    loop = _("The last step leads back to the first: measurements change goals and hypotheses.")
    return f"{titles} {loop}"
