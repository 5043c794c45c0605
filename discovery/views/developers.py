"""Pages for developers of Headwaters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from discovery.charts import distribution_strip, ranking_bar
from discovery.marks import MARKS
from discovery.web import access
from discovery.web.pages import page
from discovery.web.requests import Request

# A pattern that looks like a code and opens nothing: pages draw real ones with segno.
_PATTERN = SafeString(
    '<svg viewBox="0 0 7 7" fill="currentColor"><path d="M0 0h3v3H0zM4 0h3v3H4zM0 4h3v3H0zM4 4h1v1H4zM6 4h1v2H6z'
    'M5 5h1v2H5zM4 6h1v1H4z"/></svg>'
)


class ExampleForm(forms.Form):
    """Shows each sort of field, with one error."""

    name = forms.CharField(label=_("Name"), help_text=_("As people in the room call it."), max_length=80)
    statement = forms.CharField(
        label=_("We believe that"), widget=forms.Textarea(attrs={"class": "said", "rows": 3}), required=False
    )
    side = forms.ChoiceField(
        label=_("Who brought it"),
        choices=[("business", _("Business")), ("it", _("IT"))],
        widget=forms.RadioSelect,
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("proposed", _("Proposed")), ("explored", _("Exploring"))]
    )
    due = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    about_data = forms.BooleanField(label=_("Needs data to succeed"), required=False)


def _examples() -> dict[str, Any]:
    now = timezone.now()
    return {
        "form": ExampleForm(
            {"name": "", "statement": "Knowing each visit raises its success.", "side": "business"}
        ),
        "marks": MARKS.values(),
        "icons": ICONS,
        "strip": distribution_strip([0, 0, 0, 0, 4, 6], [0, 2, 5, 3, 0, 0]),
        "ranking": [
            {
                "name": "Digital customer engagement",
                "score": "34",
                "note": _("First in 94 of 100 resamples"),
                "bar": ranking_bar(34, 35, 33.1, 34.6),
                "business": "34.2",
                "it": "33.6",
            },
            {
                "name": "HCP 360 dashboard",
                "score": "30",
                "note": _("Between second and third"),
                "bar": ranking_bar(30, 35, 28.2, 31.7),
                "business": "31.8",
                "it": "27.4",
            },
            {
                "name": "Next best action",
                "score": "27",
                "note": _("Between second and third"),
                "bar": ranking_bar(27, 35, 25.3, 28.8),
                "business": "26.1",
                "it": "28.0",
            },
        ],
        "agenda": [
            {"title": _("Welcome and check-in"), "state": "done", "planned": 10, "actual": 8},
            {"title": _("Prioritize use cases"), "state": "now", "planned": 25},
            {"title": _("Decide the shortlist"), "state": "next", "planned": 15},
        ],
        "tabs": [
            {"words": _("Longlist"), "href": "#tabs", "current": True, "count": 12},
            {"words": _("Shortlist"), "href": "#tabs", "count": 3},
            {"words": _("Loose ends"), "href": "#tabs", "count": 1},
        ],
        "crumbs": [("Commercial", "#"), (_("Commercial discovery"), "#"), (_("Use cases"), "")],
        "versions": [
            {
                "label": _("Hypothesis"),
                "mine": "Suggesting the next step will save preparation time.",
                "theirs": "Suggesting the next step will make every visit count.",
            }
        ],
        "qr": _PATTERN,
        "ends_at": now + timedelta(minutes=14, seconds=12),
        "earlier": now - timedelta(hours=2),
    }


ICONS = [
    "agenda",
    "alert",
    "archive",
    "arrow-down",
    "arrow-left",
    "arrow-right",
    "arrow-up",
    "bulb",
    "calendar",
    "chat",
    "check",
    "chevron-down",
    "chevron-right",
    "clock",
    "close",
    "copy",
    "download",
    "drag",
    "edit",
    "external",
    "eye",
    "eye-off",
    "filter",
    "flag",
    "gear",
    "help",
    "history",
    "home",
    "info",
    "link",
    "lock",
    "map",
    "menu",
    "minus",
    "monitor",
    "moon",
    "more",
    "pause",
    "people",
    "person",
    "play",
    "plus",
    "print",
    "qr",
    "refresh",
    "report",
    "search",
    "share",
    "sign-out",
    "star",
    "sun",
    "table",
    "target",
    "trash",
    "tree",
    "undo",
    "upload",
    "vote",
    "wifi-off",
]


@access.public
def components(request: Request) -> HttpResponse:
    """Every component of the design system, each with the line to copy. Holds nobody's data."""
    return page(request, "developers/components.html", _examples())
