"""What prioritization adds to the pages of a discovery: navigation, and how far it is."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discovery.models import Discovery
from discovery.registries import Checkpoint, NavigationItem, Standing, checkpoints, navigation
from lvt import scoring
from lvt.selectors.results import MISSING
from lvt.selectors.rounds import current_results
from lvt.selectors.shortlist import shortlist


def register_own() -> None:
    """Register the entry of the navigation and the two checkpoints."""
    navigation.register(
        NavigationItem("prioritization", gettext_lazy("Prioritization"), "lvt:prioritization", "table", 40)
    )
    checkpoints.register(
        Checkpoint("ranking", gettext_lazy("Scored by both sides"), "accelerate", "", 60, ranking)
    )
    checkpoints.register(Checkpoint("shortlist", gettext_lazy("Shortlist"), "accelerate", "", 70, decided))


def ranking(discovery: Discovery) -> Standing:
    """Complete when business and IT have scored every use case."""
    results = current_results(discovery)
    url = reverse("lvt:prioritization", args=[discovery.slug])
    if results is None:
        workshops = reverse("discovery:workshop_list", args=[discovery.slug])
        return Standing("", _("No scores have been revealed yet."), workshops, _("Prepare a workshop"))
    missing = [
        str(MISSING[side])
        for side in scoring.SIDES
        if any(side in ranked.result.missing_sides for ranked in results.ranking)
    ]
    if results.unscored:
        missing.append(
            ngettext(
                "%(count)s use case is not scored",
                "%(count)s use cases are not scored",
                len(results.unscored),
            )
            % {"count": len(results.unscored)}
        )
    count = len(results.ranking)
    summary = ngettext("%(count)s use case ranked", "%(count)s use cases ranked", count) % {"count": count}
    return Standing(summary, f"{'; '.join(missing)}." if missing else "", url, _("Look at the ranking"))


def decided(discovery: Discovery) -> Standing:
    """Complete when a shortlist was decided."""
    found = shortlist(discovery)
    url = reverse("lvt:prioritization", args=[discovery.slug])
    if found is None:
        return Standing("", _("No shortlist is decided yet."), url, _("Look at the ranking"))
    names = ", ".join(use_case.name for use_case in found.use_cases)
    return Standing(names, "", url, _("Read the reason"))
