"""The questions of an organization's data strategy."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.kinds.base import ArtifactKind
from core.kinds.layout import Layout, Radios, Said
from process.models import StrategyQuestion
from process.models.strategy import StrategyState


class StrategyQuestionKind(ArtifactKind[StrategyQuestion]):
    """A question of the data strategy, with the answer of the organization."""

    model = StrategyQuestion
    path = "organization"
    title = "text"
    layout = Layout("text", Said("answer", 5), "owner", Radios("state"))

    def check(self, draft: StrategyQuestion, before: StrategyQuestion | None) -> None:
        if draft.state != StrategyState.OPEN and not draft.answer.strip():
            raise Invalid(_("Write the answer before it is called drafted or agreed."), "answer")


STRATEGY_QUESTION = StrategyQuestionKind()
