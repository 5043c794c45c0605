"""Learnings of a discovery about discovering, for the next ones of the organization."""

from core.kinds import ArtifactKind, Layout, Quote
from process.models import Learning


class LearningKind(ArtifactKind[Learning]):
    """A learning of the discovery, and its advice for next time."""

    model = Learning
    path = "discovery"
    page = "process:discovery_learnings"
    anchor = "slot"
    title = "title"
    layout = Layout(Quote("title", 1), Quote("detail", 3), Quote("advice"), "stream")


LEARNING = LearningKind()
