"""What was measured, what it should be, and how it is shown."""

import json
import math
import operator
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value against its goal: "<= 4", ">= 90", "== 0"."""

    name: str
    value: float
    unit: str
    goal: str
    note: str = ""

    @property
    def met(self) -> bool:
        comparison, bound = self.goal.split()
        meets = {"<=": operator.le, ">=": operator.ge, "==": operator.eq}[comparison]
        return bool(meets(self.value, float(bound)))


def p95(values: Sequence[float]) -> float:
    """The 95th percentile by nearest rank; raises ValueError when there are no values."""
    if not values:
        raise ValueError("nothing was measured")
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def table(figures: Sequence[Figure]) -> str:
    """The figures as text, one per line, misses marked."""
    width = max(len(figure.name) for figure in figures)
    lines = [f"{'figure':{width}}  {'value':>9}  {'unit':6}  {'goal':8}  met  note"]
    for figure in figures:
        met = "yes" if figure.met else "NO"
        value = f"{figure.value:9.2f}  {figure.unit:6}  {figure.goal:8}"
        lines.append(f"{figure.name:{width}}  {value}  {met:3}  {figure.note}".rstrip())
    return "\n".join(lines)


def write(figures: Sequence[Figure], path: Path) -> None:
    """Write the figures as JSON: `{"figures": [{"name", "value", "unit", "goal", "met", "note"}]}`."""
    rows = [{**asdict(figure), "value": round(figure.value, 3), "met": figure.met} for figure in figures]
    path.write_text(json.dumps({"figures": rows}, indent=2) + "\n")
