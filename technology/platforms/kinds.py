"""Platforms, and their capabilities."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from core.kinds import ArtifactKind, Layout, Lines, Radios, check_year
from core.labels import Text
from technology.capability_catalog import LEVEL_CHOICES
from technology.kinds.unique_names import NamedKind
from technology.models import Capability, Platform, PlatformChange, PlatformFeedback

P = TypeVar("P", PlatformChange, PlatformFeedback)


class PlatformKind(NamedKind[Platform]):
    """A platform, its owner, and the tasks that it leaves to other platforms."""

    model = Platform
    path = "discovery"
    page = "technology:capability_list"
    layout = Layout("name", Lines("description", 3), "owner", "team", Lines("alignment", 3))
    help_texts = {
        "alignment": gettext_lazy("Topics left to other platforms, and how the owners agree on them."),
    }
    on_delete_clear = {"capabilities": ("platform",)}


ABILITY = Layout(
    Radios("plane"),
    "name",
    Lines("description"),
    "platform",
    "today",
    "needed",
    Lines("evidence"),
    "owner",
    Lines("how_to_get"),
    "link",
)
"""The fields that describe a capability and its maturity."""
GAP = Layout("gap_effort", "gap_closer", "gap_until")
"""The fields that describe how its gap is closed."""


class CapabilityKind(NamedKind[Capability]):
    """A capability of the platforms, on one of their planes."""

    model = Capability
    recognized_by = ("plane", "name")
    extra_file_fields = ("key",)
    nouns = "capabilities"
    path = "discovery"
    page = "technology:capability_list"
    grouped_by = ("plane",)
    layout = Layout(ABILITY, GAP)
    help_texts = {
        "needed": gettext_lazy("In addition to the needs entered for each data product."),
        "evidence": gettext_lazy("Evidence for today’s maturity: what runs, and who uses it."),
        "how_to_get": gettext_lazy("Whom to ask, and what a team gets."),
    }
    empty = {
        "platform": gettext_lazy("No platform yet"),
        "today": gettext_lazy("Not set yet"),
        "needed": gettext_lazy("Not set yet"),
    }
    on_delete_trash = ("needs",)

    def choices(self, artifact: Capability) -> dict[str, QuerySet[Any]]:
        """It belongs to a platform of its discovery."""
        return {
            **super().choices(artifact),
            "platform": Platform.objects.filter(discovery=artifact.discovery),
        }

    def offered(self, artifact: Capability) -> dict[str, Iterable[tuple[Any, Text]]]:
        """Levels, each with its meaning."""
        return {"today": LEVEL_CHOICES, "needed": LEVEL_CHOICES}


class OfPlatform(ArtifactKind[P]):
    """Feedback and changes of a platform, in its card."""

    path = "platform__discovery"

    def url(self, artifact: P) -> str:
        return PLATFORM.url(artifact.platform)


class FeedbackKind(OfPlatform[PlatformFeedback]):
    """Feedback of a team, and the owner's answer."""

    model = PlatformFeedback
    title = "text"
    layout = Layout(Lines("text"), "team", "said_on", Lines("answer"))
    help_texts = {
        "text": gettext_lazy("From a team that builds data products with it."),
        "answer": gettext_lazy("The platform owner’s response, or the reason for no action."),
    }

    def check(self, draft: PlatformFeedback, before: PlatformFeedback | None) -> None:
        check_year(draft.said_on, "said_on")


class ChangeKind(OfPlatform[PlatformChange]):
    """A change is announced before it comes."""

    model = PlatformChange
    layout = Layout("name", Lines("detail"), "comes_on", "told_on")

    def check(self, draft: PlatformChange, before: PlatformChange | None) -> None:
        for name in ("comes_on", "told_on"):
            check_year(getattr(draft, name), name)
        if draft.comes_on and draft.told_on and draft.told_on > draft.comes_on:
            raise Invalid(_("The announcement can’t be later than the change."), "told_on")


PLATFORM = PlatformKind()
CAPABILITY = CapabilityKind()
FEEDBACK, CHANGE = FeedbackKind(), ChangeKind()
