"""Iterations of a product: what the first one serves, and what each next one adds."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.kinds.base import ArtifactKind
from core.kinds.layout import Layout, Lines
from products.models import Iteration


class IterationKind(ArtifactKind[Iteration]):
    model = Iteration
    path = "product__discovery"
    layout = Layout("name", Lines("serves"), Lines("adds"), "starts_on", "ends_on", "done_on")

    def check(self, draft: Iteration, before: Iteration | None) -> None:
        if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
            raise Invalid(_("An iteration ends on the day it starts, or later."), "ends_on")

    def summary(self, artifact: Iteration) -> str:
        return f"{artifact.product.name}: {artifact.name}"


ITERATION = IterationKind()
