"""Use-case cards to merge: the offered ones, and effects of each choice (use_case_merging/services.py)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import Operation
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from lvt.longlist_funnel.selectors import CARD_DOTS
from lvt.models import RoundState, RoundUseCase, ShortlistedUseCase, UseCase
from lvt.use_case_merging.likeness import CardWords, like_groups
from lvt.use_cases.selectors import pursued_in
from workshops.contributions.artifact_dots.selectors import RESULTS
from workshops.models import Activity, Vote, WorkshopState

PARTS: Mapping[str, tuple[str | Promise, tuple[str, ...]]] = MappingProxyType(
    {
        "name": (_("Name"), ("name",)),
        "text": (_("Text"), ("we_believe", "will_help", "known_by")),
        "example": (_("Example"), ("example_role", "example_want", "example_by")),
        "link": (_("Hypothesis"), ("hypothesis", "initiative")),
        "owner": (_("Owner"), ("owner",)),
    }
)
"""What is chosen as a whole, with its label: parts of two sentences make no sentence."""
TEXTS = ("name", "text", "example")
"""The parts that people read when they score."""


@dataclass(frozen=True, slots=True)
class LikeGroup:
    """Cards that are perhaps one, in their order."""

    cards: tuple[UseCase, ...]

    @property
    def query(self) -> str:
        """The query of the page that merges them."""
        return "?" + "&".join(f"cards={card.uuid}" for card in self.cards)


@dataclass(frozen=True, slots=True)
class CardVersion:
    """The content of a part in one of the cards; `card` is its uuid."""

    card: UUID
    words: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A part in which cards differ. The first version is that of the card that stays, if it has one."""

    part: str
    label: str
    versions: tuple[CardVersion, ...]


@cached_per_request
def like_cards(discovery: Discovery) -> list[LikeGroup]:
    """Groups of cards that are perhaps one, the nearest first, of those that may be merged."""
    by_key = {card.pk: card for card in mergeable(discovery)}
    texts = tuple(CardWords(key, card.name, sentences_of(card)) for key, card in by_key.items())
    groups = [tuple(by_key[key] for key in group if isinstance(key, int)) for group in like_groups(texts)]
    fixed = _fixed_keys(by_key)
    return [LikeGroup(group) for group in groups if sum(card.pk in fixed for card in group) < 2]


def mergeable(discovery: Discovery) -> QuerySet[UseCase]:
    """The cards without those of stopped hypotheses and of open rounds."""
    open_rounds = UseCase.objects.filter(
        discovery=discovery,
        round_links__deleted_at=None,
        round_links__round__deleted_at=None,
        round_links__round__activity__track__workshop__deleted_at=None,
        round_links__round__state__in=(RoundState.OPEN, RoundState.REVEALING),
    )
    rows = pursued_in(discovery).exclude(pk__in=open_rounds.values("pk"))
    return rows.select_related("hypothesis", "initiative", "owner")


def sentences_of(card: UseCase) -> str:
    """The sentences of a card as one text."""
    return " ".join(
        filter(None, (getattr(card, name) for part in ("text", "example") for name in PARTS[part][1]))
    )


def in_order(cards: Iterable[UseCase]) -> list[UseCase]:
    """The card that stays first: the one that was scored or decided on, else the oldest."""
    rows = sorted(cards, key=lambda card: (card.created_at, card.pk))
    fixed = _fixed_keys(card.pk for card in rows)
    return sorted(rows, key=lambda card: card.pk not in fixed)


def fixed_among(cards: Sequence[UseCase]) -> list[UseCase]:
    """Those that a revealed round or a decision is about."""
    fixed = _fixed_keys(card.pk for card in cards)
    return [card for card in cards if card.pk in fixed]


def _fixed_keys(keys: Iterable[int]) -> frozenset[int]:
    ids = list(keys)
    scored = RoundUseCase.objects.filter(
        use_case__in=ids, round__deleted_at=None, round__activity__track__workshop__deleted_at=None
    )
    decided = ShortlistedUseCase.objects.filter(use_case__in=ids, decision__deleted_at=None)
    return frozenset(
        key for rows in (scored, decided) for key in rows.order_by().values_list("use_case_id", flat=True)
    )


def is_voted_on(discovery: Discovery) -> bool:
    """Return True if people give dots to use cases of the discovery, and the results aren't shown yet. Which
    of them have dots is hidden. A vote that its room has left isn't one."""
    has_dots = Exists(Vote.objects.filter(activity=OuterRef("pk"), dots__gt=0))
    votes = Activity.objects.filter(
        Q(started_at__isnull=False) | has_dots,
        kind=CARD_DOTS,
        ended_at=None,
        skipped_at=None,
        track__deleted_at=None,
        track__workshop__discovery=discovery,
        track__workshop__deleted_at=None,
    )
    return votes.exclude(phase=RESULTS).exclude(track__workshop__state=WorkshopState.ENDED).exists()


def choices_of(cards: Sequence[UseCase]) -> tuple[Choice, ...]:
    """The parts in which the cards, the one that stays first, have different versions. The texts of a card
    that was scored stay, and are no choice."""
    settled = frozenset(TEXTS) if fixed_among(cards[:1]) else frozenset()
    choices = []
    for part, (label, _names) in PARTS.items():
        versions: dict[tuple[Any, ...], CardVersion] = {}
        for card in cards:
            if words := words_of_part(card, part):
                versions.setdefault(_values(card, part), CardVersion(card.uuid, words))
        if len(versions) > 1 and part not in settled:
            choices.append(Choice(part, str(label), tuple(versions.values())))
    return tuple(choices)


def words_of_part(card: UseCase, part: str) -> str:
    """The content of a part of the card, in words; "" for none."""
    values = (getattr(card, name) for name in PARTS[part][1])
    return " … ".join(str(value) for value in values if value)


def _values(card: UseCase, part: str) -> tuple[Any, ...]:
    return tuple(getattr(card, name) for name in PARTS[part][1])


def split_by(merge: Operation) -> set[int]:
    """The primary keys of the cards that a merge made one."""
    return set(UseCase.history.filter(operation=merge).values_list("id", flat=True))
