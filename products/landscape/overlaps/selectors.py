"""Overlaps of a landscape: products that several use cases share, and those that are nearly the same."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from core.name_comparison import words_of
from core.selectors.request_cache import cached_per_request
from discovery import appendix_headlines
from discovery.models import Discovery
from discovery.use_counts import UseCount
from documents import rounded_numbers
from documents.localized_numbers import number
from products.landscape.rules import Graph, Node, Service
from products.landscape.selectors import current_graph
from products.models import DataProduct, DistinctProducts, PortColumn
from products.similarity import Aspect, Likeness, ProductPair, Profile, ranked

# From this likeness on two products are shown as nearly the same, unless someone asks for more or fewer:
# more likely one than two.
USUAL = 0.5
# Pairs that are less alike may well be two products: no slide proposes to merge them.
CLEAR = 2 / 3
# So many words or names show in what two products are alike; the rarest come first.
_MOST_IN_COMMON = 5
# A likeness below this is too small to be given as a reason.
_LEAST_REASON = 0.1


# Words of English and German that describe no purpose, as words_of spells them: among few products
# they are not common enough to count little.
_SILENT = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "before",
        "but",
        "by",
        "can",
        "each",
        "every",
        "for",
        "from",
        "has",
        "have",
        "how",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "more",
        "no",
        "nobody",
        "not",
        "of",
        "on",
        "one",
        "or",
        "per",
        "since",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "to",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "without",
        "you",
        "aber",
        "alle",
        "als",
        "am",
        "an",
        "auch",
        "auf",
        "aus",
        "bei",
        "bevor",
        "bi",
        "da",
        "damit",
        "das",
        "dass",
        "dem",
        "den",
        "der",
        "des",
        "die",
        "diese",
        "durch",
        "ein",
        "eine",
        "einem",
        "einen",
        "einer",
        "ein",
        "es",
        "für",
        "hat",
        "ihr",
        "ihre",
        "im",
        "in",
        "ist",
        "jede",
        "jeden",
        "jeder",
        "jedes",
        "kein",
        "keine",
        "mit",
        "nach",
        "nicht",
        "oder",
        "ohne",
        "sich",
        "sie",
        "sind",
        "so",
        "um",
        "und",
        "vom",
        "von",
        "vor",
        "wa",
        "wann",
        "war",
        "warum",
        "welche",
        "wem",
        "wen",
        "wenn",
        "wer",
        "werden",
        "wie",
        "wird",
        "wo",
        "zu",
        "zum",
        "zur",
        "über",
    ]
)


@dataclass(frozen=True, slots=True)
class ProductOfSeveral:
    """A product that several use cases share, and these; or that several need, if it isn't shared."""

    product: Node
    uses: UseCount
    use_cases: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class DuplicateCandidates:
    """Two products that are nearly the same: how alike they are (exact, from 0 to 1), and why, in sentences,
    the most telling first."""

    first: Node
    second: Node
    share: float
    reasons: tuple[str, ...]

    @property
    def percent(self) -> str:
        """The share in percent."""
        return number(rounded_numbers.percent(Fraction(self.share)))


@dataclass(frozen=True, slots=True)
class Overlaps:
    """The pairs of a discovery's products that are alike at all, the nearest first, and those that someone
    set aside."""

    pairs: tuple[DuplicateCandidates, ...]
    apart: tuple[DistinctProducts, ...]

    def from_share(self, share: float) -> tuple[DuplicateCandidates, ...]:
        """The pairs that are alike by this share or more."""
        return tuple(pair for pair in self.pairs if pair.share >= share)

    @property
    def usual(self) -> tuple[DuplicateCandidates, ...]:
        """Those that are shown by default."""
        return self.from_share(USUAL)

    @property
    def clear(self) -> tuple[DuplicateCandidates, ...]:
        """Those that are alike enough to be put before a board."""
        return self.from_share(CLEAR)

    @property
    def headline(self) -> str:
        """The title of the usual ones (discovery.headlines); "" without any."""
        return self.headline_of(self.usual)

    def headline_of(self, pairs: Sequence[DuplicateCandidates]) -> str:
        """The title of these pairs, the nearest first; "" without any."""
        if not pairs:
            return ""
        has_nearest = len(pairs) > 1 and pairs[0].percent != pairs[1].percent
        is_weak = any(pair.share < CLEAR for pair in pairs)
        return appendix_headlines.similar(
            [(pair.first.name, pair.second.name) for pair in pairs],
            has_nearest=has_nearest,
            percent=pairs[0].percent if is_weak else "",
        )


def products_of_several(graph: Graph, services: Mapping[str, Service]) -> list[ProductOfSeveral]:
    """The products that several use cases share, those that most do first, and then those that several only
    need."""
    rows = [
        ProductOfSeveral(
            node,
            of.count,
            tuple(graph.by_id[key] for key in (of.shared_by if of.is_shared else of.needed_by)),
        )
        for node in graph.products
        if (of := services[node.id]).is_of_several
    ]
    return sorted(rows, key=lambda each: (not each.uses.is_shared, -len(each.use_cases)))


@cached_per_request
def overlaps_of(discovery: Discovery) -> Overlaps:
    """The products of the discovery that could be one (products.similarity), but for retired ones, in a fixed
    number of queries."""
    graph = current_graph(discovery)
    apart = tuple(
        DistinctProducts.objects.filter(
            discovery=discovery, first__deleted_at=None, second__deleted_at=None
        ).select_related("first", "second")
    )
    pairs = ranked(_profiles(discovery, graph))
    set_aside = {frozenset({str(row.first.uuid), str(row.second.uuid)}) for row in apart}
    twins = (_twins(graph, pair) for pair in pairs)
    return Overlaps(
        tuple(each for each in twins if frozenset({each.first.uuid, each.second.uuid}) not in set_aside),
        apart,
    )


def _profiles(discovery: Discovery, graph: Graph) -> Iterable[Profile]:
    columns: dict[str, set[str]] = defaultdict(set)
    rows = PortColumn.objects.filter(port__product__discovery=discovery, port__deleted_at=None)
    for uuid, name in rows.values_list("port__product__uuid", "name"):
        columns[str(uuid)].add(name)
    purposes = {
        str(uuid): f"{job}\n{description}"
        for uuid, job, description in DataProduct.objects.filter(discovery=discovery).values_list(
            "uuid", "job", "description"
        )
    }
    for node in graph.products:
        if node.discovery == discovery.slug:
            yield Profile(
                node.id,
                node.name,
                purposes.get(node.uuid, ""),
                frozenset(columns[node.uuid]),
                frozenset(graph.predecessors[node.id]),
                frozenset(graph.successors[node.id]),
            )


def _twins(graph: Graph, pair: ProductPair) -> DuplicateCandidates:
    names = {node.id: node.name for node in graph.nodes}
    sentences = (_reason(names, each) for each in pair.aspects if each.weight >= _LEAST_REASON)
    reasons = [reason for reason in sentences if reason]
    return DuplicateCandidates(
        graph.by_id[str(pair.first)], graph.by_id[str(pair.second)], pair.share, tuple(reasons)
    )


def _reason(names: Mapping[str, str], likeness: Likeness) -> str:
    common = {"names": _listed([names.get(str(key), str(key)) for key in likeness.common])}
    match likeness.aspect:
        case Aspect.NAME:
            return _("Their names are similar.")
        case Aspect.COLUMNS:
            return _("Both have the columns %(names)s.") % common
        case Aspect.PURPOSE:
            telling = _listed([key for key in likeness.common if not _is_silent(str(key))])
            return _("Both descriptions mention %(names)s.") % {"names": telling} if telling else ""
        case Aspect.INPUTS:
            return _("Both use data from %(names)s.") % common
        case Aspect.DELIVERIES:
            return _("Both deliver to %(names)s.") % common


def _is_silent(word: str) -> bool:
    """Return True if the word describes no purpose, as it is written or as words are compared."""
    return word.casefold() in _SILENT or not _SILENT.isdisjoint(words_of(word))


def _listed(names: list[Hashable] | list[str]) -> str:
    """Up to a few names in a sentence, "CRM, Consent and HCP registry", then the count of the others."""
    texts = [str(name) for name in names]
    if len(texts) > _MOST_IN_COMMON:
        more = len(texts) - _MOST_IN_COMMON
        return _("%(names)s and %(count)s more") % {
            "names": ", ".join(texts[:_MOST_IN_COMMON]),
            "count": more,
        }
    if len(texts) < 2:
        return "".join(texts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(texts[:-1]), "last": texts[-1]}
