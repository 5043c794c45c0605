"""Rows, history and copies without a person: each text is read, and written anew where it named them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import F, JSONField, Q, QuerySet

from core.models import Artifact
from core.models.history import HistoryRow
from exchange.erasure.copies import Copies
from exchange.erasure.fields import COPIES, NAMING, OWN, PSEUDONYM, WHOSE, texts_of
from exchange.erasure.names import Names, everywhere
from exchange.erasure.scope import Scope, all_models, history_of
from exchange.erasure.slugs import out_of_slug
from exchange.format.rules import frozen
from exchange.format.shape import AnyModel, activity_path, label_of
from organizations.models import Domain, Mail, Person, User
from organizations.services.mailing import rewrite_letters
from organizations.services.slugs import free_slug
from workshops.models import Participant, SummaryMail


@dataclass(frozen=True)
class Whom:
    """A person by the primary keys of their accounts, participants and people, and by their `names`. As
    `actors` they are named by uuid."""

    names: Names
    users: frozenset[int] = frozenset()
    participants: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    actors: frozenset[UUID] = frozenset()

    def keys(self, model: AnyModel) -> frozenset[int]:
        """The primary keys of the person's rows of the model; none of a model that is not about people."""
        return {User: self.users, Participant: self.participants, Person: self.people}.get(model, frozenset())


@dataclass
class Rewriting:
    """Takes `whom` out of what lies in `scope`: out of all that names people, and with `texts` out of what
    people wrote. A name of a single word goes from texts with `words` only.

    `copies` takes them out of frozen versions, which then say when; without it these stay as they are.
    `changed` are the primary keys of the rows that named the person, by model. `mentions` is how many texts
    did, without what people gave in activities: that may be hidden, and a number would tell.
    """

    whom: Whom
    scope: Scope
    texts: bool
    words: bool = False
    copies: Copies | None = None
    changed: dict[AnyModel, set[int]] = field(default_factory=dict)
    mentions: int = 0

    def write(self) -> None:
        """Needs a transaction. History is rewritten in its place, so that undo restores what it says now."""
        theirs = Q(participant__in=self.whom.participants) | Q(account__in=self.whom.users)
        SummaryMail.objects.filter(theirs).delete()
        Mail.objects.filter(account__in=self.whom.users).delete()
        # Letters put names into sentences, so a name of one word is taken for theirs.
        names = self.whom.names
        known = {address.lower() for address in names.addresses}
        rewrite_letters(self.scope.rows(Mail), names.out_of_words, known)
        for model in all_models():
            rows = self.scope.rows(model)
            self._forget_own(model)
            addresses = {}
            for row, new in self._changes_in(model, rows):
                if "slug" in new:
                    addresses[row.slug] = new["slug"] = _free(model, row, new["slug"])
                type(row)._base_manager.filter(pk=row.pk).update(**new)
            history = history_of(model, rows)
            if history is not None:
                for row, new in self._changes_in(model, history):
                    if "slug" in new:
                        new["slug"] = addresses.get(row.slug, new["slug"])
                    type(row)._base_manager.filter(pk=row.pk).update(**new)
                self._grow(model)

    def look(self) -> None:
        """The same without writing."""
        for model in all_models():
            if not activity_path(model):
                for _row in self._changes_in(model, self.scope.rows(model)):
                    pass

    def names_anybody(self) -> bool:
        """Whether anything names the person, also in history and in what people gave in activities."""
        for model in all_models():
            rows = self.scope.rows(model)
            for table in (rows, history_of(model, rows)):
                if table is not None and next(self._changes_in(model, table), None) is not None:
                    return True
        return False

    def _forget_own(self, model: AnyModel) -> None:
        """What their own rows say of them."""
        keys = self.whom.keys(model)
        own = OWN.get(label_of(model))
        if not own or not keys or model is User:  # accounts are deleted, or stay for other organizations
            return
        pseudonym = self.whom.names.pseudonym
        said = {name: pseudonym if value == PSEUDONYM else value for name, value in own.items()}
        model._base_manager.filter(pk__in=keys).update(**said)
        if issubclass(model, Artifact):
            model.history.filter(id__in=keys).update(**said)
            self.changed.setdefault(model, set()).update(keys)

    def _changes_in(self, model: AnyModel, rows: QuerySet[Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
        """The rows that name the person, each with the values that do not."""
        label = label_of(model)
        if label in COPIES and self.copies is None:
            return
        fields = list(texts_of(model))
        # A list: while rows are written, SQLite does not promise where a reader stands.
        for row in list(rows.filter(self._may_name(fields))):
            new = {}
            for each in fields:
                value = getattr(row, each.attname)
                said = self._without(f"{label}.{each.name}", row, value)
                if said != value:
                    new[each.attname] = said
            if not new:
                continue
            if label in COPIES and self.copies is not None:
                new |= self.copies.reissued(row, new, self.whom.names.pseudonym)
            if not isinstance(row, HistoryRow):
                self.changed.setdefault(model, set()).add(row.pk)
                if not activity_path(model) and label not in COPIES:
                    self.mentions += sum(f"{label}.{name}" not in NAMING and name != "slug" for name in new)
            yield row, new

    def _without(self, name: str, row: Any, value: Any) -> Any:
        names = self.whom.names
        if self.copies is not None and (change := self.copies.change(name, names)) is not None:
            return change(value)
        if name in NAMING:
            return everywhere(value, lambda text: self._name_out_of(name, row, text))
        if self.texts and name.endswith(".slug"):
            return out_of_slug(names, value, words=self.words)
        if self.texts:
            return everywhere(value, names.out_of_words if self.words else names.out_of_text)
        return value

    def _name_out_of(self, name: str, row: Any, text: str) -> str:
        names = self.whom.names
        if self._is_of_another(name, row, text):
            # "Jane (entered by John)": Jane's name stays, and John may be the person to erase.
            whose, bracket, rest = text.partition(" (")
            return whose + bracket + names.out_of_name(rest)
        return names.out_of_name(text)

    def _is_of_another(self, name: str, row: Any, text: str) -> bool:
        """Whether it is known to be the name of somebody else, who may be called the same."""
        fields = [row._meta.get_field(each) for each in WHOSE.get(name, ())]
        links = [
            (
                getattr(row, each.attname),
                self.whom.keys(each.related_model) if each.related_model else self.whom.actors,
            )
            for each in fields
        ]
        known = [key in keys for key, keys in links if key is not None]
        if known:
            return not any(known)
        if not name.endswith(".captured_by"):
            return False
        artifact: Any = getattr(row, "instance_type", type(row))  # a row of history names its model
        added = artifact.history.filter(uuid=row.uuid, history_type="+").select_related("operation").first()
        if added is None or added.operation.actor_label != text:
            return False
        by = added.operation
        return by.actor_uuid is not None and by.actor_uuid not in self.whom.actors

    def _may_name(self, fields: list[Any]) -> Q:
        """Rows in which a part of a name stands. Those with JSON are all read: each database spells it in a
        way of its own."""
        parts = self.whom.names.parts
        if any(isinstance(each, JSONField) for each in fields) or "" in parts:
            return Q()
        conditions = (Q(**{f"{each.name}__icontains": part}) for each in fields for part in parts)
        return reduce(or_, conditions, Q(pk=None))

    def _grow(self, model: AnyModel) -> None:
        """Give the changed rows a new revision, because a form that was opened before still shows the name:
        its revision is outdated now. The newest row of history gets the same revision."""
        if not issubclass(model, Artifact):
            return
        for key in self.changed.get(model, ()):
            model.everything.filter(pk=key).update(revision=F("revision") + 1)
            newest = model.history.filter(id=key).order_by("-history_date", "-history_id").first()
            if newest is not None:
                type(newest)._base_manager.filter(pk=newest.pk).update(revision=F("revision") + 1)

    @property
    def versions(self) -> set[int]:
        """The frozen versions that named the person (primary keys)."""
        return set().union(*(rows for model, rows in self.changed.items() if label_of(model) in frozen()))


def _free(model: AnyModel, row: Any, slug: str) -> str:
    """An address like `slug` that no other row has."""
    scope = {"organization": row.organization_id} if model is Domain else {}
    return free_slug(model, slug, **scope)
