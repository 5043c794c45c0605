"""A what-if: a changed world beside the recorded one. The address contains the changes; nothing is written
until someone keeps it as a decision."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.clean_text import in_one_line, is_uuid
from core.exceptions import Conflict, Invalid, NotFound
from discovery.discoveries.views import discovery_url
from discovery.models import Discovery
from discovery.permissions import may_edit, may_facilitate
from organizations.web import Request, form_methods, form_view, page, posted, redirect_with_toast
from organizations.web.kind_pages import Dialog
from products.models import Scenario, ShownWhatIf
from products.planning.what_if import selectors
from products.planning.what_if.curve import capacity_curve
from products.planning.what_if.examples import examples
from products.planning.what_if.forms import FollowForm, asked_by, compared, form_of, to_choose
from products.planning.what_if.selectors import WhatIf
from products.planning.what_if.services import keep
from products.planning.what_if_scenarios.kinds import SCENARIO
from products.planning.what_if_scenarios.selectors import (
    MOST_COMPARED,
    NamedWorld,
    ScenarioComparison,
    alternatives,
    author_names,
    query_of,
    scenarios_of,
)
from products.services.what_if_broadcast import follow, is_shown, show
from products.views.common import editor, facilitator, viewer
from workshops.contributions.answers.views import check_sent
from workshops.models import Workshop, WorkshopState
from workshops.results.decisions.forms import DecisionForm

_LONGEST_TITLE = 200


@viewer
@require_safe
def what_if(request: Request, discovery: Discovery) -> HttpResponse:
    """Both worlds: the stored answers or the first ones. With `?typed=1` they come without the form, for
    someone who is in it; with `?follow=1` too, and they are asked for until they are proven."""
    form = form_of(request.GET, discovery)
    follows, is_typed = "follow" in request.GET, "typed" in request.GET
    comparison = selectors.what_if(discovery, form.changes()) if form else None
    query = query_of(comparison) if comparison else ""
    back = request.GET.get("back", "")
    own = {name: value for name in ("beside", "live") if (value := request.GET.get(name))}
    context = {
        "discovery": discovery,
        "form": form,
        "asked": comparison,
        "capacities": form.capacities(comparison.before.line.limit) if form and comparison else (),
        "curve": capacity_curve(comparison) if comparison else None,
        "cut_line_url": _cut_line_url(discovery, comparison),
        "query": query,
        "own": urlencode(own),
        "taken_back": _undo_links(comparison) if comparison else (),
        "back": back,
        "examples": _example_links(comparison) if comparison and not back else (),
        "follows": follows,
        "may_edit": may_edit(request.actor, discovery),
        "reset": urlencode({**_recorded(comparison), **own, "back": query}),
        **_screens(request, discovery, own.get("live"), query),
        **{"beside": "", "live": "", **own},
    }
    if not request.htmx or not (follows or is_typed):
        answer = page(request, "products/what_if/page.html", context, part="asked")
    else:
        answer = page(request, "products/what_if/answer.html", context)
    if request.htmx and not follows:
        address = "&".join(part for part in (query, urlencode(own)) if part)
        answer.headers["HX-Replace-Url"] = f"{request.path}?{address}"
    return answer


@facilitator
@require_POST
def what_if_show(request: Request, discovery: Discovery) -> HttpResponse:
    """Put the what-if of the query on all screens of the room `live`; with `follow` only where it is on them
    already. Raises Invalid for an unknown room."""
    room = Workshop.objects.filter(discovery=discovery, code=request.POST.get("live", "")).first()
    if room is None:
        raise Invalid(_("This workshop no longer exists."))
    comparison = asked_by(request.GET.urlencode(), discovery)
    if comparison is None:
        raise NotFound(_("Nothing is ranked yet."))
    query = query_of(comparison)
    if "follow" in request.POST:
        order = FollowForm(request.POST)
        check_sent(order)
        device, tap = order.cleaned_data["device"], order.cleaned_data["tap"] or 0
        follow(actor=request.actor, room=room, changes=query, device=device, tap=tap)
        return HttpResponse(status=204)
    show(actor=request.actor, room=room, changes=query)
    own = {"live": room.code, **({"beside": beside} if (beside := request.GET.get("beside")) else {})}
    address = "&".join(part for part in (query, urlencode(own)) if part)
    return redirect_with_toast(request, f"{reverse('products:what_if', args=[discovery.slug])}?{address}")


@editor
@form_methods
def what_if_keep(request: Request, discovery: Discovery) -> HttpResponse:
    """Log the choice between both worlds as a decision; with `?scenario=<uuid>` that of a scenario, as it was
    saved. Raises NotFound before anything is ranked, and Conflict where both worlds are the same."""
    scenario = _scenario(request, discovery)
    changes = scenario.changes if scenario else request.GET.urlencode()
    comparison = asked_by(changes, discovery)
    if comparison is None:
        raise NotFound(_("Nothing is ranked yet."))
    if not comparison.words:
        raise Conflict(_("No changes yet. Change something first."))
    choice = to_choose(scenario) if scenario else None
    title = in_one_line(choice.name if choice else comparison.title, _LONGEST_TITLE)
    asked_too = [asked_by(query, discovery) for query in request.GET.getlist("beside")[:MOST_COMPARED]]
    beside = [selectors.beside(each, comparison, discovery) for each in asked_too if each is not None]
    others = [each for each in beside if each.words]
    alternatives_ = alternatives(comparison, others) if others else comparison.alternatives
    form = DecisionForm(posted(request), initial={"title": title, "alternatives": alternatives_})
    return form_view(
        request,
        form,
        lambda: keep(
            actor=request.actor,
            discovery=discovery,
            query=query_of(comparison),
            choice=choice,
            **form.values(),
        ),
        message=_("Saved in the decision log."),
        title=_("Save as a decision"),
        intro=_("The report uses its person-weeks from then on.")
        if choice
        else _("The title describes the decision. Change it if the room chose the current plan instead."),
        save_label=_("Log the decision"),
        back=discovery_url(discovery, "decisions"),
        discovery=discovery,
    )


def _scenario(request: Request, discovery: Discovery) -> Scenario | None:
    """The saved scenario of the address."""
    uuid = request.GET.get("scenario", "")
    return Scenario.objects.filter(discovery=discovery, uuid=uuid).first() if is_uuid(uuid) else None


@viewer
@require_safe
def what_if_two(request: Request, discovery: Discovery) -> HttpResponse:
    """The scenario of the address beside the one in `beside`; both by their names, where they are
    saved."""
    by_changes = {each.changes: each for each in reversed(scenarios_of(discovery))}
    worlds: list[NamedWorld] = []
    for name, query in (
        (_("First scenario"), request.GET.get("beside", "")),
        (_("Second scenario"), request.GET.urlencode()),
    ):
        comparison = asked_by(query, discovery)
        if comparison is not None:
            scenario = by_changes.get(query_of(comparison))
            if worlds:
                comparison = selectors.beside(comparison, worlds[0].comparison, discovery)
            worlds.append(NamedWorld(scenario.name if scenario else name, comparison, scenario))
    context = {
        "discovery": discovery,
        "compared": ScenarioComparison(tuple(worlds)) if worlds else None,
        **_rights(request, discovery),
    }
    return page(request, "products/what_if/two.html", context)


@viewer
@require_safe
def scenarios(request: Request, discovery: Discovery) -> HttpResponse:
    """The saved scenarios, and those of them that `?scenario=<uuid>` ticks, or the latest, side by
    side."""
    all_scenarios = scenarios_of(discovery)
    uuids = set(request.GET.getlist("scenario"))
    ticked = [each for each in all_scenarios if not uuids or str(each.uuid) in uuids][:MOST_COMPARED]
    by = author_names(discovery)
    context = {
        "discovery": discovery,
        "rows": [(each, by.get(each.uuid, ""), each in ticked) for each in all_scenarios],
        "most": MOST_COMPARED,
        "compared": compared(discovery, ticked),
        **_rights(request, discovery),
    }
    return page(request, "products/what_if/scenarios.html", context)


def _rights(request: Request, discovery: Discovery) -> dict[str, object]:
    """The right to choose, and the rooms to whose screens the account may put it."""
    return {"may_edit": may_edit(request.actor, discovery), "rooms": _rooms(request, discovery)}


def _rooms(request: Request, discovery: Discovery) -> list[Workshop]:
    """The live rooms to whose screens the account may put something."""
    if not may_facilitate(request.actor, discovery):
        return []
    return list(Workshop.objects.filter(discovery=discovery, state=WorkshopState.LIVE))


class ScenarioPages(Dialog[Scenario]):
    """The what-if of the address, under a name."""

    kind = SCENARIO
    add_title = gettext_lazy("Save as a scenario")
    edit_title = gettext_lazy("Edit the scenario")
    added = gettext_lazy("Scenario saved")
    deleted = gettext_lazy("Scenario deleted")
    is_action = False

    def draft(self, request: Request, place: Any, *names: Any) -> Scenario:
        """Raises NotFound before anything is ranked."""
        draft = super().draft(request, place, *names)
        comparison = asked_by(request.GET.urlencode(), place)
        if comparison is None:
            raise NotFound(_("Nothing is ranked yet."))
        draft.changes = query_of(comparison) if comparison.words else ""
        return draft

    def back(self, discovery: Discovery, artifact: Scenario) -> str:
        return reverse("products:scenarios", args=[discovery.slug])


SCENARIO_PAGES = ScenarioPages()


def _screens(request: Request, discovery: Discovery, live: str | None, query: str) -> dict[str, object]:
    """The room `live`, if its screens follow this page, with whether they show other changes than its own;
    and the rooms on whose screens the what-if may be put."""
    rooms = _rooms(request, discovery)
    room = next((each for each in rooms if each.code == live and is_shown(each)), None)
    if room is None:
        return {"followed": None, "rooms": rooms}
    is_behind = not ShownWhatIf.objects.filter(room=room, changes=query).exists()
    return {"followed": (room, is_behind), "rooms": [each for each in rooms if each != room]}


def _recorded(comparison: WhatIf | None) -> dict[str, str]:
    """The capacity as recorded, where the address says one."""
    now = comparison.changes.now if comparison else None
    return {} if now is None else {"now": str(now)}


def _cut_line_url(discovery: Discovery, comparison: WhatIf | None) -> str:
    """The cut line with the capacity as recorded."""
    recorded = _recorded(comparison).get("now")
    return reverse("products:cut_line", args=[discovery.slug]) + (f"?k={recorded}" if recorded else "")


def _undo_links(comparison: WhatIf) -> list[tuple[str, str, str]]:
    """Each change in words, its part of the address, and the address without it."""
    return [(words, part, query_of(comparison, without=part)) for words, part in comparison.words]


def _example_links(comparison: WhatIf) -> list[tuple[str, str]]:
    """Changes to try, each in words and as an address."""
    recorded = urlencode(_recorded(comparison))
    return [
        (words, "&".join(each for each in (part, recorded) if each)) for words, part in examples(comparison)
    ]
