"""Conditions for merging use-case cards, and for undoing a merge."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid, NotFound
from core.models import Operation
from core.selectors.operations import standing
from lvt.models import RoundState, RoundUseCase, ShortlistedUseCase, UseCase
from lvt.use_case_merging.selectors import TEXTS, fixed_among, is_voted_on, split_by
from lvt.use_cases.selectors import stopped_in

MERGED = "use_case.merged"


def check_may_be_merged(cards: Sequence[UseCase], take: Mapping[str, UUID]) -> None:
    """Asked of cards that are locked, in the discovery of the first. Raises Invalid for fewer than two,
    NotFound for cards of several discoveries, and Conflict with the reason for cards that must stay apart:
    of an open round, all during a vote on use cases, two that were scored or decided on, and those of a
    stopped hypothesis. A card that was scored stays with its texts: people scored these."""
    if len(cards) < 2:
        raise Invalid(_("Choose at least two use cases to merge."))
    if len({card.discovery_id for card in cards}) > 1:
        raise NotFound(_("Use case not found in this discovery."))
    keys = [card.pk for card in cards]
    open_links = RoundUseCase.objects.filter(
        use_case__in=keys, round__deleted_at=None, round__activity__track__workshop__deleted_at=None
    ).exclude(round__state=RoundState.REVEALED)
    if link := open_links.select_related("use_case").order_by("use_case_id").first():
        raise Conflict(
            _("“%(name)s” is being scored. Merge it after the scores are revealed.")
            % {"name": link.use_case.name}
        )
    if is_voted_on(cards[0].discovery):
        raise Conflict(_("People are voting on use cases. Merge these after the results are shown."))
    stopped = stopped_in(cards[0].discovery)
    if card := next((each for each in cards if each.pk in stopped), None):
        raise Conflict(
            _("“%(name)s” belongs to a stopped hypothesis. Link it to another one before you merge it.")
            % {"name": card.name}
        )
    fixed = fixed_among(cards)
    if len(fixed) > 1:
        raise Conflict(
            _(
                "“%(first)s” and “%(second)s” were both scored or decided on. "
                "Merged scores would count people twice."
            )
            % {"first": fixed[0].name, "second": fixed[1].name}
        )
    if fixed and any(name in TEXTS and uuid != fixed[0].uuid for name, uuid in take.items()):
        raise Conflict(
            _("“%(name)s” was scored or decided on, so its name and text stay.") % {"name": fixed[0].name}
        )


def check_may_be_split(target: Operation) -> None:
    """Asked before a merge is undone, or done again. Raises Conflict if one of its cards got into a round or
    a decision since: people scored the merged card, and none of its parts."""
    merge = target
    while merge.undoes is not None:
        merge = merge.undoes
    if merge.verb != MERGED:
        return
    for model in (RoundUseCase, ShortlistedUseCase):
        if (row := _later(model, target, split_by(merge))) is None:
            continue
        if model is RoundUseCase and row.round.state == RoundState.OPEN:
            words = _("“%(name)s” is being scored now, so this can’t be undone.")
        else:
            words = _("“%(name)s” has been scored or decided on since the merge, so this can’t be undone.")
        raise Conflict(words % {"name": row.use_case.name})


def _later(model: Any, target: Operation, cards: set[int]) -> Any | None:
    """A row of the model for one of the cards that was added after the operation, and is there still."""
    rows = model.history.filter(use_case__in=cards, operation__gt=target.pk, history_type="+")
    operations = standing(rows.order_by().values_list("operation_id", "operation__undoes_id"))
    ids = rows.filter(operation__in=operations).values("id")
    return model.objects.filter(pk__in=ids).select_related("use_case").order_by("pk").first()
