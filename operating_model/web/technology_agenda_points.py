"""Agenda points of technology governance: red fitness functions, guardrails, promises, and platform gaps."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from discovery.models import Discovery
from operating_model.guardrails.selectors import to_decide
from operating_model.roles.selectors import platform_lines
from operating_model.web.agenda_points import (
    MOST_ITEMS,
    AgendaPoint,
    AgendaTopic,
    of_domain,
    point_of,
    promises_point,
)
from technology.gaps.selectors import gap_analysis
from technology.selectors.fitness import fitness_of


def technology_points(discoveries: Sequence[Discovery], today: date) -> Iterable[AgendaPoint | None]:
    """The points of all discoveries, each once with the items of all of them."""
    by_key: dict[str, list[AgendaPoint]] = defaultdict(list)
    for discovery in discoveries:
        for point in _technology_of(discovery, today):
            if point is not None:
                of_it = (of_domain(discovery, item, len(discoveries) == 1) for item in point.items)
                by_key[point.key].append(replace(point, items=tuple(of_it)))
    for same in by_key.values():
        items = [item for point in same for item in point.items]
        more = sum(point.more for point in same) + max(0, len(items) - MOST_ITEMS)
        yield replace(same[0], items=tuple(items[:MOST_ITEMS]), more=more)


def _technology_of(discovery: Discovery, today: date) -> Iterable[AgendaPoint | None]:
    guardrails = reverse("operating_model:guardrails", args=[discovery.slug])
    yield point_of(
        "fitness",
        _("Data products with red fitness functions"),
        _("Which standard would help?"),
        _red(discovery),
    )
    yield point_of(
        "guardrails",
        _("Guardrails and deviations to decide on"),
        _("Which guardrails do we agree on, and which deviations continue?"),
        (AgendaTopic(words, detail, guardrails, tone) for words, detail, tone in to_decide(discovery, today)),
    )
    yield promises_point(discovery)
    yield point_of(
        "gaps",
        _("Platform gaps that block data products"),
        _("Which one do we close first, and who does it?"),
        _platform_gaps(discovery),
    )
    yield point_of(
        "platforms",
        _("Platforms"),
        _("Who is responsible for them, and how do they fit together?"),
        (
            AgendaTopic(
                line.platform.name,
                " ".join(line.missing),
                reverse("operating_model:roles", args=[discovery.slug]),
                "warn",
            )
            for line in platform_lines(discovery)
            if line.missing
        ),
    )


def _red(discovery: Discovery) -> Iterable[AgendaTopic]:
    failing = [each for each in fitness_of(discovery) if each.failed]
    for fitness in sorted(failing, key=lambda each: (each.greens, each.product.position, each.product.pk)):
        red = [str(each.function.label) for each in fitness.functions if each.failed]
        args = [discovery.slug, fitness.product.uuid]
        url = reverse("technology:product_fitness", args=args) + "#part-fitness"
        yield AgendaTopic(
            fitness.product.name, _("not yet %(functions)s") % {"functions": ", ".join(red)}, url, "bad"
        )


def _platform_gaps(discovery: Discovery) -> Iterable[AgendaTopic]:
    url = reverse("technology:gaps", args=[discovery.slug])
    for line in gap_analysis(discovery).lines:
        detail = ngettext(
            "blocks %(count)s data product", "blocks %(count)s data products", len(line.blocks)
        ) % {"count": len(line.blocks)}
        yield AgendaTopic(line.line.capability.name, detail, url, "warn")
