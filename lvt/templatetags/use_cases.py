"""Texts beside a use case: its place in the ranking, and facts from other apps."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.labels import Text
from discovery.models import Discovery
from discovery.registries import use_case_steps
from lvt.hypothesis_ranking.selectors import RankedHypothesis
from lvt.longlist_funnel import selectors as funnel
from lvt.models import UseCase
from lvt.ranking_evidence import selectors as ranking_evidence
from lvt.selectors import result_titles, unheard_sides
from lvt.selectors.criterion_opinions import OpinionCell
from lvt.selectors.ranking_results import RankedUseCase, Results
from lvt.selectors.tiers_below_use_cases import Tier
from lvt.shortlist.selectors import Shortlist

register = template.Library()


@register.filter
def place_of(rankings: object, use_case: object) -> RankedUseCase | None:
    """The place of the use case in the ranking (lvt.rounds.selectors.rankings); None where it has none."""
    if not isinstance(rankings, Mapping) or not isinstance(use_case, UseCase):
        return None
    place: RankedUseCase | None = rankings.get(use_case.pk)
    return place


@register.filter
def in_own_words(text: str | None) -> SafeString:
    """The words of a person, to stand out within a sentence of ours (.card-sentence)."""
    return format_html("<span>{}</span>", text) if text else SafeString("")


@register.filter
def alone(part: str | None) -> str:
    """A part of a sentence that is shown without the rest: it begins with a capital letter, no mark of the
    sentence is at its end, and short compounds such as “face-to-face” don't break."""
    whole = re.sub(r"(?<=\w)-(?=\w)", "-\u2060", (part or "").strip().rstrip(",;:").rstrip())
    return whole[:1].upper() + whole[1:]


@register.filter
def aside_words(use_case: object) -> str:
    """The reason why the use case isn't scored by default (lvt.longlist_funnel.selectors), or ""."""
    return funnel.aside_words(use_case) if isinstance(use_case, UseCase) else ""


@register.filter
def not_heard(results: object) -> str:
    """The sides of which no one scored, in words (lvt.selectors.unheard_sides); "" where both did."""
    return unheard_sides.not_heard(results) if isinstance(results, Results) else ""


@register.filter
def ranking_heading(results: object) -> str:
    """The heading of a ranking of the room (lvt.selectors.result_titles)."""
    return result_titles.ranking_heading(results) if isinstance(results, Results) else ""


@register.filter
def basis_of_each(ranking: object) -> str:
    """The number of people behind each ranked use case (lvt.ranking_evidence.selectors.shared_basis), for a
    note that replaces the same words in all rows; "" where they differ."""
    if not isinstance(ranking, Iterable):
        return ""
    return ranking_evidence.shared_basis([each for each in ranking if isinstance(each, RankedUseCase)])


@register.filter
def ranked_of(results: object, shortlist: object) -> list[RankedUseCase]:
    """The rows of the results with a total that are about a use case of the shortlist."""
    if not isinstance(shortlist, Shortlist) or not isinstance(results, Results):
        return []
    keys = {each.pk for each in shortlist.use_cases}
    return [each for each in results.ranking if each.use_case.pk in keys and each.total is not None]


@register.filter
def places_of(ranking: object) -> dict[str, str]:
    """The place of each of these use cases or hypotheses, "=3" where several share it, by its uuid; empty
    without any, and for a single one, which is ahead of nothing."""
    rows = [*ranking] if isinstance(ranking, Iterable) else []
    if len(rows) == 1:
        return {}
    ranks = {each.use_case.uuid: each.rank for each in rows if isinstance(each, RankedUseCase)}
    ranks |= {each.hypothesis.uuid: each.rank for each in rows if isinstance(each, RankedHypothesis)}
    often = Counter(ranks.values())
    return {
        str(uuid): _("=%(place)s") % {"place": rank} if often[rank] > 1 else str(rank)
        for uuid, rank in ranks.items()
        if rank is not None
    }


@register.filter
def in_order_of_scores(results: object, shortlist: object) -> list[UseCase]:
    """The use cases of the shortlist as the results rank them; those that they don't contain are last."""
    if not isinstance(shortlist, Shortlist):
        return []
    ranking = results.ranking if isinstance(results, Results) else ()
    places = {each.use_case.pk: place for place, each in enumerate(ranking)}
    return sorted(shortlist.use_cases, key=lambda each: places.get(each.pk, len(places)))


@register.filter
def others_than(results: object, shortlist: object) -> list[UseCase]:
    """The use cases of the results that aren't on the shortlist, in their order."""
    if not isinstance(results, Results) or not isinstance(shortlist, Shortlist):
        return []
    on_list = {each.pk for each in shortlist.use_cases}
    return [each.use_case for each in results.ranking if each.use_case.pk not in on_list]


@register.filter
def cell_of(tier: object, use_case: object) -> Any:
    """The cell of the use case in the column of the tree; None for none."""
    if not isinstance(tier, Tier) or not isinstance(use_case, UseCase):
        return None
    return tier.cells.get(use_case.uuid)


@register.inclusion_tag("lvt/prioritization/parts/sides_line.html")
def sides_line(cell: OpinionCell, label: str) -> dict[str, object]:
    """The means of both sides on the scale of the cell's criterion; `label` has them in words."""
    return {"line": cell.sides_line, "label": label}


@register.inclusion_tag("lvt/use_cases/_steps.html")
def use_case_step_links(discovery: Discovery, use_case: UseCase) -> dict[str, object]:
    """The steps that apps registered, as links."""
    steps: list[tuple[Text, str, str]] = [
        (step.label, step.icon, step.url(discovery.slug, use_case.uuid)) for step in use_case_steps
    ]
    return {"steps": steps, "use_case": use_case}


@register.inclusion_tag("lvt/use_cases/_facts.html")
def use_case_facts(discovery: Discovery, use_case: UseCase) -> dict[str, object]:
    """The results of the later steps for the use case, under their headings."""
    return {"facts": [(step.heading, step.links(discovery, use_case.uuid)) for step in use_case_steps]}
