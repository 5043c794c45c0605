"""Anonymizes a person in rows, history and copies: each text that names them is rewritten."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import F, JSONField, Q, QuerySet

from core.models import Artifact, HistoryRow
from exchange.erasure.copies import CopyAnonymizer
from exchange.erasure.fields import COPIES, NAMING, OWN, PSEUDONYM, WHOSE, texts_of
from exchange.erasure.names import PersonNames, everywhere
from exchange.erasure.scope import ErasureScope, all_models, history_of
from exchange.erasure.slugs import out_of_slug
from exchange.format.document_tables import AnyModel, activity_path, label_of
from exchange.format.table_rules import frozen_labels
from organizations.models import Domain, Mail, Person, User
from organizations.services.mailing import rewrite_letters
from organizations.services.slugs import free_slug
from workshops.models import Participant, SummaryMail


@dataclass(frozen=True)
class Subject:
    """The person to anonymize: the primary keys of their accounts, participants and people, and their
    `names`. `actors` are the uuids that operations use for them."""

    names: PersonNames
    users: frozenset[int] = frozenset()
    participants: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    actors: frozenset[UUID] = frozenset()

    def keys(self, model: AnyModel) -> frozenset[int]:
        """The primary keys of the person's rows of the model; none of a model that is not about people."""
        return {User: self.users, Participant: self.participants, Person: self.people}.get(model, frozenset())


@dataclass
class Anonymizer:
    """Replaces `subject` in the rows of `scope`: in all fields that name people, and with `texts` also in the
    texts that people wrote. Names of a single word are replaced in texts only with `words`.

    `copies` rewrites frozen versions, which then show when that was; without it they stay as they are.
    `changed_keys` are the primary keys of the rows that named the person, by model. `mentions` counts the
    texts that did, without contributions to activities: these may be hidden, and a count would disclose them.
    """

    subject: Subject
    scope: ErasureScope
    texts: bool
    words: bool = False
    copies: CopyAnonymizer | None = None
    changed_keys: dict[AnyModel, set[int]] = field(default_factory=dict)
    mentions: int = 0

    def write(self) -> None:
        """Rewrite rows and their history in place, so that an undo restores the rewritten texts. Needs a
        transaction."""
        of_person = Q(participant__in=self.subject.participants) | Q(account__in=self.subject.users)
        SummaryMail.objects.filter(of_person).delete()
        Mail.objects.filter(account__in=self.subject.users).delete()
        # Letters put names into sentences, so a name of one word is taken for theirs.
        names = self.subject.names
        addresses_of_person = {address.lower() for address in names.addresses}
        rewrite_letters(self.scope.rows(Mail), names.out_of_words, addresses_of_person)
        for model in all_models():
            rows = self.scope.rows(model)
            self._forget_own(model)
            slugs = {}
            for row, values in self._changes_in(model, rows):
                if "slug" in values:
                    slugs[row.slug] = values["slug"] = _free(model, row, values["slug"])
                type(row)._base_manager.filter(pk=row.pk).update(**values)
            history = history_of(model, rows)
            if history is not None:
                for row, values in self._changes_in(model, history):
                    if "slug" in values:
                        values["slug"] = slugs.get(row.slug, values["slug"])
                    type(row)._base_manager.filter(pk=row.pk).update(**values)
                self._grow(model)

    def look(self) -> None:
        """Count mentions and collect keys like `write`, without writing."""
        for model in all_models():
            if not activity_path(model):
                for _row in self._changes_in(model, self.scope.rows(model)):
                    pass

    def names_anybody(self) -> bool:
        """Return True if any row names the person, including history and contributions to activities."""
        for model in all_models():
            rows = self.scope.rows(model)
            for table in (rows, history_of(model, rows)):
                if table is not None and next(self._changes_in(model, table), None) is not None:
                    return True
        return False

    def _forget_own(self, model: AnyModel) -> None:
        """Clear the fields about the person in their own rows."""
        keys = self.subject.keys(model)
        own = OWN.get(label_of(model))
        if not own or not keys or model is User:  # accounts are deleted, or stay for other organizations
            return
        pseudonym = self.subject.names.pseudonym
        values = {name: pseudonym if value == PSEUDONYM else value for name, value in own.items()}
        model._base_manager.filter(pk__in=keys).update(**values)
        if issubclass(model, Artifact):
            model.history.filter(id__in=keys).update(**values)
            self.changed_keys.setdefault(model, set()).update(keys)

    def _changes_in(self, model: AnyModel, rows: QuerySet[Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Yield each row that names the person, with the new values of its fields."""
        label = label_of(model)
        if label in COPIES and self.copies is None:
            return
        fields = list(texts_of(model))
        # A list: while rows are written, SQLite does not promise where a reader stands.
        for row in list(rows.filter(self._may_name(fields))):
            values = {}
            for text_field in fields:
                value = getattr(row, text_field.attname)
                text_without = self._without(f"{label}.{text_field.name}", row, value)
                if text_without != value:
                    values[text_field.attname] = text_without
            if not values:
                continue
            if label in COPIES and self.copies is not None:
                values |= self.copies.reissue_values(row, values, self.subject.names.pseudonym)
            if not isinstance(row, HistoryRow):
                self.changed_keys.setdefault(model, set()).add(row.pk)
                if not activity_path(model) and label not in COPIES:
                    self.mentions += sum(
                        f"{label}.{name}" not in NAMING and name != "slug" for name in values
                    )
            yield row, values

    def _without(self, name: str, row: Any, value: Any) -> Any:
        names = self.subject.names
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
        names = self.subject.names
        if self._is_of_another(name, row, text):
            # "Jane (entered by John)": Jane's name stays, and John may be the person to erase.
            owner, bracket, remainder = text.partition(" (")
            return owner + bracket + names.out_of_name(remainder)
        return names.out_of_name(text)

    def _is_of_another(self, name: str, row: Any, text: str) -> bool:
        """Return True if the name in this field belongs to another person with the same name."""
        fields = [row._meta.get_field(each) for each in WHOSE.get(name, ())]
        links = [
            (
                getattr(row, each.attname),
                self.subject.keys(each.related_model) if each.related_model else self.subject.actors,
            )
            for each in fields
        ]
        matches = [key in keys for key, keys in links if key is not None]
        if matches:
            return not any(matches)
        if not name.endswith(".captured_by"):
            return False
        artifact: Any = getattr(row, "instance_type", type(row))  # a row of history names its model
        creation = (
            artifact.history.filter(uuid=row.uuid, history_type="+").select_related("operation").first()
        )
        if creation is None or creation.operation.actor_label != text:
            return False
        author = creation.operation
        return author.actor_uuid is not None and author.actor_uuid not in self.subject.actors

    def _may_name(self, fields: list[Any]) -> Q:
        """Return a condition for rows that contain a part of a name. It matches all rows of models with JSON
        fields: each database encodes JSON differently."""
        parts = self.subject.names.parts
        if any(isinstance(each, JSONField) for each in fields) or "" in parts:
            return Q()
        conditions = (Q(**{f"{each.name}__icontains": part}) for each in fields for part in parts)
        return reduce(or_, conditions, Q(pk=None))

    def _grow(self, model: AnyModel) -> None:
        """Give the changed rows a new revision, because a form that was opened before still shows the name:
        its revision is outdated now. The newest row of history gets the same revision."""
        if not issubclass(model, Artifact):
            return
        for key in self.changed_keys.get(model, ()):
            model.everything.filter(pk=key).update(revision=F("revision") + 1)
            newest = model.history.filter(id=key).order_by("-history_date", "-history_id").first()
            if newest is not None:
                type(newest)._base_manager.filter(pk=newest.pk).update(revision=F("revision") + 1)

    @property
    def versions(self) -> set[int]:
        """The frozen versions that named the person (primary keys)."""
        return set().union(
            *(rows for model, rows in self.changed_keys.items() if label_of(model) in frozen_labels())
        )


def _free(model: AnyModel, row: Any, slug: str) -> str:
    """Return a slug like `slug` that no other row has."""
    scope = {"organization": row.organization_id} if model is Domain else {}
    return free_slug(model, slug, **scope)
