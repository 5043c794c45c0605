"""The questions of an organization's data strategy, and the choices of a domain's own."""

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from core.kinds import ArtifactKind, Layout, Quote, Radios
from process.models import StrategyChoice, StrategyQuestion, StrategyState


class StrategyQuestionKind(ArtifactKind[StrategyQuestion]):
    """A question of the data strategy, with the answer of the organization."""

    model = StrategyQuestion
    path = "organization"
    title = "text"
    layout = Layout("text", Quote("answer", 5), "owner", Radios("state"))

    def check(self, draft: StrategyQuestion, before: StrategyQuestion | None) -> None:
        if draft.state != StrategyState.OPEN and not draft.answer.strip():
            raise Invalid(_("Add an answer before you mark it as drafted or agreed."), "answer")


class StrategyChoiceKind(ArtifactKind[StrategyChoice]):
    """A domain's use of data, and of the platform for it."""

    model = StrategyChoice
    noun = "strategy_choice"
    path = "discovery"
    page = "process:discovery_why"
    anchor = "slot"
    layout = Layout(Quote("name", 2), Quote("platform_use", 3), Quote("gives", 2), "owner", Radios("state"))
    help_texts = {
        "name": gettext_lazy("In one sentence, such as: customer knowledge is a data product of its own."),
        "platform_use": gettext_lazy("Platform services that replace what the domain builds itself today."),
        "gives": gettext_lazy("Data products, ports or knowledge that other domains can rely on."),
    }

    def check(self, draft: StrategyChoice, before: StrategyChoice | None) -> None:
        if draft.state == StrategyState.AGREED and not draft.platform_use.strip():
            raise Invalid(
                _("Describe how the domain uses the platform before you mark the choice as agreed."),
                "platform_use",
            )


STRATEGY_QUESTION, STRATEGY_CHOICE = StrategyQuestionKind(), StrategyChoiceKind()
