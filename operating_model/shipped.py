"""The start of an operating model, as tables of `operating_model/tables/`: key questions, roles and duties of
the method, and the usual first bodies of governance, one of each type.

The key questions are those of the brief ("Operating model"), with the three that a domain with autonomy has
to answer (discovery/data_mesh_basics.py) after the one about accountability.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from core.labels import Text
from core.shipped_tables import read_table
from discovery.data_mesh_basics import AUTONOMY, Question

_TABLES: Final = Path(__file__).parent / "tables"
EACH_TEAM: Final = "team"
# The key of the role that answers for a data product.
PRODUCT_OWNER: Final = "data_product_owner"


@dataclass(frozen=True, slots=True)
class StandardRole:
    """A role: its responsibilities, and the decisions that it may take alone."""

    key: str
    name: Text
    responsibilities: Text
    decision_rights: Text


@dataclass(frozen=True, slots=True)
class StandardDuty:
    """A row of the responsibility matrix: the keys of the roles that have each part."""

    name: Text
    responsible: tuple[str, ...]
    accountable: tuple[str, ...]
    consulted: tuple[str, ...]
    informed: tuple[str, ...]

    @property
    def parts(self) -> dict[str, str]:
        """The letters (R, A, C, I) of each role, by its key."""
        parts: dict[str, str] = {}
        columns = (self.responsible, self.accountable, self.consulted, self.informed)
        for letter, roles in zip("RACI", columns, strict=True):
            for role in roles:
                parts[role] = parts.get(role, "") + letter
        return parts


@dataclass(frozen=True, slots=True)
class StandardBody:
    """`kind` is one of models.GovernanceKind, `cadence` one of models.Cadence; `roles` are keys of standard
    roles, whose first leads; `escalates_to` is a kind, "" for none."""

    kind: str
    name: Text
    purpose: Text
    inputs: Text
    decision_rights: Text
    cadence: str
    minutes: int
    roles: tuple[str, ...]
    escalates_to: str

    def fields(self) -> dict[str, Any]:
        """The texts and settings of a new body, by the names of the model's fields."""
        texts = {name: str(getattr(self, name)) for name in ("name", "purpose", "inputs", "decision_rights")}
        return {"kind": self.kind, "cadence": self.cadence, "minutes": self.minutes, **texts}


@dataclass(frozen=True, slots=True)
class StandardFlow:
    """A flow from the body of a kind to that of another; EACH_TEAM is each team that builds data products."""

    origin: str
    end: str
    what: Text


def _key_questions() -> tuple[Question, ...]:
    questions = read_table(_TABLES / "key_questions.csv", Question)
    place = [each.key for each in questions].index("accountable") + 1
    return (*questions[:place], *AUTONOMY, *questions[place:])


# KeyQuestion.key holds their keys.
SHIPPED_QUESTIONS: Final = _key_questions()
# Reports translate them.
QUESTION_TEXTS: Final = {each.key: each.text for each in SHIPPED_QUESTIONS}
STANDARD_ROLES: Final = read_table(_TABLES / "roles.csv", StandardRole)
STANDARD_DUTIES: Final = read_table(_TABLES / "duties.csv", StandardDuty)
STANDARD_BODIES: Final = read_table(_TABLES / "bodies.csv", StandardBody)
# The bodies that a large domain adds to the one of a kind.
SECOND_BODIES: Final = read_table(_TABLES / "second_bodies.csv", StandardBody)
STANDARD_FLOWS: Final = read_table(_TABLES / "flows.csv", StandardFlow)
