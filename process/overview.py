"""This app's entries in the navigation, the checkpoints and the overview of a discovery."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from core.labels import ngettext_lazy
from discovery import registries
from discovery.checkpoint_standings import checkpoint_standing, with_count
from discovery.models import Discovery, PhaseKind
from organizations.actors import Actor
from organizations.registries import AddedPage, organization_pages
from process.delta.selectors import delta_of
from process.learnings.selectors import learnings_of_others
from process.models import (
    DeltaDimension,
    DeltaVisit,
    Learning,
    OnboardingCandidate,
    StrategyQuestion,
    StrategyState,
    SuitabilityStatement,
)
from process.strategy.selectors import choices_of, strategy_of
from process.suitability.selectors import check_of
from workshops.registries import AgendaGroup, agenda_groups


def register_own() -> None:
    """Register them."""
    agenda_groups.register(AgendaGroup("process", gettext_lazy("Assessment"), 5))
    for page in (
        registries.NavigationPage(
            "why",
            gettext_lazy("Why Data Mesh"),
            "process:discovery_why",
            "overview",
            20,
            checkpoint="suitability",
            used_by=(SuitabilityStatement,),
            words=(
                gettext_lazy("Double diamond"),
                gettext_lazy("Four principles of Data Mesh"),
                gettext_lazy("Domain ownership, data as a product"),
                gettext_lazy("Self-serve platform, federated governance"),
                gettext_lazy("Three challenges"),
                gettext_lazy("Suitability check"),
                gettext_lazy("Sociotechnical"),
            ),
        ),
        registries.NavigationPage(
            "delta",
            gettext_lazy("Data Mesh delta"),
            "process:discovery_delta",
            "overview",
            30,
            checkpoint="delta",
            used_by=(DeltaDimension, DeltaVisit),
        ),
        registries.NavigationPage(
            "learnings",
            gettext_lazy("Learnings"),
            "process:discovery_learnings",
            "overview",
            40,
            checkpoint="delta",
            used_by=(Learning,),
        ),
    ):
        registries.navigation.register(page)
    for tab in (
        AddedPage(
            "strategy",
            gettext_lazy("Data strategy"),
            "process:organization_strategy",
            12,
            about=gettext_lazy("The questions about data that the organization answers"),
            rows=lambda organization: StrategyQuestion.objects.filter(organization=organization),
        ),
        AddedPage(
            "onboarding",
            gettext_lazy("Early domains"),
            "process:organization_onboarding",
            14,
            about=gettext_lazy("The domains to begin with"),
            rows=lambda organization: OnboardingCandidate.objects.filter(organization=organization),
        ),
    ):
        organization_pages.register(tab)
    for checkpoint in (
        registries.Checkpoint("data_strategy", gettext_lazy("Data strategy"), "", "", 10, strategy_standing),
        registries.Checkpoint(
            "domain_strategy", gettext_lazy("Data strategy of the domain"), "", "", 12, domain_standing
        ),
        registries.Checkpoint(
            "suitability",
            gettext_lazy("Is Data Mesh right for us?"),
            PhaseKind.ACCELERATE,
            "",
            5,
            why_standing,
        ),
        registries.Checkpoint(
            "delta", gettext_lazy("Data Mesh delta"), PhaseKind.DISCOVERY, "", 90, delta_standing
        ),
    ):
        registries.checkpoints.register(checkpoint)
    registries.added_parts.register(
        registries.AddedPart("learnings", 10, "process/overview_earlier.html", _earlier)
    )


def _earlier(discovery: Discovery, actor: Actor) -> dict[str, Any] | None:
    earlier = learnings_of_others(discovery, actor)
    return {"earlier": earlier} if earlier else None


def strategy_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when every question of the organization's data strategy has an answer."""
    organization = discovery.domain.organization
    strategy = strategy_of(organization)
    url = reverse("process:organization_strategy", args=[organization.slug])
    if not strategy.total:
        missing = _("The organization doesn’t have a data strategy yet.")
        return registries.CheckpointStanding("", missing, url, _("Start the data strategy"))
    summary = _("%(answered)s of %(total)s questions answered, %(agreed)s agreed") % {
        "answered": strategy.answer_count,
        "total": strategy.total,
        "agreed": strategy.agreed,
    }
    unanswered = ngettext_lazy(
        "%(count)s question doesn’t have an answer yet.",
        "%(count)s questions don’t have an answer yet.",
        "count",
    )
    missing = with_count(unanswered, strategy.total - strategy.answer_count)
    return registries.CheckpointStanding(summary, missing, url, _("Go to the data strategy"))


def domain_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when every choice of the domain's own data strategy is agreed."""
    choices = choices_of(discovery)
    agreed = sum(each.state == StrategyState.AGREED for each in choices)
    return checkpoint_standing(
        discovery,
        "process:discovery_why",
        _("Go to the data strategy of the domain"),
        with_count(ngettext_lazy("%(count)s choice", "%(count)s choices", "count"), len(choices)),
        "" if choices else _("The domain’s use of the platform isn’t described yet."),
        with_count(
            ngettext_lazy(
                "%(count)s choice isn’t agreed yet.", "%(count)s choices aren’t agreed yet.", "count"
            ),
            len(choices) - agreed,
        ),
    )


def why_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete with a verdict, whichever it is."""
    url = reverse("process:discovery_why", args=[discovery.slug])
    check = check_of(discovery)
    if check.is_empty:
        return registries.CheckpointStanding("", _("Not assessed yet."), url, _("Start the check"))
    if not check.is_decided:
        return registries.CheckpointStanding(
            "", _("Not enough statements are rated for a result."), url, _("Rate the statements")
        )
    return registries.CheckpointStanding(check.words.title, "", url, _("See the reasons"))


def delta_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when every dimension is scored on the latest visit."""
    url = reverse("process:discovery_delta", args=[discovery.slug])
    delta = delta_of(discovery)
    total = len(delta.lines)
    if delta.visit is None or not total:
        return registries.CheckpointStanding("", _("No delta yet."), url, _("Start the delta"))
    scored = _("%(scored)s of %(total)s dimensions scored") % {"scored": delta.scored, "total": total}
    if delta.scored < total:
        unscored = ngettext_lazy(
            "%(count)s dimension doesn’t have a score yet.",
            "%(count)s dimensions don’t have a score yet.",
            "count",
        )
        missing = with_count(unscored, total - delta.scored)
        return registries.CheckpointStanding(scored, missing, url, _("Score the dimensions"))
    return registries.CheckpointStanding(scored, "", url, _("See the gaps"))
