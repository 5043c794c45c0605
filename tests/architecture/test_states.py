"""docs/states.md draws each state machine as the code has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from discovery.policies import WORKSHOP_TRANSITIONS
from lvt.policies.bets import BET_TRANSITIONS
from lvt.policies.rounds import ROUND_TRANSITIONS

DOCUMENT = Path(__file__).parents[2] / "docs" / "states.md"
MACHINES: dict[str, Mapping[Any, Iterable[str]]] = {
    "Workshop": WORKSHOP_TRANSITIONS,
    "Bet": BET_TRANSITIONS,
    "Scoring round": ROUND_TRANSITIONS,
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
