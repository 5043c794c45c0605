"""What kinds need to know of organizations and discoveries, and of the people, teams and domains in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from core.kinds.scopes import NamedByMany, ScopeRules, named_by_many, scope_rules
from discovery import permissions
from discovery.models import Discovery, Domain, Organization, Person, Team


def register_own() -> None:
    scope_rules.register(ScopeRules(Organization._meta.label, permissions.check_start_discovery))
    scope_rules.register(ScopeRules(Discovery._meta.label, permissions.check_edit_discovery))
    nobody = gettext_lazy("Nobody yet")
    nobody_yet = gettext_lazy(
        "Nobody can be chosen yet: add people and teams on the page of the organization."
    )
    # People of one name are told apart by more than what their kind says of one.
    for said in (
        NamedByMany(Person._meta.label, _in_organization(Person), nobody, nobody_yet, has_words=True),
        NamedByMany(Team._meta.label, _in_organization(Team), nobody, nobody_yet),
        NamedByMany(Domain._meta.label, _in_organization(Domain), gettext_lazy("No domain")),
    ):
        named_by_many.register(said)


def _in_organization(model: type[Any]) -> Callable[[Discovery | Organization], QuerySet[Any]]:
    def rows(scope: Discovery | Organization) -> QuerySet[Any]:
        organization = scope if isinstance(scope, Organization) else scope.domain.organization
        of_organization: QuerySet[Any] = model.objects.filter(organization=organization)
        return of_organization

    return rows
