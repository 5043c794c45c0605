"""Sheets and slides of fitness functions, data sharing and access."""

from django.utils.translation import gettext as _, gettext_lazy, pgettext

from discovery import appendix_headlines, product_headlines
from discovery.document_parts import Sheet, SlideSet, report_sheets, report_slides
from discovery.models import Discovery
from documents.table_and_slide_parts import Slide, Table
from products.kinds.access_rules import ACCESS_RULE
from products.models import AccessRule, ProductState
from technology.port_sharing_pattern.selectors import sharing_in
from technology.registries import FAILED, INAPPLICABLE, PASSED, UNMEASURED
from technology.selectors.fitness import GREEN, RED, FunctionResult, fitness_of, functions, gaps

_VERDICTS = {
    PASSED: gettext_lazy("passed"),
    FAILED: gettext_lazy("not passed"),
    UNMEASURED: gettext_lazy("promised, not measured yet"),
    INAPPLICABLE: gettext_lazy("doesn’t apply"),
}
_MARKS = {GREEN: "✓", RED: "✗", UNMEASURED: "○"}


def fitness_sheet(discovery: Discovery) -> Table | None:
    """A row for each check of each product."""
    return Table.of(
        (
            (_("Data product"), each.product.name),
            (_("Fitness function"), result.function.label),
            (_("Check"), check.check.label),
            (_("Result"), _VERDICTS[check.verdict.state]),
            (_("Reason"), check.verdict.reason),
        )
        for each in fitness_of(discovery)
        for result in each.functions
        for check in result.checks
    )


def sharing_sheet(discovery: Discovery) -> Table | None:
    """A row for each output port."""
    return Table.of(
        (
            (_("Data product"), port.product.name),
            (_("Output port"), port.name),
            (_("Sharing method"), choice.get_pattern_display() if choice else ""),
            (_("Why"), choice.reason if choice else ""),
            (_("Simple reporting only"), _answer(choice.is_simple_reporting) if choice else ""),
            (_("On the same platform"), _answer(choice.is_same_platform) if choice else ""),
            (_("Needed nearby"), _answer(choice.needs_locality) if choice else ""),
            (_("Access rules for the copy"), choice.cautions if choice else ""),
        )
        for port, choice in ((each.port, each.choice) for each in sharing_in(discovery))
    )


def access_sheet(discovery: Discovery) -> Table | None:
    """A row for each rule of access."""
    rules = AccessRule.objects.filter(product__discovery=discovery, product__deleted_at=None)
    ordered = rules.exclude(product__state=ProductState.RETIRED).select_related("product")
    return Table.of(
        (
            (_("Data product"), rule.product.name),
            (_("Effect"), rule.get_effect_display()),
            (_("Applies to"), rule.get_users_display()),
            (pgettext("access rule", "By"), rule.get_basis_display()),
            (_("Role or attribute"), rule.subject),
            (_("Value"), rule.value),
            (_("Until"), rule.until),
            (_("Why"), rule.note),
            (_("Everyone else"), rule.product.get_access_default_display()),
        )
        for rule in ordered.order_by("product__position", "product__pk", "position", "pk")
    )


def fitness_slides(discovery: Discovery) -> list[Slide]:
    """A slide of the functions that each product passes, with the checks that most products miss."""
    fitness = fitness_of(discovery)
    if not fitness:
        return []
    green = sum(each.is_green for each in fitness)
    title = appendix_headlines.fitness(green=green, count=len(fitness))
    columns = (_("Data product"), *(each.label for each in functions()))
    rows = [(each.product.name, *(_result(result) for result in each.functions)) for each in fitness]
    slides = [Slide(title, table=Table(columns, rows))]
    missing = gaps(fitness)
    if missing:
        slides.append(
            Slide(
                appendix_headlines.failed_checks(len(missing)),
                table=Table(
                    (_("Check"), _("Fitness function"), _("Not passed by")),
                    [
                        (
                            gap.check.label,
                            gap.function.label,
                            ", ".join(product.name for product, _verdict in gap.failures),
                        )
                        for gap in missing
                    ],
                ),
            )
        )
    return slides


def sharing_slides(discovery: Discovery) -> list[Slide]:
    """A slide of the sharing methods of all ports; none without a choice."""
    ports = list(sharing_in(discovery))
    choices = [(each.port, each.choice) for each in ports if each.choice is not None]
    columns = (_("Data product and port"), _("Sharing method"), _("Why"))
    rows = [
        (f"{port.product.name}: {port.name}", choice.get_pattern_display(), choice.reason)
        for port, choice in choices
    ]
    title = product_headlines.sharing(with_method=len(rows), ports=len(ports))
    return [Slide(title, table=Table(columns, rows))] if rows else []


def _result(result: FunctionResult) -> str:
    count = _("%(passed)s of %(of)s") % {"passed": result.passed, "of": result.of}
    return f"{_MARKS[result.state]} {count}"


def _answer(answer: bool | None) -> str:
    return "" if answer is None else _("Yes") if answer else _("No")


def register_own() -> None:
    """Register the sheets of fitness, sharing and access."""
    report_sheets.register(
        Sheet("technology.fitness", gettext_lazy("Fitness"), 150, fitness_sheet),
        Sheet("technology.port_sharing_pattern", gettext_lazy("Data sharing"), 152, sharing_sheet),
        Sheet(
            "technology.access_policy", gettext_lazy("Access rules"), 154, access_sheet, (ACCESS_RULE.key,)
        ),
    )
    report_slides.register(
        SlideSet("technology.fitness", gettext_lazy("Fitness"), 150, fitness_slides, stream="tech")
    )
    report_slides.register(
        SlideSet(
            "technology.port_sharing_pattern",
            gettext_lazy("Data sharing"),
            152,
            sharing_slides,
            stream="tech",
        )
    )
