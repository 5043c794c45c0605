"""Presentation: slides written in Markdown, and artifacts of the discovery; everyone sees the same one."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.labels import Text
from workshops.activity_kind import ActivityKind, ResultLine
from workshops.models import Activity
from workshops.room.drawing_camera.rules import CameraPicture, pictured_in
from workshops.room.presentation.forms import PresentationSettings
from workshops.room.presentation.markdown_slides import slides_of
from workshops.room.presentation.selectors import count_of, place_in, slide_at
from workshops.room.presentation.services import SLIDE

# A heading, with something below it.
_HEADED = re.compile(r"<h([1-6])>.*?</h\1>\s*<", re.DOTALL)


class Presentation(ActivityKind):
    """The facilitator turns the slides; phones show the same one, so that people in the last row can read."""

    key = "presentation"
    label = _("Presentation")
    description = _("Slides in Markdown, and parts of this discovery, on the stage and on every phone.")
    icon = "monitor"
    group = "talking"
    default_minutes = 15
    template_dir = "workshops/activities/presentation"
    no_effort = "People listen."
    material = _("Stage, slides")
    shows_everything = True
    settings_form = PresentationSettings
    is_counted = False

    def unready(self, activity: Activity) -> Text:
        return "" if count_of(activity) else _("It has no slides yet.")

    def console(self, activity: Activity) -> dict[str, Any]:
        place, count = place_in(activity), count_of(activity)
        return {
            "place": place,
            "count": count,
            "slide": _slide_html(activity, place, "console"),
            "next_slide": _slide_html(activity, place + 1, "console") if place < count else "",
            "has_primary": 0 < place < count,
        }

    def stage(self, activity: Activity) -> dict[str, Any]:
        return {"count": count_of(activity)}

    def stage_title(self, activity: Activity) -> Text:
        """The heading of the slide, if there is something below it."""
        content = slide_at(activity, place_in(activity))
        slide = content.slide if content else None
        return slide.title if slide is not None and _HEADED.match(slide.html) else ""

    def pictured(self, activity: Activity) -> tuple[str, CameraPicture | None]:
        place = place_in(activity)
        content = slide_at(activity, place)
        return f":{place}", pictured_in(content.context if content else None)

    def results(self, activity: Activity) -> dict[str, Any] | None:
        if activity.started_at is None:
            return None  # no one has seen a slide yet
        titles = [slide.title for slide in slides_of(activity.settings.get("slides", ""))]
        return {"titles": titles} if titles else None

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        return map(ResultLine, results["titles"])

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        html = _slide_html(activity, place_in(activity), audience)
        return [(SLIDE, html)] if html and audience != "console" else []


def _slide_html(activity: Activity, place: int, audience: str) -> SafeString:
    """The slide at a place, from 1; empty where there is none."""
    content = slide_at(activity, place)
    if content is None:
        return SafeString("")
    inner = SafeString(content.slide.html if content.slide else "")  # cleaned in slides.py
    if content.spotlight is not None:
        context = {**(content.context or {}), "audience": audience}
        inner = SafeString(render_to_string(content.spotlight.template, context))
    context = {"slide": content.slide, "inner": inner, "place": place, "count": count_of(activity)}
    return SafeString(render_to_string("workshops/activities/presentation/slide.html", context).strip())
