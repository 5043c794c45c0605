"""The kind of doubts."""

from __future__ import annotations

from core.exceptions import Invalid
from core.kinds.base import ArtifactKind
from core.kinds.layout import Layout
from tests.sample.models import Doubt


class DoubtKind(ArtifactKind[Doubt]):
    model = Doubt
    path = "use_case__discovery"
    layout = Layout("name", "settle_by")

    def check(self, draft: Doubt, before: Doubt | None) -> None:
        if draft.name.endswith("?"):
            raise Invalid("A doubt is no question.", "name")


DOUBT = DoubtKind()
