"""Rows that belong to a participant, read off the models, and the person that a merged one counts as."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Model, Q, QuerySet

from core.models import Artifact
from core.selectors.operations import tracked_models
from workshops.models import MergedParticipant, Participant, Workshop
from workshops.registries import merge_rules


@dataclass(frozen=True, slots=True)
class Belonging:
    """A model whose rows belong to participants: by `link`, a foreign key, "" where it has none, and by
    `author`, a column with their uuid. `later` is what MergeRules say; None where rows
    move as they are: all of them, or with `unless_own` those that a person has none of, by these fields.
    `choose` returns those that count, where MergeRules have a function for it; `later` then has the fields by
    which rows differ."""

    model: type[Model]
    link: str
    has_author: bool
    later: tuple[str, ...] | None
    unless_own: tuple[str, ...] | None = None
    choose: Callable[[Participant, Participant], Collection[int]] | None = None

    def rows_of(self, participant: Participant) -> QuerySet[Any]:
        """The participant's rows, also in the trash. Anonymous ones are no one's."""
        condition = Q(pk=None)
        if self.link:
            condition |= Q(**{self.link: participant.pk})
        if self.has_author:
            condition |= Q(author=str(participant.uuid))
        return self.model._base_manager.filter(condition).order_by("pk")

    def owner(self, participant: Participant) -> dict[str, Any]:
        """The columns that say that a row is the participant's, by name."""
        columns: dict[str, Any] = {self.link: participant} if self.link else {}
        return columns | ({"author": str(participant.uuid)} if self.has_author else {})


def belongings() -> list[Belonging]:
    """Every model whose rows move when people are merged. Raises LookupError for one without a rule."""
    later = {model: key for rules in merge_rules for model, key in rules.later.items()}
    stays = {model for rules in merge_rules for model in rules.stays}
    choices = {model: each for rules in merge_rules for model, each in rules.choices.items()}
    later |= {model: each.fields for model, each in choices.items()}
    unless_own = {model: key for rules in merge_rules for model, key in rules.unless_own.items()}
    links = {each.related_model: each.field.name for each in Participant._meta.related_objects}
    belonging = []
    for model in dict.fromkeys([*links, *filter(_has_author, tracked_models())]):
        if model in stays:
            continue
        if model not in later and model not in unless_own and not issubclass(model, Artifact):
            raise LookupError(f"{model._meta.label} has no rule for people who are merged")
        link, has_author = links.get(model, ""), _has_author(model)
        choose = choices[model].choose if model in choices else None
        keys = later.get(model), unless_own.get(model)
        belonging.append(Belonging(model, link, has_author, *keys, choose))
    return belonging


def _has_author(model: type[Model]) -> bool:
    return any(each.name == "author" and isinstance(each, CharField) for each in model._meta.concrete_fields)


def merges_of(workshop: Workshop) -> dict[int, MergedParticipant]:
    """People of the workshop who were merged into another person, by the key of the one who joined again."""
    rows = MergedParticipant.objects.filter(other__workshop=workshop).select_related("kept")
    return {each.other_id: each for each in rows.defer("record")}


def same_person(participants: frozenset[int]) -> frozenset[int]:
    """The participants, and all who were merged with them, by their primary keys."""
    while True:
        pairs = MergedParticipant.objects.filter(
            Q(other__in=participants) | Q(kept__in=participants)
        ).values_list("other", "kept")
        whole = participants.union(*pairs)
        if whole == participants:
            return whole
        participants = whole
