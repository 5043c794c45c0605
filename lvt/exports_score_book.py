"""The scores of a discovery as a separate spreadsheet: the answers row by row, a ranking that computes itself
from them, and the questions. It can be filled elsewhere and imported again (lvt.services.score_import), so
its labels are English in every language."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from django.utils import timezone
from django.utils.crypto import salted_hmac

from discovery.models import Discovery
from documents import rounded_numbers
from documents.diagram_formats import csv_text
from documents.look import Look
from documents.spreadsheet import spreadsheet
from documents.table_and_slide_parts import Cell, ExactNumber, Front, Table, address, exact
from lvt import kano, scoring_method
from lvt.exports_ranking import AnswerFormulas, plain, ranking_table
from lvt.methods.presets import DEFAULT, PresetCriterion
from lvt.methods.selectors import as_method, current_method
from lvt.models import Combination, Criterion, Direction, Score, UseCase
from lvt.opinions_by_role.rules import FEWEST
from lvt.rounds.selectors import current_results
from lvt.scoring_method import WEIGHTLESS, Method
from lvt.selectors.ranking_results import DiscoveryResults, RankedUseCase
from lvt.services.score_sheet_reader import ABOUT, COLLECTED_ON, HEADS, SAID, SKIP, USE_CASE
from organizations.models import Side

_SHEET, _SHIFTS = "Scores", "Adjustments"
# What people gave: the value by criterion, by the uuid of the person and the use case.
_Answers = dict[tuple[str, int], dict[int, int | None]]
# What people are called, by the same.
_Names = Mapping[tuple[str, int], str]


def score_book(discovery: Discovery) -> bytes:
    """The answers behind the current ranking, without people's names and roles, or, before the first reveal,
    a row to fill for each use case."""
    book = _book(discovery)
    results, count = book.results, len(book.table.rows)
    sheets = [(_SHEET, book.table)]
    if results is not None:
        is_kano = results.method.combination == Combination.KANO
        moved = _adjustments(book, results)
        if moved is not None:
            sheets.append((_SHIFTS, moved))
        scales = [] if moved is None else as_method(results.method).criteria
        mean = (
            partial(_share, book.criteria, results.criteria, count)
            if is_kano
            else partial(_mean, count, len(moved.rows) if moved else 0, scales)
        )
        people = partial(_people, as_method(results.method), count)
        sheets.append(("Ranking", ranking_table(results, AnswerFormulas(mean, people))))
    sheets += [("Questions", _questions(book.criteria or DEFAULT.criteria)), ("About", _about(book))]
    domain = discovery.domain
    front = Front(discovery.name, domain.organization.name, domain.name)
    made_at = results.revealed_at if results and results.revealed_at else discovery.created_at
    return spreadsheet(front, sheets, made_at=made_at, accent=Look().accent)


def score_text(discovery: Discovery) -> str:
    """The same answers as CSV, which comes back as the spreadsheet does."""
    table = _book(discovery).table
    return csv_text(map(str, table.columns), (map(_plain, row) for row in table.rows))


def _plain(cell: Cell) -> str:
    """A number as people write it, "0.5"."""
    if isinstance(cell, ExactNumber):
        return f"{rounded_numbers.half_up(cell.value, cell.places).normalize():f}"
    return "" if cell is None else str(cell)


@dataclass(frozen=True, slots=True)
class _Book:
    """The answers as a table, with the `criteria` of its columns; `results` is None before the first
    reveal."""

    table: Table
    criteria: Sequence[Criterion]
    has_sides: bool
    results: DiscoveryResults | None


def _book(discovery: Discovery) -> _Book:
    results = current_results(discovery)
    method = results.method if results else current_method(discovery)
    criteria = list(method.criteria.all()) if method else []
    columns = (*HEADS, *(each.name for each in criteria or DEFAULT.criteria))
    answers = _answers_in(results.ranking) if results else {}
    has_sides = results is None or _tell_sides(results.ranking, answers)
    empty = len(columns) - len(HEADS)
    rows = _answers(results, criteria, answers, has_sides) if results else _to_fill(discovery, empty)
    return _Book(Table(columns, rows), criteria, has_sides, results)


def _to_fill(discovery: Discovery, criteria: int) -> list[Sequence[Cell]]:
    names = UseCase.objects.filter(discovery=discovery).values_list("name", flat=True)
    return [("", "", "", name, *[None] * criteria) for name in names]


def _answers(
    results: DiscoveryResults, criteria: Sequence[Criterion], answers: _Answers, has_sides: bool
) -> list[Sequence[Cell]]:
    """A row for each person and use case."""
    names = _names(results.ranking, answers)
    ranked = {each.use_case.pk: each for each in results.ranking}
    places = {pk: place for place, pk in enumerate(ranked)}
    rows: list[Sequence[Cell]] = []
    for uuid, pk in sorted(names, key=lambda key: places[key[1]]):
        side = str(Side(ranked[pk].round.sides[uuid]).label) if has_sides else ""
        cells = (_cell(each, answers[uuid, pk]) for each in criteria)
        rows.append((names[uuid, pk], side, "", ranked[pk].use_case.name, *cells))
    return rows


def _names(ranking: Sequence[RankedUseCase], answers: _Answers) -> _Names:
    """The numbered names of people. In a round of fair shares, a person has a different name for each use
    case: others saw which use cases were in whose share, and could identify the person by them. The order is
    salted, because consoles have the uuids of the participants, and doesn't show when people joined."""
    shared = {each.use_case.pk for each in ranking if each.round.most_each is not None}
    wholes = {(uuid, pk): f"{uuid} {pk}" if pk in shared else uuid for uuid, pk in answers}
    in_order = sorted({*wholes.values()}, key=lambda whole: salted_hmac(__name__, whole).digest())
    numbers = {whole: number for number, whole in enumerate(in_order, start=1)}
    return {
        key: f"Person {numbers[whole]}"
        for key, whole in sorted(wholes.items(), key=lambda each: numbers[each[1]])
    }


def _adjustments(book: _Book, results: DiscoveryResults) -> Table | None:
    """The sums added to the answers for each use case; None where nothing is added. The number added to each
    answer is the same for all answers of one person, and would show which answers are theirs."""
    if not results.shifts:
        return None
    sums: dict[scoring_method.Key, dict[scoring_method.Key, Fraction]] = defaultdict(dict)
    for (_person, use_case, criterion), shift in results.shifts.items():
        sums[use_case][criterion] = sums[use_case].get(criterion, Fraction(0)) + shift
    rows = [
        (each.use_case.name, *(exact(sums[each.use_case.pk].get(one.pk), 2) for one in book.criteria))
        for each in results.ranking
        if each.use_case.pk in sums
    ]
    return Table((USE_CASE, *(each.name for each in book.criteria)), rows)


def _tell_sides(ranking: Sequence[RankedUseCase], answers: _Answers) -> bool:
    """Return True if rows show sides. Rows of one name are all answers of one person, so either all of them
    show sides, or none: where fewer than FEWEST people of a side scored a use case, they could be identified
    by it."""
    sides = {ranked.use_case.pk: ranked.round.sides for ranked in ranking}
    scored = Counter(
        (use_case, sides[use_case][uuid])
        for (uuid, use_case), scores in answers.items()
        if any(value is not None for value in scores.values())
    )
    return all(count >= FEWEST for count in scored.values())


def _answers_in(ranking: Sequence[RankedUseCase]) -> _Answers:
    """The answers for each use case in the round that counts, by criterion: of the people who were there at
    its reveal."""
    homes = {each.use_case.pk: each.round for each in ranking}
    answers: _Answers = defaultdict(dict)
    scores = Score.objects.filter(round__in={each.pk for each in homes.values()}, late=False)
    columns = ("round_id", "participant__uuid", "use_case_id", "criterion_id", "value")
    for round_pk, uuid, use_case, criterion, value in scores.values_list(*columns):
        home = homes.get(use_case)
        if home is not None and home.pk == round_pk and str(uuid) in home.sides:
            answers[str(uuid), use_case][criterion] = value
    return answers


def _cell(criterion: Criterion, scores: Mapping[int, int | None]) -> Cell:
    """The worth of an answer; a dash for a skip, and nothing without an answer."""
    if criterion.pk not in scores:
        return None
    value = scores[criterion.pk]
    return SKIP if value is None else exact(criterion.step_of(value).worth, 2)


def _mean(count: int, adjusted: int, scales: Sequence[scoring_method.Criterion], row: int, place: int) -> str:
    """The mean of the answers for the use case in a row of the ranking, on the criterion in this place, with
    what the `adjusted` rows of adjustments add to them, on its scale: lvt.leniency in cells."""
    last = count - 1
    names = _column(len(HEADS) - 1, last)
    scores = _column(len(HEADS) + place, last)
    here = address(0, row)
    people = f"SUMPRODUCT(({names}={here})*ISNUMBER({scores}))"
    mean = f"SUMPRODUCT(--({names}={here}),{scores})/{people}"
    if not adjusted:
        return f'IF({people}=0,"",{mean})'
    cases, moves = (_column(column, adjusted - 1, _SHIFTS) for column in (0, 1 + place))
    moved = f"SUMPRODUCT(--({cases}={here}),{moves})/{people}"
    lowest, highest = (plain(each) for each in (scales[place].lowest, scales[place].highest))
    adjusted_mean = f"MAX({lowest},MIN({highest},ROUND({mean}+{moved},6)))"
    return f'IF({people}=0,"",IF(ROUND({moved},6)=0,{mean},{adjusted_mean}))'


def _people(method: Method, count: int, row: int) -> str:
    """The number of people who scored the use case in a row of the ranking: `scorers` of
    lvt.ranking_evidence.rules, in cells."""
    last = count - 1
    here = f"({_column(len(HEADS) - 1, last)}={address(0, row)})"
    criteria = kano.asked_of(method).criteria
    scored = [
        f"ISNUMBER({_column(len(HEADS) + place, last)})"
        for place, each in enumerate(method.criteria)
        if each in criteria
    ]
    weights = [address(place, 0, fixed=True) for place, _each in enumerate(criteria, start=1)]
    if not scored:
        return "0"
    if method.combination in WEIGHTLESS:
        return f"SUMPRODUCT({here}*{'*'.join(scored)})"
    # Where no criterion has a weight there is no total, and all of them count alike for who scored it.
    weights = [f"({weight}+(({'+'.join(weights)})=0))" for weight in weights]
    if method.needs_all:
        terms = (f"(({weight}=0)+{each}>0)" for weight, each in zip(weights, scored, strict=True))
        return f"SUMPRODUCT({here}*{'*'.join(terms)})"
    carried = "+".join(f"{weight}*{each}" for weight, each in zip(weights, scored, strict=True))
    return f"SUMPRODUCT({here}*(({'+'.join(scored)})>0)*(ROUND(2*({carried})-({'+'.join(weights)}),9)>=0))"


def _share(
    criteria: Sequence[Criterion], columns: Sequence[Criterion], count: int, row: int, place: int
) -> str:
    """By Kano's method, how many of those who count would be pleased to have the use case in a row of the
    ranking (place 0), or annoyed to be without it (place 1): lvt.kano.shares in cells. `columns` are the two
    of the questions that pairs of answers come to (criteria_shown)."""
    having, lacking = (next(each for each in criteria if each.pk == column.pk) for column in columns)
    likes, dislikes = _ends(having)
    misses, is_glad = _ends(lacking)
    last = count - 1
    names = _column(len(HEADS) - 1, last)
    with_it, without_it = (_column(len(HEADS) + criteria.index(each), last) for each in (having, lacking))
    counts = (
        f"({names}={address(0, row)})*ISNUMBER({with_it})*ISNUMBER({without_it})"
        f"*({with_it}<>{dislikes})*({without_it}<>{is_glad})"
    )
    hits = f"({without_it}={misses})" if place else f"({with_it}={likes})"
    return f'IF(SUMPRODUCT({counts})=0,"",SUMPRODUCT({counts}*{hits})/SUMPRODUCT({counts}))'


def _ends(criterion: Criterion) -> tuple[str, str]:
    """The good end of the scale and the other one, as the cells have them."""
    ends = criterion.scale[0].number, criterion.scale[-1].number
    return ends if criterion.direction == Direction.LOWER else (ends[1], ends[0])


def _column(column: int, last: int, sheet: str = _SHEET) -> str:
    return f"{sheet}!{address(column, 0, fixed=True)}:{address(column, last, fixed=True)}"


def _questions(criteria: Sequence[Criterion | PresetCriterion]) -> Table:
    rows = [(each.name, each.question, ", ".join(map(str, each.scale))) for each in criteria]
    return Table(("Criterion", "Question", "Answers"), rows)


def _about(book: _Book) -> Table:
    left_out = f"Left out: fewer than {FEWEST} people of a side scored a use case. "
    ranking = book.results.ranking if book.results else ()
    shared = ""
    if any(each.round.most_each is not None for each in ranking):
        shared = " In a round of fair shares, people have a different name for each use case."
    rows: list[Sequence[Cell]] = [
        (COLLECTED_ON, timezone.localdate()),
        ("Instructions", "Each row of “Scores” is one person and one use case."),
        ("Person", "Any name. The same name means the same person, with one side and role." + shared),
        ("Side", ("" if book.has_sides else left_out) + ", ".join(str(each.label) for each in Side)),
        (
            "An answer",
            "A value of its scale, a dash for “not my field”, or empty if the person wasn’t asked.",
        ),
    ]
    if book.results is not None and book.results.is_adjusted:
        words = (
            "Added to the sum of the answers for a use case to take out how lenient people are. "
            "Imports don’t read this sheet."
        )
        rows.append((_SHIFTS, words))
    return Table((ABOUT, SAID), rows)
