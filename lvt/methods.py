"""Ready-made methods of prioritization, as tables of `lvt/tables/`: `methods.csv`, and the criteria of each
in `criteria.csv`.

The first is the default: seven criteria from 0 to 5, added up (0 to 35). Its criteria follow the use-case
template of Data Mesh discoveries; the second is weighted shortest job first (Reinertsen 2009, as used in
SAFe); the third is the value and effort matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.labels import Text
from core.tables import read_table
from lvt.scoring import Combination

_TABLES: Final = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class PresetCriterion:
    """A criterion of the preset with the key `method`; the others are fields of models.Criterion."""

    method: str
    name: Text
    question: Text
    scale_min: int
    scale_max: int
    low_label: Text
    high_label: Text
    direction: str
    part: str


@dataclass(frozen=True, slots=True)
class Preset:
    """A method that a discovery may start from."""

    key: str
    name: Text
    description: Text
    combination: Combination

    @property
    def criteria(self) -> tuple[PresetCriterion, ...]:
        """In the order of the method."""
        return tuple(each for each in _CRITERIA if each.method == self.key)


_CRITERIA: Final = read_table(_TABLES / "criteria.csv", PresetCriterion)
PRESETS: Final = {preset.key: preset for preset in read_table(_TABLES / "methods.csv", Preset)}
DEFAULT: Final = PRESETS["seven_criteria"]
