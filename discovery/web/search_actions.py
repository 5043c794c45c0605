"""The actions that people find in a discovery: what apps declare beside their pages, and the pages that add
an artifact."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.labels import Text, former_names, in_english
from core.name_comparison import plain
from discovery import registries
from discovery.models import Discovery
from discovery.search.selectors import SearchResult, place_of
from discovery.web.access import may_open
from organizations.actors import Actor
from organizations.models import Organization
from organizations.permissions import allows
from organizations.registries import Action, organization_actions
from organizations.web.access import declared
from organizations.web.kind_pages import KindPages, added_to
from organizations.web.page_scopes import name_of

_ADDING = ("add", "new", "create")
"""What people type for each of `_VERBS`, which begin the label of an action that adds something."""
_VERBS = (*_ADDING, "write", "propose", "log")
_ARTICLES = ("a", "an", "the")


@dataclass(frozen=True, slots=True)
class ActionOffer:
    """An action as it is looked up. `result` is asked only for what is found; None where the actor may not do
    it, or where there is nothing to do it with."""

    label: Text
    words: tuple[str, ...]
    result: Callable[[], SearchResult | None]

    @property
    def own_names(self) -> list[str]:
        """Its label, also without the article, with each verb for what adds something, and as before."""
        verb, *others = str(self.label).lower().split()
        rest = " ".join(word for word in others if word not in _ARTICLES)
        verbs = dict.fromkeys((verb, *_ADDING)) if verb in _VERBS else (verb,)
        return [str(self.label), *(f"{each} {rest}" for each in verbs), *former_names(in_english(self.label))]


def found_actions(actor: Actor, discovery: Discovery, query: str) -> list[tuple[str, SearchResult]]:
    """The actions that the actor may do in the discovery and its organization, once for each of their names
    that have all words of `query`; first those of which it is the label."""
    words = plain(query)
    answers: list[tuple[bool, str, SearchResult]] = []
    for offer in offers(actor, discovery) if words else ():
        names = [(False, name) for name in offer.own_names] + [(True, name) for name in offer.words]
        answering = [(is_other, each) for is_other, name in names if (each := _answering(name, words))]
        if answering and (result := offer.result()) is not None:
            answers += [(is_other, name, result) for is_other, name in answering]
    return [(name, result) for _is_other, name, result in sorted(answers, key=lambda each: each[0])]


def _answering(name: str, words: str) -> str:
    """The name, or its plural, where that has all the words; else ""."""
    return next((each for each in (name, f"{name}s") if place_of(words, plain(each)) is not None), "")


def offers(actor: Actor, discovery: Discovery) -> Iterator[ActionOffer]:
    """All actions in the discovery, and then those in its organization."""
    organization = discovery.domain.organization
    for action in registries.actions:
        yield _by_app(actor, discovery, discovery, action)
    for pages in added_to[Discovery]:
        yield _by_kind(actor, discovery, discovery, pages)
    for action_there in organization_actions:
        yield _by_app(actor, discovery, organization, action_there)
    for pages in added_to[Organization]:
        # Another app may add it, too, on pages of a discovery.
        if declared().get(pages.add_url_name, "").startswith(f"{name_of(organization)}:"):
            yield _by_kind(actor, discovery, organization, pages)


def _by_app(actor: Actor, discovery: Discovery, scope: Any, action: Action[Any]) -> ActionOffer:
    def result() -> SearchResult | None:
        names = filter(None, (action.url_name, action.done_by))
        is_allowed = all(may_open(actor, discovery, each) for each in names)
        place = action.place(scope) if is_allowed else None
        if place is None:
            return None
        url = reverse(action.url_name, args=place.args)
        url += f"?{action.query}" if action.query else ""
        url += f"#{action.anchor}" if action.anchor else ""
        return SearchResult(str(action.label), _("Action"), url, action.icon, place.name)

    return ActionOffer(action.label, action.words, result)


def _by_kind(actor: Actor, discovery: Discovery, scope: Any, pages: KindPages[Any]) -> ActionOffer:
    def result() -> SearchResult | None:
        is_allowed = allows(pages.kind.check_may_edit, actor, pages.kind.new(scope))
        if not is_allowed or not may_open(actor, discovery, pages.add_url_name):
            return None
        label, noun = str(pages.add_title), str(pages.kind.model._meta.verbose_name)
        of = "" if plain(noun) in plain(label) else capfirst(noun)
        return SearchResult(label, _("Action"), reverse(pages.add_url_name, args=[scope.slug]), "plus", of)

    return ActionOffer(pages.add_title, pages.words, result)
