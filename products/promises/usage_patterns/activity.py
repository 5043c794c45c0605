"""Usage patterns: who uses a data product, when, how often, and what they expect; then put into groups."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now, gettext_lazy as _, ngettext, pgettext_lazy

from core.labels import Text
from core.models import if_there
from organizations.actors import Actor
from products.forms.room_contributions import RoomPatternForm, UsageSettings
from products.models import UsageGroup, UsagePattern
from products.promises.room_usage_patterns import selectors
from products.promises.room_usage_patterns.selectors import GROUP, RESULTS, WRITE
from products.selectors.room_products import (
    USAGE_PATTERNS,
    no_product,
    product_at,
    products_at,
    way_to_products,
)
from workshops import permissions
from workshops.activities.board_items import without_a_name
from workshops.activity_kind import ActivityKind, NamesSeenBy, Phase, StageQuestion, Way
from workshops.activity_progress import Progress
from workshops.agenda.needed_people.rules import BOTH_SIDES, Need
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.contributions.selectors import count_by_author, own_of, times_of
from workshops.models import Activity

# How long someone of medium speed takes for a pattern, in seconds.
PATTERN = 120


class UsagePatterns(ActivityKind):
    """Patterns and groups are keyed items, drawn as notes of a board: js/board.js puts them together. They
    are seen as they come in: others' expectations help people to write their own."""

    key = USAGE_PATTERNS
    label = _("Usage patterns")
    description = _(
        "Everyone describes how a data product is used and what must hold. Then you group the answers."
    )
    icon = "people"
    needs = BOTH_SIDES | {Need.PRODUCT_OWNER}
    group = "products"
    default_minutes = 30
    template_dir = "products/activities/usage_patterns"
    names_seen = NamesSeenBy.EVERYBODY
    settled_in = RESULTS
    shows_everything = True
    has_mine = True
    has_done_button = True
    settings_form = UsageSettings
    phases = (
        Phase(WRITE, _("Write"), _("Back to writing"), after=(GROUP, RESULTS)),
        Phase(
            GROUP,
            pgettext_lazy("step", "Group"),
            _("Group the patterns"),
            after=(WRITE, RESULTS),
            is_open=False,
        ),
        Phase(RESULTS, _("Results"), _("Show by group"), after=(GROUP,), is_open=False),
    )

    def unready(self, activity: Activity) -> Text:
        return no_product(activity)

    def way_to_ready(self, activity: Activity) -> Way:
        return way_to_products(activity)

    def next_phases(self, activity: Activity) -> list[Phase]:
        """Onward first: it is the filled button."""
        order = [phase.key for phase in self.phases]
        here = order.index(selectors.phase_of(activity))
        return sorted(super().next_phases(activity), key=lambda phase: order.index(phase.key) < here)

    def unfinished(self, activity: Activity) -> str:
        if selectors.phase_of(activity) != GROUP:
            return ""
        with_patterns = {pattern.group_id for pattern in selectors.patterns_at(activity)}
        groups = selectors.groups_at(activity, product_at(activity))
        return without_a_name(sum(not group.name and group.pk in with_patterns for group in groups))

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        return (AnswerLoad(1, PATTERN),)

    def answer_times(self, activities: QuerySet[Activity]) -> QuerySet[Any, tuple[Any, ...]]:
        return times_of(UsagePattern, activities)

    def console(self, activity: Activity) -> dict[str, Any]:
        return {**self.room(activity), "products": list(products_at(activity))}

    def screen(self, activity: Activity, audience: str) -> dict[str, Any]:
        step = selectors.phase_of(activity)
        return {
            "product": product_at(activity),
            "step": step,
            "groups": selectors.grouped(activity) if step == RESULTS else [],
        }

    def stage(self, activity: Activity) -> dict[str, Any]:
        """Return the context of the stage. Notes that aren’t grouped look as they did on the board."""
        context = self.screen(activity, "stage")
        is_grouped = any(each.group for each in context["groups"])
        return context if is_grouped else {**context, "loose": selectors.patterns_at(activity)}

    def asks(self, activity: Activity) -> StageQuestion | None:
        if selectors.phase_of(activity) != WRITE:
            return None
        hint = _("Write one card per user, on your phone.")
        return StageQuestion(self.stage_title(activity) or activity.title, hint, shows_items=True)

    def stage_title(self, activity: Activity) -> Text:
        product = product_at(activity)
        if product is None:
            return ""
        return _now("Who uses %(name)s, and what do they need?") % {"name": product.name}

    def stage_statement(self, activity: Activity) -> str:
        """Return the number of needs and of their groups, in a sentence, at the results."""
        groups = selectors.grouped(activity) if self.is_settled(activity) else []
        count = sum(len(each.patterns) for each in groups)
        with_name = sum(each.group is not None for each in groups)
        if not count:
            return ""
        if not with_name:
            words = ngettext("%(count)s need, not grouped", "%(count)s needs, none grouped", count)
            return words % {"count": count}
        needs = ngettext("%(count)s need", "%(count)s needs", count) % {"count": count}
        words = ngettext("%(needs)s in %(count)s group", "%(needs)s in %(count)s groups", with_name)
        return words % {"needs": needs, "count": with_name}

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        permissions.check_take_part(actor, activity.track.workshop)
        return {
            "product": product_at(activity),
            "step": selectors.phase_of(activity),
            "form": RoomPatternForm(activity=activity),
            "own": own_of(selectors.patterns_at(activity), actor, "-position", "-pk"),
        }

    def results(self, activity: Activity) -> dict[str, Any] | None:
        groups = selectors.grouped(activity)
        return {"groups": groups, "product": product_at(activity)} if groups else None

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        counts = count_by_author(selectors.patterns_at(activity))
        return self.progress_by(activity, expected, counts, _patterns)

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        if selectors.phase_of(activity) == RESULTS:
            return []
        groups = selectors.groups_at(activity, product_at(activity))
        items = [(str(group.uuid), _group(activity, audience, group)) for group in groups]
        patterns = selectors.patterns_at(activity)
        return items + [(str(each.uuid), _pattern(activity, audience, each)) for each in patterns]

    def item(self, activity: Activity, audience: str, key: str) -> SafeString | None:
        if selectors.phase_of(activity) == RESULTS:
            return None
        pattern = selectors.patterns_at(activity).filter(uuid=UUID(key)).first()
        if pattern is not None:
            return _pattern(activity, audience, pattern)
        groups = selectors.groups_at(activity, product_at(activity))
        group = next((each for each in groups if str(each.uuid) == key), None)
        return None if group is None else _group(activity, audience, group)


def _patterns(count: int) -> str:
    return ngettext("%(count)s pattern", "%(count)s patterns", count) % {"count": count}


def _pattern(activity: Activity, audience: str, pattern: UsagePattern) -> SafeString:
    group = if_there(pattern.group)
    return _part_html("pattern", activity, audience, pattern=pattern, group=group)


def _group(activity: Activity, audience: str, group: UsageGroup) -> SafeString:
    return _part_html("group", activity, audience, group=group)


def _part_html(name: str, activity: Activity, audience: str, **context: Any) -> SafeString:
    grouping = audience == "console" and selectors.phase_of(activity) == GROUP
    return SafeString(
        render_to_string(
            f"{UsagePatterns.template_dir}/{name}.html",
            {
                "activity": activity,
                "workshop": activity.track.workshop,
                "audience": audience,
                "editing": audience == "console",
                "grouping": grouping,
                **context,
            },
        ).strip()
    )
