"""Looking something up in a discovery: artifacts, pages and actions whose names hold a few letters."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from core.clean_text import in_one_line
from core.kinds import ArtifactKind, artifact_kinds
from core.labels import Text, former_names, in_english
from core.name_comparison import plain
from discovery import registries
from discovery.glossary.reports import TERMS, term
from discovery.models import Discovery
from discovery.registries import Findable, FoundPage, NavigationPage
from discovery.selectors.navigation import addresses_of, page_at, pages_of

MOST = 20
"""How many results are shown: who looks for another one types one more letter."""
# How well a name answers, best first.
_WHOLE, _BEGINNING, _WORDS, _MIDDLE = range(4)
# Where a row is: its sort, and its primary key.
Row = tuple[str, int]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Something with a name, what it is, where it is, and what it is a part of, or what else people call it
    ("" for nothing). It is looked up by both."""

    name: str
    what: str
    url: str
    icon: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class SearchResults:
    """The best ones, of `count` in all."""

    best: list[SearchResult]
    count: int


def findables() -> Mapping[str, Findable]:
    """All that people look up by name, by the label of its model: each kind of artifact of a discovery that a
    page shows, and what apps registered."""
    kinds = [kind for kind in artifact_kinds if kind.root is Discovery and kind.has_url]
    return {each.key: each for each in (*map(_of_kind, kinds), *registries.findables)}


def _of_kind(kind: ArtifactKind[Any]) -> Findable:
    def url(discovery: Discovery, artifact: Any) -> str:
        return kind.url(kind.within(discovery, artifact))

    def of(artifact: Any) -> str:
        return " · ".join(in_one_line(str(each), 40) for each in kind.above(artifact))

    return Findable(kind.model, kind.title, kind.below, url, of if kind.has_parents else None)


def search(discovery: Discovery, query: str, others: Iterable[tuple[str, SearchResult]]) -> SearchResults:
    """The artifacts and pages of the discovery, and the `others` by their names, whose names have all words
    of `query`, in capitals or not, with accents or without. Nothing for no words.

    One query reads the names of all artifacts, and one for each sort among the results where these are.
    """
    words = plain(query)
    if not words:
        return SearchResults([], 0)
    parts = {key for key, each in findables().items() if each.of is not None}
    # What a word means answers after the pages and artifacts that the word leads to.
    candidates: list[tuple[str, int, bool, SearchResult | Row]] = [
        *((name, _WHOLE, False, each) for each, name in _pages(discovery)),
        *((name, _WHOLE, False, each) for name, each in others),
        *((name, _WHOLE, key in parts, (key, pk)) for pk, name, key in _names(discovery)),
        *((name, _WORDS, True, each) for each, name in _meanings()),
    ]
    answers = [
        (max(place, best_place), is_part, len(name), name, number)
        for number, (name, best_place, is_part, _result) in enumerate(candidates)
        if (place := place_of(words, plain(name))) is not None
    ]
    # A page that several of its names answer is shown once, by the best of them.
    each_once: dict[str | Row, SearchResult | Row] = {}
    for *_place, number in sorted(answers):
        answer = candidates[number][-1]
        each_once.setdefault(answer.url if isinstance(answer, SearchResult) else answer, answer)
    best = [*each_once.values()][:MOST]
    rows = _results_of(discovery, [each for each in best if not isinstance(each, SearchResult)])
    # What was deleted since its name was read is left out.
    results = [each if isinstance(each, SearchResult) else rows.get(each) for each in best]
    return SearchResults([each for each in results if each is not None], len(each_once))


def place_of(words: str, name: str) -> int | None:
    """The rank of a name for the words, both plain (core.name_comparison.plain): 0 is best. None where it
    lacks one of them."""
    each = words.split()
    if not all(word in name for word in each):
        return None
    if name == words:
        return _WHOLE
    if name.startswith(words):
        return _BEGINNING
    return _WORDS if all(f" {word}" in f" {name}" for word in each) else _MIDDLE


def unused_pages(discovery: Discovery) -> list[SearchResult]:
    """The pages that the navigation does not show, because the discovery does not use them yet."""
    keys = pages_of(discovery)
    return [_page(discovery, each) for each in _in_order() if each.key not in keys]


def _in_order() -> list[NavigationPage]:
    return sorted(registries.navigation, key=lambda page: (page.area, page.order))


def _pages(discovery: Discovery) -> Iterator[tuple[SearchResult, str]]:
    """Each page of the navigation, and each of the discovery without a tab, with each of its names: its own
    beside that of its area, what the method calls it, in full and by its abbreviation, other words, what can
    be printed there, and what all of these were called before."""
    printed: dict[str, list[Text]] = defaultdict(list)
    for canvas in registries.canvases:
        printed[canvas.page] += [canvas.title, _("Blank sheet: %(title)s") % {"title": canvas.title}]
    for poster in registries.posters:
        printed[poster.page] += [poster.title, _("Poster: %(title)s") % {"title": poster.title}]
    for part in registries.added_parts:
        printed[part.page] += part.words
    for page in _in_order():
        result = _page(discovery, page)
        yield result, f"{result.name} {result.what}"
        for each in map(term, page.terms):
            for name in (each.title, each.short):
                yield result, name
        for word in _other_words(page.label, (*page.words, *printed[page.key])):
            yield replace(result, of=word), word
    for other in registries.found_pages:
        if not other.of_organization:
            for one in found_by_words(other, discovery):
                yield one, one.of or one.name


def found_by_words(page: FoundPage, discovery: Discovery) -> list[SearchResult]:
    """A page without a tab as it is found: by its label, by each of its words, and by their former names."""
    organization = discovery.domain.organization
    slug = organization.slug if page.of_organization else discovery.slug
    area = registries.areas.get(page.area) if page.area else None
    what, icon = (area.label, area.icon) if area else (organization, "people")
    plainly = SearchResult(str(page.label), str(what), reverse(page.url_name, args=[slug]), icon)
    return [plainly, *(replace(plainly, of=word) for word in _other_words(page.label, page.words))]


def _other_words(label: Text, words: Sequence[Text]) -> list[str]:
    """The words that people have for a page besides its label, those of before among them."""
    former = (name for each in (label, *words) for name in former_names(in_english(each)))
    return [*map(str, words), *former]


def _meanings() -> Iterator[tuple[SearchResult, str]]:
    """Each form of each word of the method, which the glossary explains."""
    url = reverse("discovery:glossary")
    for each in TERMS:
        result = SearchResult(each.title, _("Glossary"), f"{url}#{slugify(each.mark)}", "info")
        for name in filter(None, (*each.forms, each.short)):
            yield result, name


def _page(discovery: Discovery, page: NavigationPage) -> SearchResult:
    """A page of the navigation, with the word and icon of its area."""
    url = reverse(page.url_name, args=[discovery.slug])
    terms = ", ".join(term(each).title for each in page.terms)
    if not page.area:
        return SearchResult(str(page.label), _("Page"), url, page.icon, terms)
    area = registries.areas.get(page.area)
    return SearchResult(str(page.label), str(area.label), url, area.icon, terms)


def _names(discovery: Discovery) -> Iterable[tuple[int, str, str]]:
    """The primary key, name and sort of every artifact that can be looked up, in one order."""
    queries = [
        # A check-in is called by its day, and PostgreSQL joins texts with texts only.
        each.rows(discovery)
        .order_by()
        .values_list("pk", Cast(each.title, CharField()), Value(key, output_field=CharField()))
        for key, each in findables().items()
    ]
    return sorted(queries[0].union(*queries[1:], all=True))


def _results_of(discovery: Discovery, rows: Iterable[Row]) -> dict[Row, SearchResult]:
    """The results of these rows, each with the icon of the area in which it is read."""
    pks_by_key: defaultdict[str, list[int]] = defaultdict(list)
    for key, pk in rows:
        pks_by_key[key].append(pk)
    results, addresses = {}, addresses_of(discovery)
    for key, pks in pks_by_key.items():
        findable = findables()[key]
        what = capfirst(str(findable.model._meta.verbose_name))
        for artifact in findable.rows(discovery).filter(pk__in=pks):
            url, name = findable.url(discovery, artifact), str(getattr(artifact, findable.title))
            page = page_at(addresses, urlsplit(url).path)
            icon = registries.areas.get(page.area).icon if page and page.area else "search"
            of = in_one_line(str(findable.of(artifact))) if findable.of else ""
            found_as = getattr(artifact, "found_as", what)
            results[key, artifact.pk] = SearchResult(name, found_as, url, icon, of)
    return results
