"""Data for pictures of a ranking: moves of places over rounds, and value vs. effort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext as _, ngettext

from core.labels import listed
from discovery import appendix_headlines
from lvt import quadrant as geometry
from lvt.bump_chart import LETTERS, BumpChart, bump_chart
from lvt.kano import Category
from lvt.methods.selectors import as_method
from lvt.models import Criterion, CriterionPart
from lvt.scoring_method import Combination, Key, Method
from lvt.selectors.kano_categories import NAMES, better_and_worse, percent
from lvt.selectors.ranking_results import Comparison, RankedUseCase, Results

# The upper and lower edge of the frame. Within it, above and below where a spot can be, are the lines of the
# names of corners, and outside of it those of the axes.
_TOP, _BOTTOM = -14, 484
_ABOVE, _BELOW = 16, 472
_INSET = 12
_UP, _RIGHT = _TOP - 10, _BOTTOM + 54
_TICKS = (Fraction(0), Fraction(1, 2), Fraction(1))
# How far the numbers at the ticks reach beyond the left margin, and the frame's line to the right.
_BESIDE, _LINE = 60, 2


def moves(comparison: Comparison | None, *, letters: int = LETTERS, shape: float = 0) -> BumpChart | None:
    """The moves of places from round to round, with so many `letters` of names, and of the `shape` that
    bump_chart takes; None without two rounds."""
    if comparison is None:
        return None
    heads = [_("Round %(number)s") % {"number": each.number} for each in comparison.rounds]
    rows = [(row.use_case.name, row.ranks) for row in comparison.rows]
    return bump_chart(rows, heads, letters=letters, shape=shape)


@dataclass(frozen=True, slots=True)
class QuadrantWords:
    """Labels of a quadrant and its parts: its `title`, both axes, and the corners, by much or little on the
    axis that goes up and on the one that goes right. `ticks` are the least, the middle and the most of both.
    The use cases of the `leading` corner are those to begin with."""

    title: str
    up: str
    right: str
    corners: Mapping[tuple[bool, bool], str]
    leading: tuple[bool, bool]
    ticks: tuple[str, str, str]
    note: str


@dataclass(frozen=True, slots=True)
class QuadrantCorner:
    """A quarter of the area with its `name` in its outer corner: on the line `y`, and, as its `anchor` says,
    from `x` on or until there. `box` is its left and top edge, width and height."""

    name: str
    x: int
    y: int
    anchor: str
    box: tuple[int, int, int, int]
    is_leading: bool


@dataclass(frozen=True, slots=True)
class QuadrantRow:
    """A use case with what it is on both axes, as parts of what is possible, and what its corner is
    called."""

    ranked: RankedUseCase
    standing: geometry.ValueAndEffort
    kind: str

    @property
    def value(self) -> str:
        return percent(self.standing.value)

    @property
    def effort(self) -> str:
        return percent(self.standing.effort)


@dataclass(frozen=True, slots=True)
class Quadrant:
    """The `spots` to draw, called by their places in the ranking, on an area of the width `across`, and the
    `rows` of the table. `names` are drawn at the spots that have room for them. `message` is its result in
    a sentence, `headline` the same without names, and `people` states how many people scored."""

    words: QuadrantWords
    spots: tuple[geometry.Spot, ...]
    rows: tuple[QuadrantRow, ...]
    headline: str
    message: str
    people: str
    across: int = geometry.SIZE
    names: tuple[geometry.SpotName | None, ...] = ()

    @property
    def is_divided(self) -> bool:
        """True if its use cases are in several corners; else a drawing of it shows nothing more."""
        return len({row.kind for row in self.rows}) > 1

    @property
    def named_rows(self) -> tuple[tuple[QuadrantRow, bool], ...]:
        """Each row, and True if its name is in the drawing."""
        pairs = zip(self.spots, self.names, strict=False)
        with_name = {key for spot, name in pairs if name is not None for key in spot.keys}
        return tuple((row, row.standing.use_case in with_name) for row in self.rows)

    @property
    def all_named(self) -> bool:
        return all(is_named for _row, is_named in self.named_rows)

    @property
    def width(self) -> int:
        return self.across + 2 * geometry.MARGIN

    @property
    def quarters(self) -> tuple[int, int, int, int]:
        """The positions of a quarter, half, three quarters and the whole of the width."""
        return geometry.quarters(self.across)

    @property
    def edges_y(self) -> tuple[int, int]:
        """The upper and lower edge of the frame."""
        return _TOP, _BOTTOM

    @property
    def reach(self) -> tuple[int, int]:
        """From where on, and how far, the drawing reaches to the right."""
        return -_BESIDE, _BESIDE + self.quarters[3] + _LINE

    @property
    def ticks_x(self) -> tuple[tuple[int, str], ...]:
        """The positions of 0%, 50% and 100% on the axis that goes right, with their names."""
        return tuple(zip(geometry.scale(self.across), self.words.ticks, strict=True))

    @property
    def ticks_y(self) -> tuple[tuple[int, str], ...]:
        """The positions of 100%, 50% and 0% on the axis that goes up, with their names."""
        return tuple(zip(geometry.scale(geometry.SIZE), reversed(self.words.ticks), strict=True))

    @property
    def axes_y(self) -> tuple[int, int]:
        """The lines of the names of the axes, that which goes up first."""
        return _UP, _RIGHT

    @property
    def corners(self) -> tuple[QuadrantCorner, ...]:
        """The four corners, the upper ones first, from the left."""
        _first, half, _third, whole = self.quarters
        width, middle = self.across // 2, geometry.MARGIN + geometry.SIZE // 2
        return tuple(
            QuadrantCorner(
                self.words.corners[is_up, is_left],
                geometry.MARGIN + _INSET if is_left else whole - _INSET,
                _ABOVE if is_up else _BELOW,
                "start" if is_left else "end",
                (
                    geometry.MARGIN if is_left else half,
                    _TOP if is_up else middle,
                    width,
                    middle - _TOP if is_up else _BOTTOM - middle,
                ),
                (is_up, is_left) == self.words.leading,
            )
            for is_up in (True, False)
            for is_left in (True, False)
        )


def quadrant(results: Results | None, *, across: int = geometry.SIZE) -> Quadrant | None:
    """Value vs. effort of the ranked use cases, or, by Kano's method, better vs. worse, on an area
    of the width `across`; None where the method has no cost, or no one scored it."""
    if results is None:
        return None
    is_kano = results.method.combination == Combination.KANO
    words = _better_and_worse() if is_kano else _value_and_effort(results.criteria)
    method = as_method(results.method)
    rows = []
    for ranked in results.ranking:
        if standing := _position_of(method, ranked):
            corner = words.corners[standing.is_valuable, standing.is_cheap]
            rows.append(QuadrantRow(ranked, standing, corner))
    if not rows:
        return None
    headline = quadrant_headline(words, rows, ranked_count=len(results.placed))
    message = quadrant_message(words, rows, ranked_count=len(results.placed))
    spots = geometry.spots(_with_places(rows), across)
    return Quadrant(words, spots, tuple(rows), headline, message, results.people_words, across)


def quadrant_headline(words: QuadrantWords, rows: Sequence[QuadrantRow], *, ranked_count: int) -> str:
    """Return the title of the chart: how many use cases are in the leading quadrant; of a single one, its own
    quadrant."""
    if ranked_count == 1:
        return appendix_headlines.quadrant(quadrant=rows[0].kind, members=1, ranked=1)
    valuable, cheap = words.leading
    members = geometry.members_of(_with_places(rows), valuable=valuable, cheap=cheap)
    return appendix_headlines.quadrant(
        quadrant=words.corners[words.leading], members=members.count, ranked=ranked_count
    )


def quadrant_message(words: QuadrantWords, rows: Sequence[QuadrantRow], *, ranked_count: int) -> str:
    """Return a sentence with the number of use cases in the leading quadrant and the highest ranked of them.
    `ranked_count` is the number of use cases with a place. If only one has a place, the sentence names its
    quadrant. It claims no certainty. `rows` isn't empty, and all of them have a place."""
    if ranked_count == 1:
        sentence = _("The only ranked use case is in the “%(quadrant)s” quadrant: %(name)s.")
        return sentence % {"quadrant": rows[0].kind, "name": rows[0].ranked.use_case.name}
    valuable, cheap = words.leading
    members = geometry.members_of(_with_places(rows), valuable=valuable, cheap=cheap)
    by_key = {each.standing.use_case: each.ranked.use_case.name for each in rows}
    values = {
        "count": members.count,
        "all": ranked_count,
        "quadrant": words.corners[words.leading],
        "names": listed([by_key[key] for key in members.first]),
    }
    if not members.count:
        return _("None of the %(all)s ranked use cases is in the “%(quadrant)s” quadrant.") % values
    if not members.first:
        sentence = _("%(count)s of %(all)s ranked use cases are in the “%(quadrant)s” quadrant.")
    elif len(members.first) < members.count:
        sentence = _(
            "%(count)s of %(all)s ranked use cases are in the “%(quadrant)s” quadrant. "
            "Highest ranked: %(names)s."
        )
    else:
        sentence = ngettext(
            "%(count)s of %(all)s ranked use cases is in the “%(quadrant)s” quadrant: %(names)s.",
            "%(count)s of %(all)s ranked use cases are in the “%(quadrant)s” quadrant: %(names)s.",
            members.count,
        )
    return sentence % values


def _with_places(rows: Sequence[QuadrantRow]) -> list[tuple[geometry.ValueAndEffort, int]]:
    return [(each.standing, each.ranked.rank) for each in rows if each.ranked.rank]


def named_quadrant(results: Results | None, widths: Sequence[int]) -> Quadrant | None:
    """The quadrant with names in the drawing, in the first of the `widths` that has room for all of them, or
    in the last; None as for `quadrant`."""
    chart: Quadrant | None = None
    for across in widths:
        chart = quadrant(results, across=across)
        if chart is None:
            return None
        by_key = {row.standing.use_case: row.ranked for row in chart.rows}
        names = [[_label_of(by_key[key], len(spot.keys)) for key in spot.keys] for spot in chart.spots]
        chart = replace(chart, names=geometry.names_at(chart.spots, names, across))
        if chart.all_named:
            break
    return chart


def _label_of(ranked: RankedUseCase, count: int) -> str:
    """The name, with the place where the spot has the names of several."""
    return ranked.use_case.name if count == 1 else f"{ranked.rank} {ranked.use_case.name}"


def _position_of(method: Method, ranked: RankedUseCase) -> geometry.ValueAndEffort | None:
    """None for what has no place: too little is known of it."""
    if ranked.rank is None:
        return None
    if method.combination == Combination.KANO:
        both = better_and_worse(ranked)
        return geometry.ValueAndEffort(ranked.result.use_case, *both) if both else None
    means: dict[Key, Fraction] = {
        one.criterion.key: one.mean for one in ranked.result.opinions if one.mean is not None
    }
    return geometry.value_and_effort(method, ranked.result.use_case, means)


def _value_and_effort(criteria: Sequence[Criterion]) -> QuadrantWords:
    """The words for value and effort. The axes have no percentages: 0% would read as no effort."""
    corners = {
        (True, True): _("Quick win"),
        (True, False): _("Big bet"),
        (False, True): _("Fill-in"),
        (False, False): _("Money pit"),
    }
    benefits = [each.name for each in criteria if each.part == CriterionPart.BENEFIT]
    note = _(
        "0%% is the lowest score on the scale, 100%% the highest. Value: %(criteria)s. "
        "The number is the place in the ranking."
    ) % {"criteria": ", ".join(benefits)}
    names = (_("Value vs. effort"), _("Value"), _("Effort as scored"))
    return QuadrantWords(*names, corners, (True, True), (_("Low"), "", _("High")), note)


def _better_and_worse() -> QuadrantWords:
    """The plane of Berger et al. 1993, halved where half of the people are pleased or annoyed."""
    corners = {
        (True, True): str(NAMES[Category.ATTRACTIVE]),
        (True, False): str(NAMES[Category.ONE_DIMENSIONAL]),
        (False, True): str(NAMES[Category.INDIFFERENT]),
        (False, False): str(NAMES[Category.MUST_BE]),
    }
    note = _("Share of people it would please, and share who would miss it. The number is the place.")
    names = (_("Better vs. worse"), _("Better"), _("Worse"))
    low, middle, high = map(percent, _TICKS)
    return QuadrantWords(*names, corners, (False, False), (low, middle, high), note)
