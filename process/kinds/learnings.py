"""Learnings of a discovery about discovering, for the next ones of the organization."""

from __future__ import annotations

from core.kinds.base import ArtifactKind
from core.kinds.layout import Layout, Said
from process.models import Learning


class LearningKind(ArtifactKind[Learning]):
    """A learning of the discovery, and its advice for next time."""

    model = Learning
    path = "discovery"
    page = "process:discovery_learnings"
    anchor = "slot"
    title = "title"
    layout = Layout(Said("title", 1), Said("detail", 3), Said("advice"), "stream")


LEARNING = LearningKind()
