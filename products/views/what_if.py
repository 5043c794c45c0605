"""What if: a changed world beside the recorded one. The address says what is changed; nothing is written
until somebody keeps it as a decision."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.exceptions import Conflict, NotFound
from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.views.discoveries import discovery_url
from documents.in_turn import takes_turn
from lvt.selectors.rounds import current_results
from organizations.web.form_pages import form_methods, form_view, posted
from organizations.web.pages import page
from organizations.web.requests import Request
from products.forms.what_if import WhatIfForm
from products.selectors import what_if as selectors
from products.selectors.coverage import coverage
from products.selectors.what_if import WhatIf
from products.services.what_if import keep
from products.views.common import editor, viewer
from workshops.forms.decisions import DecisionForm

_LONGEST_TITLE = 200
# What the form sends again; it asks for the others.
_KEPT = ("drop", "out", "effort")


@viewer
@require_safe
def what_if(request: Request, discovery: Discovery) -> HttpResponse:
    """Both worlds: at once what is known by then, and with `?proof=1` what is proven."""
    form = _form(request.GET, discovery)
    proves = "proof" in request.GET
    asked = selectors.what_if(discovery, form.changes(), whole=proves) if form else None
    if form and form.is_valid():
        form = _form(_without_what_it_adds(request.GET), discovery)
    context = {
        "discovery": discovery,
        "form": form,
        "asked": asked,
        "query": _query(asked) if asked else "",
        "taken_back": _taken_back(asked) if asked else (),
        "kept": _KEPT,
        "proves": proves,
        "may_edit": may_edit(request.actor, discovery),
    }
    template = "products/what_if/worlds.html" if proves and request.htmx else "products/what_if/page.html"
    return page(request, template, context, part=None if proves else "asked")


@editor
@form_methods
@takes_turn
def what_if_keep(request: Request, discovery: Discovery) -> HttpResponse:
    """Log the choice between both worlds as a decision. Raises NotFound before anything is ranked, and
    Conflict where both worlds are the same."""
    asking = _form(request.GET, discovery)
    asked = selectors.what_if(discovery, asking.changes(), whole=True) if asking else None
    if asked is None:
        raise NotFound(_("Nothing is ranked yet."))
    if not asked.words:
        raise Conflict(_("Nothing is changed yet: there is nothing to decide between."))
    title = Truncator(asked.title).chars(_LONGEST_TITLE)
    form = DecisionForm(posted(request), initial={"title": title, "alternatives": asked.alternatives})
    return form_view(
        request,
        form,
        lambda: keep(actor=request.actor, discovery=discovery, query=_query(asked), **form.values()),
        message=_("Kept in the decision log."),
        title=_("Keep it as a decision"),
        intro=_("The title says what is decided: change it where the room chose what is recorded."),
        save_label=_("Log the decision"),
        back=discovery_url(discovery, "decisions"),
        discovery=discovery,
    )


def _form(sent: QueryDict, discovery: Discovery) -> WhatIfForm | None:
    """None before anything is ranked."""
    results = current_results(discovery)
    return None if results is None else WhatIfForm(sent, coverage(discovery), results)


def _without_what_it_adds(sent: QueryDict) -> QueryDict:
    """What was added stands among the changes: the form is ready for the next."""
    left = sent.copy()
    for name in ("product", "takes", "goal"):
        left.pop(name, None)
    return left


def _query(asked: WhatIf, without: str = "") -> str:
    """The address of the changes, without one of them."""
    parts = [part for _words, part in asked.words if part != without]
    if asked.changes.now is not None:
        parts.append(f"now={asked.changes.now}")
    query = QueryDict(mutable=True)
    for part in parts:
        name, _equals, value = part.partition("=")
        query.appendlist(name, value)
    return query.urlencode(safe=":")


def _taken_back(asked: WhatIf) -> list[tuple[str, str, str, str]]:
    """Each change in words, its name and value for the form, and the address without it."""
    parted = ((words, part, part.partition("=")) for words, part in asked.words)
    return [(words, name, value, _query(asked, without=part)) for words, part, (name, _is, value) in parted]
