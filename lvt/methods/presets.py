"""Ready-made methods of prioritization, as tables of `lvt/tables/`: `methods.csv`, the criteria of each in
`criteria.csv`, and worked examples in `examples.csv`.

The first is the default. Each has its source and a note on when to use it; its examples are computed by the
tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Final

from core.labels import Text, names_of
from core.name_comparison import looks
from core.shipped_tables import read_table
from documents import rounded_numbers
from lvt.scale_steps import ScaleStep, scale_of, steps_in, with_label
from lvt.scoring_method import Combination

_TABLES: Final = Path(__file__).parents[1] / "tables"


@dataclass(frozen=True, slots=True)
class PresetCriterion:
    """A criterion of the preset with the key `method`; the others are fields of models.Criterion."""

    method: str
    name: Text
    question: Text
    scale_min: int
    scale_max: int
    steps: Text
    low_label: Text
    high_label: Text
    direction: str
    part: str
    weight: int

    @property
    def scale(self) -> tuple[ScaleStep, ...]:
        """The answers to choose from, lowest first."""
        return scale_of(str(self.steps), self.scale_min, self.scale_max)

    @property
    def lowest(self) -> ScaleStep:
        """The lowest answer, with what it means."""
        return with_label(self.scale[0], str(self.low_label))

    @property
    def highest(self) -> ScaleStep:
        """The highest answer, with what it means."""
        return with_label(self.scale[-1], str(self.high_label))


@dataclass(frozen=True, slots=True)
class Example:
    """A use case scored by one person: what they gave each criterion of the preset with the key `method`, in
    its order, and the total as a fraction."""

    method: str
    name: Text
    scores: tuple[str, ...]
    total: str

    @property
    def shown_total(self) -> str:
        return str(rounded_numbers.score(Fraction(self.total)))


@dataclass(frozen=True, slots=True)
class Preset:
    """A method that a discovery may start from."""

    key: str
    name: Text
    description: Text
    combination: Combination
    source: Text
    when: Text
    top_share: int

    @property
    def criteria(self) -> tuple[PresetCriterion, ...]:
        """In the order of the method."""
        return tuple(each for each in _CRITERIA if each.method == self.key)

    @property
    def examples(self) -> tuple[Example, ...]:
        """Worked by hand from the source."""
        return tuple(each for each in _EXAMPLES if each.method == self.key)


_CRITERIA: Final = read_table(_TABLES / "criteria.csv", PresetCriterion)
_EXAMPLES: Final = read_table(_TABLES / "examples.csv", Example)
PRESETS: Final = {preset.key: preset for preset in read_table(_TABLES / "methods.csv", Preset)}
DEFAULT: Final = PRESETS["seven_criteria"]


def called_alike(name: str) -> frozenset[str]:
    """All names of the ready-made criterion, or step of a scale, that is or was called so, normalized: a
    discovery keeps the words in which it was made, and a sheet those in which it was saved."""
    look = looks(name)
    return frozenset().union(*(names for names in _names() if look in names), {look})


@cache
def _names() -> tuple[frozenset[str], ...]:
    return tuple({frozenset(map(looks, names)) for each in _CRITERIA for names in _names_in(each)})


def _names_in(criterion: PresetCriterion) -> Iterator[tuple[str, ...]]:
    """All names of the criterion, of each step of its scale, and of the steps with their numbers."""
    yield names_of(criterion.name)
    scales = [steps_in(text) for text in names_of(criterion.steps)] if criterion.steps else []
    for steps in zip(*scales, strict=False):
        if all(each.label for each in steps):
            yield tuple(each.label for each in steps)
            yield tuple(map(str, steps))
