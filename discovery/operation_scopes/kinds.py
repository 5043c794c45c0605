"""Properties of organizations and discoveries that kinds use, and of the people, teams, domains and accounts
in them."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField
from django.utils.translation import gettext_lazy

from core.kinds import NamedByMany, ScopeRules, named_by_many, scope_rules
from core.name_comparison import looks
from discovery import permissions
from discovery.models import Discovery
from discovery.selectors.root_lookups import paths
from organizations.models import Domain, Organization, Person, Team, User
from organizations.organization.selectors import accounts_of, domains_of
from organizations.permissions import check_start_discovery


def register_own() -> None:
    """Register who may write in organizations and discoveries, and the people, teams and domains that their
    fields can name."""
    scope_rules.register(ScopeRules(Organization._meta.label, check_start_discovery))
    scope_rules.register(ScopeRules(Discovery._meta.label, permissions.check_edit_discovery, _to_discovery))
    no_choice = gettext_lazy("No one yet")
    no_choice_yet = gettext_lazy(
        "No one to choose yet. Add people and teams on the page of the organization."
    )
    named_by_many.register(
        NamedByMany(Person._meta.label, _in_organization(Person), no_choice, no_choice_yet, _told_apart),
        NamedByMany(Team._meta.label, _in_organization(Team), no_choice, no_choice_yet),
        NamedByMany(Domain._meta.label, _domains, gettext_lazy("No domain")),
        NamedByMany(User._meta.label, _accounts, gettext_lazy("No account"), words=_by_address),
    )


def _to_discovery(model: type[Model]) -> Iterable[str]:
    return ("pk",) if model is Discovery else (f"{path}__pk" for path in paths(model, Discovery))


def _in_organization(model: type[Any]) -> Callable[[Discovery | Organization], QuerySet[Any]]:
    def rows(scope: Discovery | Organization) -> QuerySet[Any]:
        of_organization: QuerySet[Any] = model.objects.filter(organization=_organization(scope))
        return of_organization

    return rows


def _domains(scope: Discovery | Organization) -> QuerySet[Domain]:
    return domains_of(_organization(scope))


def _accounts(scope: Discovery | Organization) -> QuerySet[User]:
    return accounts_of(_organization(scope))


def _organization(scope: Discovery | Organization) -> Organization:
    return scope if isinstance(scope, Organization) else scope.domain.organization


def _by_address(field: ModelChoiceField[Any]) -> Callable[[User], str]:
    """Facilitators and admins choose an account. One without a name is shown by its address, which they also
    see on other pages."""
    return lambda account: account.told_apart


def _told_apart(field: ModelChoiceField[Any]) -> Callable[[Person], str]:
    """Of people who look the same by name, the choice says what their business cards say, too."""
    counts: Counter[str] = Counter()

    def label(person: Person) -> str:
        # Counted when the first choice is drawn: forms choose their rows after they are made.
        if not counts and field.queryset is not None:
            counts.update(looks(name) for name in field.queryset.values_list("name", flat=True))
        is_double = counts[looks(person.name)] > 1
        return f"{person} ({person.role_title})" if is_double and person.role_title else str(person)

    return label
