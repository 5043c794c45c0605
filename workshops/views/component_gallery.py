"""The page of all components, for developers of Headwaters."""

from datetime import timedelta
from typing import Any

import segno
from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from discovery.checklist import CheckLine, MissingPiece
from discovery.marks import MARKS
from documents.charts import distribution_strip, ranking_bar
from organizations.web import Request, access, page
from workshops.models import Workshop
from workshops.onboarding_hints.selectors import HINTS

_COLORS = (
    "paper surface sunken line line-strong control ink ink-2 ink-3 accent accent-wash good good-wash warn "
    "warn-wash bad bad-wash product shared domain job producer consumer business it"
)
_ICONS = (
    "agenda alert archive arrow-down arrow-left arrow-right arrow-up bulb calendar chat check "
    "chevron-down chevron-right clock close copy download drag edit external eye eye-off filter flag "
    "gear hand help history home info link lock map menu minus monitor moon more pause people person "
    "play plus print product qr refresh report search share sign-out sound sound-off star sun table target "
    "trash tree undo upload vote wifi-off"
)


class ExampleForm(forms.Form):
    """Shows each sort of field, with one error."""

    name = forms.CharField(label=_("Name"), help_text=_("The name people in the room use."), max_length=80)
    statement = forms.CharField(
        label=_("We believe that"), widget=forms.Textarea(attrs={"class": "said", "rows": 3}), required=False
    )
    side = forms.ChoiceField(
        label=_("Proposed by"),
        choices=[("business", _("Business")), ("it", _("IT"))],
        widget=forms.RadioSelect,
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("proposed", _("Proposed")), ("exploring", _("Exploring"))]
    )
    due = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    about_data = forms.BooleanField(label=_("Needs data to succeed"), required=False)


def _ranked(name: str, score: float, low: float, high: float, business: float, it: float) -> dict[str, Any]:
    return {
        "name": name,
        "score": f"{score:g}",
        "note": _("Between %(low)s and %(high)s") % {"low": low, "high": high},
        "words": _("%(score)s of 35") % {"score": f"{score:g}"},
        "bar": ranking_bar(score, 35, low, high),
        "business": _("Business %(score)s") % {"score": business},
        "it": _("IT %(score)s") % {"score": it},
    }


def _examples() -> dict[str, Any]:
    """The data that the examples show; they are made up."""
    now, folded = timezone.now(), ExampleForm(auto_id="folded-%s")
    return {
        "hint": HINTS[0],
        "options": [
            {"key": "decided", "name": "Decided", "description": "The room agreed."},
            {"key": "open", "name": "Open", "description": "Someone objected."},
        ],
        "lines": [
            CheckLine("vision", _("Vision"), (), "#display", _("Everyone gets well sooner.")),
            CheckLine(
                "goals", _("Goals"), (MissingPiece(_("No goals yet."), "#display"),), "#display", is_next=True
            ),
            CheckLine(
                "roles", _("Roles"), (MissingPiece(_("1 role is not filled."), "#display"),), "#display"
            ),
            CheckLine(
                "actions",
                _("Actions"),
                (MissingPiece(_("No actions assigned yet."), "#display", is_grave=True),),
            ),
        ],
        "sections": [
            {
                "links": [
                    {"words": _("Fonts and sizes"), "href": "#voices", "icon": "chat"},
                    {"words": _("Buttons"), "href": "#buttons", "icon": "play"},
                    {"words": _("Forms"), "href": "#forms", "icon": "edit"},
                    {"words": _("Display"), "href": "#display", "icon": "table"},
                    {"words": _("Marks"), "href": "#marks", "icon": "star", "count": len(MARKS)},
                    {"words": _("Numbers and charts"), "href": "#numbers", "icon": "vote"},
                    {"words": _("Live surfaces"), "href": "#live", "icon": "monitor"},
                ],
            }
        ],
        "colors": _COLORS.split(),
        "icons": _ICONS.split(),
        "marks": MARKS.values(),
        "form": ExampleForm(
            {"name": "", "statement": "Knowing each visit raises its success.", "side": "business"}
        ),
        "sentence": [folded["statement"], folded["name"]],
        "folded": folded["due"].label_tag() + str(folded["due"]),
        "strip": distribution_strip([0, 0, 0, 0, 4, 6], [0, 2, 5, 3, 0, 0]),
        "ranking": [
            _ranked("Digital customer engagement", 34, 33.1, 34.6, 34.2, 33.6),
            _ranked("HCP 360 dashboard", 30, 28.2, 31.7, 31.8, 27.4),
            _ranked("Next best action", 27, 25.3, 28.8, 26.1, 28.0),
        ],
        "agenda": [
            {"title": _("Welcome and check-in"), "state": "done", "planned": 10, "actual": 8},
            {"title": _("Prioritize use cases"), "state": "now", "planned": 25, "actual": None},
            {"title": _("Decide the shortlist"), "state": "next", "planned": 15, "actual": None},
        ],
        "tabs": [
            {"words": _("Longlist"), "href": "#tabs", "current": True, "count": 12},
            {"words": _("Shortlist"), "href": "#tabs", "current": False, "count": 3},
            {"words": _("Not linked"), "href": "#tabs", "current": False, "count": None},
        ],
        "crumbs": [(_("Developers"), "#main"), (_("Components"), "")],
        "stale": {
            "who": "Ben Okafor",
            "choices": [
                {
                    "label": _("Hypothesis"),
                    "answer": "stays-hypothesis",
                    "before": "Suggesting the next step will help.",
                    "mine": "Suggesting the next step will save preparation time.",
                    "theirs": "Suggesting the next step will make every visit count.",
                }
            ],
            "theirs": [{"label": _("Minutes"), "before": "5", "theirs": "4"}],
            "mine": [{"label": _("Title"), "before": "Next step", "mine": "The next step"}],
        },
        "alike": [{"name": "HCP masterdata"}],
        "leads": [{"by": "Frida Facilitator", "workshop": Workshop(name="Value tree", code="ABC234")}],
        "qr": SafeString(segno.make("https://headwaters.example/join/K7M2QX/").svg_inline(border=0)),
        "ends_at": now + timedelta(minutes=14, seconds=12),
        "earlier": now - timedelta(hours=2),
    }


@access.signed_in
@require_safe
def components(request: Request) -> HttpResponse:
    """Every component of the design system, each with its source."""
    return page(request, "developers/components.html", _examples())
