"""The tree down to data products: one sheet, what chosen goals cost, and where the cut line falls."""

from collections.abc import Collection
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.web.drawings import drawing_of
from documents.concurrency_limit import made_once, takes_turn
from documents.diagrams import draw_svg
from organizations.web import Request, page
from products import cut_line_answers
from products.landscape.files import sheet_pdf
from products.landscape.value_sheet.selectors import sheet
from products.landscape.value_sheet.stage_drawing import sheet_page_source
from products.planning.cut_line.selectors import cut_line_of
from products.planning.cut_line.use_case_words import basis_words, decided_cases, shortfall_words
from products.planning.cut_line.worth_groups import worth_groups
from products.planning.what_if.forms import CapacityForm, asked_by
from products.planning.what_if_scenarios.selectors import query_of
from products.selectors.goal_costs import cost_of
from products.selectors.goal_coverage import Coverage, coverage_of
from products.selectors.value_tree_products import needed_products
from products.step_chart import step_chart
from products.views.common import viewer

# More digits name no number of products.
_MOST_DIGITS = 4
_FILES = (
    ("products:value_svg", gettext_lazy("Download as SVG")),
    ("products:value_pdf", gettext_lazy("Download as PDF")),
)


@viewer
@require_safe
def value(request: Request, discovery: Discovery) -> HttpResponse:
    """The sheet; with `?goal=<uuid>`, once or more, that of these goals, with what they need and cost."""
    coverage = coverage_of(discovery)
    uuids = set(request.GET.getlist("goal"))
    choice = cost_of(coverage, uuids)
    keys = [str(goal.goal.uuid) for goal in choice.goals]
    drawing, problem = _value_drawing(discovery, coverage, keys)
    query = QueryDict(mutable=True)
    query.setlist("goal", keys)

    def address(name: str) -> str:
        return f"{reverse(name, args=[discovery.slug])}{'?' if keys else ''}{query.urlencode()}"

    context = {
        "discovery": discovery,
        "coverage": coverage,
        "goals": choice.goals or coverage.goals,
        "chosen": keys,
        "choice": choice,
        "drawing": drawing,
        "problem": problem,
        "files": [(words, address(name)) for name, words in _FILES],
        "list_address": address("products:value_list"),
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "products/value/sheet.html", context, part="sheet")


@viewer
@require_safe
def value_list(request: Request, discovery: Discovery) -> HttpResponse:
    """The content of the sheet as tables, of the goals that `?goal=` names, or of all: a page, or what the
    sheet opens."""
    coverage = coverage_of(discovery)
    choice = cost_of(coverage, set(request.GET.getlist("goal")))
    context = {
        "discovery": discovery,
        "goals": choice.goals or coverage.goals,
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "products/value/list.html", context, part="list")


@viewer
@require_safe
def needed_for(request: Request, discovery: Discovery, use_case: UUID) -> HttpResponse:
    """The data products that a use case needs: a page, or those that its line in the value tree opens."""
    cell = needed_products(discovery).get(use_case)
    if cell is None:
        raise NotFound(_("The value tree doesn’t show this use case."))
    context = {"discovery": discovery, "cell": cell}
    return page(request, "products/value/needed_for.html", context, part="more")


@viewer
@require_safe
@takes_turn
def value_svg(request: Request, discovery: Discovery) -> HttpResponse:
    """The drawing as a file, of the goals that `?goal=` names or of all."""
    coverage = coverage_of(discovery)
    keys = [str(goal.goal.uuid) for goal in cost_of(coverage, set(request.GET.getlist("goal"))).goals]
    value_sheet = sheet(coverage, discovery, goals=keys)
    return HttpResponse(
        draw_svg(
            value_sheet.source, title=_title(discovery), description=_description(), links=value_sheet.links
        ),
        content_type="image/svg+xml",
        headers={"Content-Disposition": f'attachment; filename="{discovery.slug}-value-sheet.svg"'},
    )


@viewer
@require_safe
@takes_turn
def value_pdf(request: Request, discovery: Discovery) -> HttpResponse:
    """The same on paper, with what the chosen goals cost."""
    coverage = coverage_of(discovery)
    choice = cost_of(coverage, set(request.GET.getlist("goal")))
    keys = [str(goal.goal.uuid) for goal in choice.goals]
    source = sheet(coverage, discovery, goals=keys).source
    words = {"title": _title(discovery), "description": _description(), "place": str(discovery)}
    effort = choice.effort
    sums = (effort.likely, effort.low, effort.high, effort.confidence, [str(each) for each in effort.unknown])
    cache_key = f"{get_language()}\0value.pdf\0{words!r}\0{keys}\0{sums}\0{source}"
    content = made_once(request.user.pk, cache_key, lambda: sheet_pdf(source, choice=choice, **words))
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{discovery.slug}-value-sheet.pdf"'},
    )


def _title(discovery: Discovery) -> str:
    return _("Value sheet of %(discovery)s") % {"discovery": discovery.name}


def _description() -> str:
    return _("From goals through hypotheses and use cases to data products, as in the list below.")


def _value_drawing(
    discovery: Discovery, coverage: Coverage, goals: Collection[str]
) -> tuple[SafeString | str, str]:
    """The drawing, or why there is none."""
    if coverage.is_empty:
        return "", ""
    value_sheet = sheet(coverage, discovery, goals=goals, source_of=sheet_page_source)
    return drawing_of(
        value_sheet.source, title=_title(discovery), description=_description(), links=value_sheet.links
    )


@viewer
@require_safe
def cut_line(request: Request, discovery: Discovery) -> HttpResponse:
    """The use cases that `?k=` new products can serve at best, or products of so many person-weeks
    (`?weeks=`), with what each further product brings. A text that is no number, or a number of products that
    is not possible, becomes the nearest possible one; for impossible weeks the page says why. It is the
    stored answer or the first one; with `?follow=1` the answer alone, which is asked for until it is
    proven."""
    form = CapacityForm(request.GET if "weeks" in request.GET else None)
    line = cut_line_of(discovery, _number(request.GET.get("k", "")), weeks=form.capacity())
    is_of_products = line.weeks is None
    decided = decided_cases(discovery)
    capacity = ("k", str(line.limit)) if is_of_products else ("weeks", str(line.weeks))
    context = {
        "discovery": discovery,
        "line": line,
        "form": form,
        "decided": decided,
        "basis": basis_words(line),
        "shortfall": shortfall_words(line, decided),
        "worth": worth_groups(line.worth),
        "query": urlencode([capacity]),
        "changes": "" if is_of_products else urlencode([capacity]),
        "chart": step_chart(
            [step.reached.total for step in line.steps], line.limit if is_of_products else None
        ),
        "follows": "follow" in request.GET,
        "editing": may_edit(request.actor, discovery),
    }
    if "follow" in request.GET and request.htmx:
        return page(request, "products/value/_answer.html", context)
    return page(request, "products/value/cut_line.html", context, part="line")


@viewer
@require_safe
def worth(request: Request, discovery: Discovery) -> HttpResponse:
    """The calculation of the value of each new product: a page, or what the page of the cut line opens."""
    context = {"discovery": discovery, "line": cut_line_of(discovery, None)}
    return page(request, "products/value/worth.html", context, part="sentences")


@viewer
@require_POST
def work_out(request: Request, discovery: Discovery) -> HttpResponse:
    """Have the worker prove what the page shows: the what-if of the query, or what is recorded."""
    changes = ""
    if request.GET:
        comparison = asked_by(request.GET.urlencode(), discovery)
        changes = query_of(comparison) if comparison is not None and comparison.words else ""
    cut_line_answers.ask(actor=request.actor, discovery=discovery, changes=changes)
    if request.htmx:
        return HttpResponse(status=204)
    is_capacity = set(request.GET) <= {"weeks"}
    name = "products:cut_line" if is_capacity else "products:what_if"
    query = request.GET.urlencode()
    return redirect(reverse(name, args=[discovery.slug]) + (f"?{query}" if query else ""))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
