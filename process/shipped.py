"""Shipped contents: the questions of a data strategy, the statements of the suitability check, and
the dimensions of the Data Mesh delta, as tables of `process/tables/`.

Each is copied where it is used, and may be changed or deleted there. The questions follow the practice that
the brief describes; statements and dimensions are ours, from its principles.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from core.labels import Text
from core.shipped_tables import read_table

_TABLES: Final = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class ShippedQuestion:
    """A question of the data strategy; `hint` says what an answer holds."""

    key: str
    text: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class ShippedStatement:
    """A statement of the suitability check. An essential one that is hardly true settles the matter alone."""

    key: str
    aspect: str
    text: Text
    is_essential: bool


@dataclass(frozen=True, slots=True)
class ShippedDimension:
    """A dimension of the delta; `low` and `high` say what 0 and 5 look like."""

    key: str
    stream: str
    name: Text
    low: Text
    high: Text

    @property
    def description(self) -> str:
        return _("0: %(low)s 5: %(high)s") % {"low": self.low, "high": self.high}


QUESTIONS: Final = read_table(_TABLES / "strategy_questions.csv", ShippedQuestion)
STATEMENTS: Final = read_table(_TABLES / "suitability_statements.csv", ShippedStatement)
DIMENSIONS: Final = read_table(_TABLES / "delta_dimensions.csv", ShippedDimension)
# Reports translate them (config/report_texts.py).
DIMENSION_NAMES: Final = {each.key: each.name for each in DIMENSIONS}
QUESTION_TEXTS: Final = {each.key: each.text for each in QUESTIONS}
STATEMENT_TEXTS: Final = {each.key: each.text for each in STATEMENTS}

_ESSENTIAL: Final = frozenset(each.key for each in STATEMENTS if each.is_essential)
_HINTS: Final = {each.key: each.hint for each in QUESTIONS}


def is_essential(key: str) -> bool:
    """True if the statement with this key settles the matter alone; an own one ("") never does."""
    return key in _ESSENTIAL


def hint_of(key: str) -> Text:
    """Hint for the answer to the shipped question; "" for an own one."""
    return _HINTS.get(key, "")
