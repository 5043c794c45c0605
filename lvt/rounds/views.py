"""The facilitator opens and reveals rounds from the console; the page of a discovery's prioritization."""

from uuid import UUID

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import Invalid, NotFound
from core.selectors.cache_until_write import cached_while_unchanged
from discovery.discoveries.selectors import asks_for
from discovery.models import Discovery, DiscoveryRole
from discovery.permissions import may_facilitate
from discovery.web import access
from lvt.hypothesis_ranking.views import by_value_page, views_of
from lvt.methods.services import ensure_default_method
from lvt.models import ScoringRound
from lvt.ranking_focus.services import focus_on
from lvt.rounds import selectors, services
from lvt.rounds.forms import FocusForm, OpenRoundForm, StepForm
from lvt.selectors.ranking_charts import moves, quadrant
from lvt.shortlist.selectors import shortlist
from organizations.web import Request, find, page, redirect_with_toast, with_toast
from workshops.models import Workshop
from workshops.web import activity_of
from workshops.web.access import console, remote


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def prioritization(request: Request, discovery: Discovery) -> HttpResponse:
    """The latest ranking, both sides, the rounds compared, and the shortlist with its reason."""
    facilitating = "facilitating" if may_facilitate(request.actor, discovery) else ""
    table = _drawn_ranking(discovery, facilitating)
    if table is None:
        return by_value_page(request, discovery)
    context = {
        "discovery": discovery,
        "drawn": table,
        "views": views_of(discovery, "lvt:prioritization"),
    }
    return page(request, "lvt/prioritization/ranking.html", context)


@cached_while_unchanged
def _drawn_ranking(discovery: Discovery, facilitating: str) -> SafeString | None:
    """The page below its tabs, for those who are `facilitating`, or with "" for others. None where nothing is
    ranked, and use cases are not asked for."""
    results = selectors.current_results(discovery)
    if results is None and not asks_for(discovery, "use_cases"):
        return None
    comparison = selectors.compared(selectors.revealed_rounds(discovery), with_places=True)
    context = {
        "discovery": discovery,
        "results": results,
        "comparison": comparison,
        "moves": moves(comparison),
        "quadrant": quadrant(results),
        "shortlist": shortlist(discovery),
        "use_case_count": discovery.use_cases.count(),
        "may_facilitate": facilitating,
    }
    return render_to_string("lvt/prioritization/parts/page.html", context)


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def answers(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Counts of people by score for the use case of the ranking: a page, or what its line there opens."""
    results = selectors.current_results(discovery)
    ranking = results.ranking if results else ()
    ranked = next((each for each in ranking if each.use_case.uuid == uuid), None)
    if ranked is None:
        raise NotFound(_("This use case isn’t in the ranking."))
    context = {"discovery": discovery, "ranked": ranked}
    return page(request, "lvt/prioritization/answers.html", context, part="strips")


@console
@require_POST
def round_open(request: Request, workshop: Workshop) -> HttpResponse:
    """A new round for one use case or for all."""
    form = OpenRoundForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose what to score again."))
    activity = activity_of(workshop, form.cleaned_data["activity"])
    opened = services.open_round(
        actor=request.actor,
        activity=activity,
        use_cases=form.chosen(selectors.to_score(activity)),
        method=ensure_default_method(actor=request.actor, discovery=workshop.discovery),
    )
    return with_toast(_answer(request, workshop), _("Round %(number)s is open") % {"number": opened.number})


@console
@require_POST
def round_take_in(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """The open round asks about what was written since it was opened, too."""
    scoring_round = _round_of(workshop, uuid)
    new = services.take_in(
        actor=request.actor, round=scoring_round, use_cases=selectors.to_take_in(scoring_round)
    )
    words = ngettext("%(count)s use case is in the round", "%(count)s use cases are in the round", len(new))
    message = words % {"count": len(new)}
    if request.htmx or scoring_round.activity.track.current_id == scoring_round.activity_id:
        return with_toast(_answer(request, workshop), message)
    ahead = [workshop.discovery.slug, workshop.uuid, scoring_round.activity.uuid]
    return redirect_with_toast(request, reverse("discovery:activity_ahead", args=ahead), message)


@remote
@require_POST
def round_reveal(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Show everyone all of the scores."""
    services.reveal(actor=request.actor, round=_round_of(workshop, uuid))
    return _answer(request, workshop)


@remote
@require_POST
def round_next(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Show everyone the next step of the reveal, after the `seen` ones."""
    scoring_round = _round_of(workshop, uuid)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("The number of revealed steps is missing. Reload the page."))
    services.show_next(actor=request.actor, round=scoring_round, steps=form.cleaned_data["seen"])
    return _answer(request, workshop)


def _round_of(workshop: Workshop, uuid: UUID) -> ScoringRound:
    rounds = ScoringRound.objects.select_related("activity__track", "method")
    return find(rounds, uuid=uuid, activity__track__workshop=workshop)


@console
@require_POST
def focus(request: Request, workshop: Workshop, activity: UUID) -> HttpResponse:
    """Look at one use case of the ranking together (`use_case`, a uuid), or, without, at all of it."""
    form = FocusForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose a use case from the ranking."))
    focus_on(
        actor=request.actor,
        activity=activity_of(workshop, activity),
        use_case=form.cleaned_data["use_case"],
    )
    return _answer(request, workshop)


def _answer(request: Request, workshop: Workshop) -> HttpResponse:
    """Nothing for htmx, whose regions are pushed; the console for a browser without it."""
    if request.htmx:
        return HttpResponse(status=204)
    return HttpResponse(status=303, headers={"Location": reverse("discovery:console", args=[workshop.code])})
