"""Promises of products in the spreadsheet and the slides of a discovery."""

from fractions import Fraction

from django.utils.translation import gettext as _, gettext_lazy

from discovery import product_headlines
from discovery.document_parts import Sheet, SlideSet, report_sheets, report_slides
from discovery.models import Discovery
from documents.table_and_slide_parts import Cell, Slide, Table, exact
from products.models import BudgetBasis, Measurement, Slo
from products.promises.selectors import UNMEASURED, sentences_in, slos_of, standings_of

_HUNDREDTH = Fraction(1, 100)


def _counted_in(slo: Slo) -> tuple[str, Fraction]:
    """The unit of the budget, and the part of that unit in one event or second: time is in minutes."""
    if slo.basis == BudgetBasis.TIME:
        return _("minutes"), Fraction(1, 60)
    return slo.events or _("events"), Fraction(1)


def promises_sheet(discovery: Discovery) -> Table | None:
    """The budget of each window of each promise, in numbers."""
    rows: list[tuple[tuple[str, Cell], ...]] = []
    for each in standings_of(discovery):
        unit, size = _counted_in(each.slo)
        for window in each.windows:
            standing, is_measured = window.standing, window.standing.is_measured
            achieved, share = standing.achieved, standing.spent_share
            rows.append(
                (
                    (_("Data product"), each.slo.product.name),
                    (_("Indicator"), each.slo.get_kind_display()),
                    (_("Promise"), each.sentence),
                    (_("Metric"), each.slo.indicator),
                    (_("Window"), window.title),
                    (_("Status"), window.state_words),
                    (_("Target"), exact(standing.target * _HUNDREDTH, 2, is_share=True)),
                    (
                        _("Achieved"),
                        exact(achieved * _HUNDREDTH, 2, is_share=True) if achieved is not None else None,
                    ),
                    (_("Counted in"), unit),
                    (_("Total"), exact(standing.total * size) if is_measured else None),
                    (_("Allowed"), exact(standing.allowed * size) if is_measured else None),
                    (_("Missed"), exact(standing.spent * size) if is_measured else None),
                    (_("Budget left"), exact(standing.left * size) if is_measured else None),
                    (
                        _("Budget used"),
                        exact(share, 0, is_share=True) if is_measured else None,
                    ),
                )
            )
    return Table.of(rows)


def measurements_sheet(discovery: Discovery) -> Table | None:
    """The measurements of each promise."""
    rows = Measurement.objects.filter(slo__in=slos_of(discovery)).select_related("slo__product")
    ordered = rows.order_by("slo__product__position", "slo__product", "slo__position", "starts_at")
    sentences = sentences_in(discovery)
    return Table.of(
        (
            (_("Data product"), each.slo.product.name),
            (_("Promise"), sentences[each.slo_id]),
            (_("From"), each.starts_at),
            (_("Until"), each.ends_at),
            (_("Counted in"), unit),
            (_("Total"), exact(Fraction(each.total) * size)),
            (_("Missed"), exact(Fraction(each.bad) * size)),
            (_("Note"), each.note),
        )
        for each in ordered
        for unit, size in [_counted_in(each.slo)]
    )


def promise_slides(discovery: Discovery) -> list[Slide]:
    """The promises of the products, and their status."""
    rows = [(each.slo.product.name, each.sentence, each.state_words) for each in standings_of(discovery)]
    states = [each.state for each in standings_of(discovery)]
    title = product_headlines.promises(
        kept_count=states.count("kept"),
        violated=states.count("violated"),
        unmeasured=states.count(UNMEASURED),
    )
    table = Table((_("Data product"), _("Promise"), _("Status")), rows)
    return [Slide(title, table=table)] if rows else []


def register_own() -> None:
    """Register the sheets and slides of this module."""
    report_sheets.register(Sheet("products.promises", gettext_lazy("Promises"), 110, promises_sheet))
    report_sheets.register(
        Sheet("products.measurements", gettext_lazy("Measurements"), 111, measurements_sheet)
    )
    report_slides.register(
        SlideSet("products.promises", gettext_lazy("Promises"), 110, promise_slides, stream="product")
    )
