"""The artifacts of the value tree, each declared once."""

from __future__ import annotations


def register_own() -> None:
    from discovery.kinds.base import artifact_kinds
    from lvt.kinds.measures import MEASURE, VALUE
    from lvt.kinds.tree import GOAL, HYPOTHESIS, INITIATIVE
    from lvt.kinds.use_cases import USE_CASE

    for kind in (GOAL, HYPOTHESIS, INITIATIVE, MEASURE, VALUE, USE_CASE):
        artifact_kinds.register(kind)
