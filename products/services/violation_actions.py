"""Consequences of a violated promise of a window, its budget exceeded or used up: an action for the
product's owner.

Once for each time that a budget goes from "something is left" to "nothing is left", and not again while the
action of that window is open. What was measured in windows that are over asks for nothing any more.

The rule is that of the SRE Workbook, appendix B: with no budget left, work on reliability comes before
features.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import if_there
from core.services import artifacts
from discovery.models import StreamKind
from discovery.selectors.default_language import in_language_of
from organizations.actors import Actor
from products.models import Measurement, Slo, SloWindow
from products.promises import rules as pure
from products.promises.selectors import aim_of, intervals_of, period_of, standing_of, window_of, zone_of
from products.selectors import promise_words as words
from workshops.models import ActionItem, ActionState
from workshops.results.quick_captures import services as captures

# So many calendar windows are looked at, the latest; a file of years may touch more days.
_MOST_WINDOWS = 400
_TITLE = 200


class Budgets:
    """The windows of an objective before something is written into the times that are `touched`; asked
    again after it was written, they return the promises that are violated by it."""

    def __init__(self, slo: Slo, touched: Sequence[tuple[datetime, datetime]]) -> None:
        self.slo = slo
        self.start = min(start for start, _end in touched)
        self.end = max(end for _start, end in touched)
        zone = zone_of(slo)
        self.windows = [
            (window, window_of(window, zone))
            for window in SloWindow.objects.filter(slo=slo).select_related("action")
        ]
        self.measurements = self._measured()

    def open_actions(self, actor: Actor) -> tuple[ActionItem, ...]:
        """An action for each window that is violated now and was not before. Inside the operation that
        wrote."""
        measurements, now = self._measured(), timezone.now()
        opened = []
        for window, shape in self.windows:
            if _has_open_action(window):
                continue
            violated = self._newly_violated(window, shape, measurements, now)
            if violated is not None:
                action = _action(actor, self.slo, window, violated)
                artifacts.change(window, action=action)
                opened.append(action)
        return tuple(opened)

    def _measured(self) -> list[pure.MeasuredInterval]:
        """The measured intervals of the windows that are touched."""
        since = min((shape.span_at(self.start).start for _window, shape in self.windows), default=self.end)
        return intervals_of(Measurement.objects.filter(slo=self.slo, ends_at__gt=since))

    def _newly_violated(
        self,
        window: SloWindow,
        shape: pure.Window,
        measurements: Sequence[pure.MeasuredInterval],
        now: datetime,
    ) -> pure.BudgetStanding | None:
        """The standing of the budget in the latest window that is violated by this, and that something can
        still be done about."""
        basis = self.slo.basis
        for span in reversed(shape.spans_still_open(self.start, self.end, now, _MOST_WINDOWS)):
            then = pure.standing_in(window.target, span, _inside(measurements, span), basis)
            if not then.is_violated:
                continue
            if not pure.standing_in(window.target, span, _inside(self.measurements, span), basis).is_violated:
                return then
        return None


def _inside(
    measurements: Sequence[pure.MeasuredInterval], span: pure.TimeSpan
) -> Sequence[pure.MeasuredInterval]:
    """The measurements that touch the span; those of an objective come in order, and none overlaps
    another."""
    first = bisect_right(measurements, span.start, key=lambda each: each.end)
    return measurements[first : bisect_left(measurements, span.end, key=lambda each: each.start)]


def _has_open_action(window: SloWindow) -> bool:
    action = window.action
    return action is not None and action.deleted_at is None and action.state == ActionState.OPEN


def _action(actor: Actor, slo: Slo, window: SloWindow, violated: pure.BudgetStanding) -> ActionItem:
    product = slo.product
    with in_language_of(product.discovery):
        title, detail = _texts(slo, window, violated)
    action = ActionItem(
        discovery=product.discovery,
        title=title[:_TITLE],
        detail=detail,
        owner=if_there(product.owner),
        stream=StreamKind.PRODUCT,
    )
    return captures.add(actor=actor, draft=action)


def _texts(slo: Slo, window: SloWindow, violated: pure.BudgetStanding) -> tuple[str, str]:
    """Title and detail of the action, in the language of now."""
    title = _("%(product)s: a promise is violated. Reliability before features") % {"product": slo.product}
    budget = words.budget_in_words(violated, slo.basis, aim_of(window))
    detail = _(
        "%(sentence)s.\n"
        "%(result)s.\n"
        "%(spent)s missed, %(allowed)s allowed (%(period)s).\n"
        "Put reliability before new features until there’s budget again, or agree on a different "
        "promise with the consumers."
    )
    return title, detail % {
        "sentence": standing_of(slo).sentence,
        "result": budget.result,
        "period": period_of(violated.span, zone_of(slo)),
        "spent": budget.spent,
        "allowed": budget.allowed,
    }
