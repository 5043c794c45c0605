"""Page of the learnings of a discovery about discovering, and of those before it."""

from typing import Any

from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from discovery.web.single_part_pages import OnPartPage, PartPage
from organizations.web import Request
from process.learnings.kinds import LEARNING
from process.learnings.selectors import learnings_of, learnings_of_others
from process.models import Learning


def _learned(request: Request, discovery: Discovery) -> dict[str, Any]:
    return {
        "learnings": learnings_of(discovery),
        "earlier": learnings_of_others(discovery, request.actor),
    }


LEARNED = PartPage("learnings", "process:discovery_learnings", "process/learnings.html", _learned)
learnings = access.discovery(DiscoveryRole.VIEWER)(require_safe(LEARNED.show))


class LearningPages(OnPartPage[Learning]):
    """Forms of a learning, where it stands."""

    kind = LEARNING
    on = LEARNED
    add_title = gettext_lazy("Add a learning")
    words = ("lesson learned", "retrospective")


LEARNING_PAGES = LearningPages()
