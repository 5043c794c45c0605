"""What a discovery learned, on the page that says why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.web.in_place import PagePart
from discovery.web.kind_pages import InPlace
from discovery.web.requests import Request
from process.kinds.learnings import LEARNING
from process.models import Learning
from process.views.suitability import why_part


class LearningPages(InPlace[Learning]):
    kind = LEARNING
    add_title = gettext_lazy("Write down what we learned")
    edit_title = gettext_lazy("Change the learning")
    added = gettext_lazy("Learning added")
    deleted = gettext_lazy("Learning deleted")

    def part(self, request: Request, discovery: Discovery, artifact: Learning) -> PagePart:
        return why_part(request, discovery)

    def add_slot(self, draft: Learning) -> str:
        return "slot-add-learning"


LEARNING_PAGES = LearningPages()
