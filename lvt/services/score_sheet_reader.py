"""Reading a sheet of scores that were collected elsewhere: people, use cases and their scores.

A row is one person and one use case, with a column for each criterion of the method. An empty cell is no
score, and a dash means that it is not that person's field.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.imports.rows import Place, Problem
from core.imports.values import text_of
from core.labels import is_called
from core.name_comparison import looks
from documents.foreign_sheet import ReadCell, ReadSheet
from documents.number_format_reader import CellNumber
from exchange.services.edited_spreadsheets import wrong_words
from lvt.methods.presets import called_alike
from lvt.models import Criterion, UseCase
from lvt.scale_steps import ScaleStep
from organizations.models import Side
from workshops.models import Participant

PERSON, SIDE, ROLE, USE_CASE = HEADS = ("Person", "Side", "Role", "Use case")
ABOUT, SAID = "About these scores", "Answer"
COLLECTED_ON = "Collected on"
SKIP = "–"
_SKIPS = frozenset({"-", SKIP, "—", "skip"})
_LONGEST = {
    PERSON: Participant._meta.get_field("display_name").max_length or 0,
    ROLE: Participant._meta.get_field("role_title").max_length or 0,
}


@dataclass(frozen=True, slots=True)
class Scorer:
    """Someone who scored."""

    name: str
    side: str
    role: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The answers of someone on a use case: the stored value by criterion, None for a skip."""

    place: Place
    scorer: Scorer
    use_case: UseCase
    values: Mapping[Criterion, int | None]


@dataclass
class ScoreSheet:
    """Reads the sheets of a file; `problems` are the errors, with row and column."""

    sheets: Sequence[ReadSheet]
    criteria: Sequence[Criterion]
    use_cases: Mapping[str, Sequence[UseCase]]
    rows: list[ScoreRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    collected_on: date = field(default_factory=timezone.localdate)

    def __post_init__(self) -> None:
        self._scorers: dict[str, Scorer] = {}
        self._read_keys: set[tuple[str, int]] = set()

    def read(self) -> None:
        """Reads the first sheet with the heads of scores, and the day from the one about them."""
        for sheet in self.sheets:
            if ABOUT in sheet.heads:
                self._read_about(sheet)
        scores = next((sheet for sheet in self.sheets if holds_scores(sheet)), None)
        if scores is None:
            self._refuse(Place(0), _("No sheet has the columns %s.") % ", ".join(HEADS))
            return
        for wrong in scores.problems:
            if wrong.head and wrong.head not in scores.heads:
                continue  # beside the table, where people calculate
            self._refuse(Place(wrong.row, scores.title, wrong.head), wrong_words(wrong.wrong))
        columns = self._columns(scores)
        for number, cells in scores.rows:
            self._read_row(Place(number, scores.title), cells, columns)
        if not self.rows and not self.problems:
            self._refuse(Place(0, scores.title), _("This sheet has no scores."))

    def _refuse(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place, None, message=message))

    def _columns(self, sheet: ReadSheet) -> dict[str, Criterion]:
        """The criteria by the heads of their columns."""
        by_name = {looks(criterion.name): criterion for criterion in self.criteria}
        for each in self.criteria:
            for name in called_alike(each.name):
                by_name.setdefault(name, each)
        columns = {}
        for head in filter(None, sheet.heads):
            if head in HEADS:
                continue
            if criterion := by_name.get(looks(head)):
                columns[head] = criterion
            else:
                words = _("The method has no criterion “%(name)s”; it has %(criteria)s.")
                names = ", ".join(each.name for each in self.criteria)
                self._refuse(Place(1, sheet.title, head[:60]), words % {"name": head[:60], "criteria": names})
        return columns

    def _read_row(
        self, place: Place, cells: Mapping[str, ReadCell], columns: Mapping[str, Criterion]
    ) -> None:
        answers = {head: cells.get(head) for head in columns}
        if all(cell in (None, "") for cell in answers.values()):
            return
        scorer, use_case = self._scorer(place, cells), self._use_case(place, cells)
        values = {columns[head]: value for head, value in self._values(place, answers, columns)}
        if scorer is None or use_case is None:
            return
        if (looks(scorer.name), use_case.pk) in self._read_keys:
            words = _("%(person)s is listed twice for “%(use_case)s”.")
            self._refuse(place, words % {"person": scorer.name, "use_case": use_case.name})
            return
        self._read_keys.add((looks(scorer.name), use_case.pk))
        self.rows.append(ScoreRow(place, scorer, use_case, values))

    def _scorer(self, place: Place, cells: Mapping[str, ReadCell]) -> Scorer | None:
        """The scorer: the same name is the same person, of one side and role."""
        name, role = (self._text(place, cells, head) for head in (PERSON, ROLE))
        side = _side(str(cells.get(SIDE) or ""))
        if side is None:
            sides = ", ".join(str(each.label) for each in Side)
            words = _("The side must be one of %(sides)s.")
            self._refuse(_at(place, SIDE), words % {"sides": sides})
        if name is None or role is None or side is None:
            return None
        if not name:
            self._refuse(_at(place, PERSON), _("Enter a name for the person who scored. “Person 1” is fine."))
            return None
        scorer = Scorer(name, side, role)
        first = self._scorers.setdefault(looks(name), scorer)
        if (first.side, looks(first.role)) != (side, looks(role)):
            words = _("%(person)s has a different side or role in a row above.")
            self._refuse(_at(place, PERSON), words % {"person": name})
            return None
        return first

    def _text(self, place: Place, cells: Mapping[str, ReadCell], head: str) -> str | None:
        try:
            text = " ".join(text_of(str(cells.get(head) or "")).split())
        except Invalid as wrong:
            self._refuse(_at(place, head), str(wrong))
            return None
        if len(text) > _LONGEST[head]:
            words = _("This is too long. Use at most %(most)s characters.")
            self._refuse(_at(place, head), words % {"most": _LONGEST[head]})
            return None
        return text

    def _use_case(self, place: Place, cells: Mapping[str, ReadCell]) -> UseCase | None:
        name = str(cells.get(USE_CASE) or "")
        called = self.use_cases.get(looks(name), ())
        if len(called) == 1:
            return called[0]
        if called:
            words = _("%(count)s use cases are called “%(name)s”. Give each a unique name.")
        else:
            words = _("Use case “%(name)s” not found in this discovery.")
        self._refuse(_at(place, USE_CASE), words % {"name": name[:100], "count": len(called)})
        return None

    def _values(
        self, place: Place, answers: Mapping[str, ReadCell], columns: Mapping[str, Criterion]
    ) -> Iterator[tuple[str, int | None]]:
        for head, cell in answers.items():
            if cell in (None, ""):
                continue
            if str(cell).strip().lower() in _SKIPS:
                yield head, None
            elif step := _step(cell, columns[head].scale):
                yield head, step.value
            else:
                words = _("“%(cell)s” isn’t on the scale. Use one of %(steps)s.")
                steps = ", ".join(map(str, columns[head].scale))
                self._refuse(_at(place, head), words % {"cell": str(cell)[:40], "steps": steps})

    def _read_about(self, sheet: ReadSheet) -> None:
        for number, cells in sheet.rows:
            if cells.get(ABOUT) != COLLECTED_ON or not (answer := cells.get(SAID)):
                continue
            day = _day(answer)
            if day is None or day > timezone.localdate():
                words = _(
                    "The collection date isn’t valid. Use a date like 2026-01-31 that isn’t in the future."
                )
                self._refuse(Place(number, sheet.title, SAID), words)
            else:
                self.collected_on = day


def holds_scores(sheet: ReadSheet) -> bool:
    """Return True if the sheet has the columns that name person, side and use case."""
    return {PERSON, SIDE, USE_CASE} <= set(sheet.heads)


def _at(place: Place, head: str) -> Place:
    return Place(place.line, place.sheet, head)


def _side(text: str) -> str | None:
    sides = (side.value for side in Side if looks(text) == side.value or is_called(text, side.label))
    return next(sides, None)


def _step(cell: ReadCell, scale: Sequence[ScaleStep]) -> ScaleStep | None:
    """The answer of the scale that a cell names: by its number, by what it means, or both."""
    if isinstance(cell, bool | date | datetime):
        return None
    text = str(cell).strip()
    # The answer is the number, without the unit that its format adds.
    number = _number(f"{float(cell):g}" if isinstance(cell, CellNumber) else text.replace(",", "."))
    for step in scale:
        if number == step.worth or looks(text) in (looks(str(step)), looks(step.label) or None):
            return step
    # A file from before the scale's words changed, or from after.
    for step in scale:
        if step.label and looks(text) in called_alike(str(step)) | called_alike(step.label):
            return step
    return None


def _number(text: str) -> Fraction | None:
    """The number; None for what is none, or is longer than numbers of a scale: those take long to read."""
    try:
        return Fraction(text) if len(text) <= 20 and "/" not in text and "e" not in text.lower() else None
    except ValueError:
        return None


def _day(cell: ReadCell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip())
    except ValueError:
        return None
