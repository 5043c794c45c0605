"""docs/states.md draws each state machine as the code has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from handover.policies import REVIEW_TRANSITIONS
from lvt.policies.bet_states import BET_TRANSITIONS
from lvt.rounds.policies import ROUND_TRANSITIONS
from products.design.product.policies import PRODUCT_TRANSITIONS
from products.promises.access_requests.policies import REQUEST_TRANSITIONS
from workshops.activity_kind import ActivityKind
from workshops.policies import WORKSHOP_TRANSITIONS
from workshops.registries import activity_kinds

DOCUMENT = Path(__file__).parents[2] / "docs" / "states.md"
MACHINES: dict[str, Mapping[Any, Iterable[str]]] = {
    "Workshop": WORKSHOP_TRANSITIONS,
    "Hypothesis": BET_TRANSITIONS,
    "Scoring round": ROUND_TRANSITIONS,
    "Data product": PRODUCT_TRANSITIONS,
    "Request for access": REQUEST_TRANSITIONS,
    "Review of a section": REVIEW_TRANSITIONS,
}


def drawn(machine: Mapping[Any, Iterable[str]]) -> str:
    """The transitions as a Mermaid state diagram that starts at the first state."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {next(iter(machine))}"]
    lines += [f"    {state} --> {after}" for state, follow in machine.items() for after in sorted(follow)]
    return "\n".join([*lines, "```"])


@pytest.mark.parametrize("name", MACHINES)
def test_the_document_draws_the_table(name: str) -> None:
    section = DOCUMENT.read_text().split(f"## {name}\n")[1].split("\n## ")[0]

    assert drawn(MACHINES[name]) in section


@pytest.mark.parametrize("kind", [each for each in activity_kinds if each.phases], ids=lambda kind: kind.key)
def test_the_document_draws_the_phases_of_each_kind(kind: ActivityKind) -> None:
    phases = {each.key: [one.key for one in kind.phases if each.key in one.after] for each in kind.phases}
    # What kinds have in common, such as the phases of AnswerKind, is drawn once.
    alike = [each.key for each in activity_kinds if each.phases is kind.phases]
    sections = [
        section
        for section in DOCUMENT.read_text().split("\n### ")[1:]
        if any(f"`{key}`" in section.partition("\n")[0] for key in alike)
    ]
    assert len(sections) == 1, (
        f"docs/states.md needs one heading with `{kind.key}`, and below it:\n{drawn(phases)}"
    )
    (section,) = sections

    if all(len(after) == len(phases) - 1 > 1 for after in phases.values()):
        assert f"({', '.join(phases)}): each leads to each other." in section
    else:
        assert drawn(phases) in section.split("\n## ")[0]
