"""Write use cases together: everyone writes cards on their own device, and the board shows all of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _, ngettext

from core.labels import listed
from discovery.discoveries.selectors import asks_for
from lvt.models import Goal, Hypothesis, UseCase
from lvt.room_cards import selectors
from lvt.room_cards.forms import CardSettings, room_card_form
from lvt.selectors.activity_people import authors_of, writer_names
from lvt.use_case_merging.selectors import like_cards
from lvt.writing_groups.selectors import group_of, groups_of, size_of
from lvt.writing_groups.services import put_together
from organizations.actors import Actor
from workshops import permissions
from workshops.activity_kind import ActivityKind, NamesSeenBy, ResultLine, StageQuestion
from workshops.activity_progress import Progress
from workshops.agenda.needed_people.rules import BOTH_SIDES
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.models import Activity, Workshop

# How long someone of medium speed takes for a card, in seconds.
CARD = 200


class WriteUseCases(ActivityKind):
    """The cards on the board are keyed items: a changed card sends that card, not the board."""

    key = "write_use_cases"
    label = _("Write use cases")
    description = _("Everyone writes cards on the template: we believe that … will help achieve …")
    icon = "edit"
    needs = BOTH_SIDES
    group = "writing"
    default_minutes = 15
    template_dir = "lvt/activities/write_use_cases"
    names_seen = NamesSeenBy.EVERYBODY
    reads = (selectors.CARDS.reads,)
    shows = frozenset({Goal, Hypothesis, UseCase})
    asks_always = True
    has_mine = True
    has_done_button = True
    settings_form = CardSettings

    def on_start(self, activity: Activity, actor: Actor) -> None:
        if size_of(activity) > 1 and not activity.groups:
            put_together(actor=actor, activity=activity)

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        return (AnswerLoad(1, CARD),)

    def console(self, activity: Activity) -> dict[str, Any]:
        groups = groups_of(activity)
        seated = [person for group in groups for person in group]
        return {
            **self.room(activity),
            "loose_ends": selectors.loose_ends_on_wall(activity) if _links_to_hypotheses(activity) else 0,
            "like": like_cards(activity.track.workshop.discovery),
            "writes_together": size_of(activity) > 1,
            "groups": groups,
            "seated": seated,
            "may_move": len(seated) > 1,
        }

    def room(self, activity: Activity) -> dict[str, Any]:
        return {"already_there": selectors.already_there(activity)}

    def asks(self, activity: Activity) -> StageQuestion:
        names = [case.name for case in selectors.already_there(activity)]
        there = _("Already there: %(names)s") % {"names": " · ".join(names)} if names else ""
        # What the facilitator says instead is enough.
        hint = "" if activity.instructions else _("Write one card per idea, on your phone.")
        return StageQuestion(activity.title, hint, note=there, shows_items=True)

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        participant = permissions.check_take_part(actor, activity.track.workshop)
        cards = selectors.own_cards(activity, participant)
        names = authors_of(cards)
        others = [
            person.label for person in group_of(activity, participant) if person.participant != participant
        ]
        return {
            "form": room_card_form(UseCase(discovery=activity.track.workshop.discovery)),
            "cards": [(card, listed(writer_names(card, names))) for card in cards],
            "writes_together": size_of(activity) > 1,
            "others": listed(others),
        }

    def written_by(self, actor: Actor, workshop: Workshop) -> Iterable[tuple[Activity, str]]:
        participant = permissions.check_take_part(actor, workshop)
        cards = selectors.cards_by(workshop, participant)
        return ((card.activity, card.name) for card in cards if card.activity)

    def results(self, activity: Activity) -> dict[str, Any] | None:
        cards = selectors.CARDS.of(activity)
        there = {str(each.uuid): each.display_name for each in activity.track.workshop.participants.all()}
        names = (
            there if there.keys() >= {uuid for card in cards for uuid in card.authors} else authors_of(cards)
        )
        rows = [(card, listed(writer_names(card, names))) for card in cards]
        return {"cards": rows} if rows else None

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        counts = Counter(selectors.authors_on_wall(activity))
        return self.progress_by(activity, expected, counts, _cards)

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        return (ResultLine(card.name, by=by) for card, by in results["cards"])

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        cards = list(selectors.cards_of(activity))
        names, links = authors_of(cards), _links_to_hypotheses(activity)
        return [(str(card.uuid), _card_html(card, audience, names, links)) for card in cards]

    def item(self, activity: Activity, audience: str, key: str) -> SafeString | None:
        card = selectors.cards_of(activity).filter(uuid=key).first()
        links = _links_to_hypotheses(activity)
        return None if card is None else _card_html(card, audience, authors_of([card]), links)


def _cards(count: int) -> str:
    return ngettext("%(count)s card", "%(count)s cards", count) % {"count": count}


def _links_to_hypotheses(activity: Activity) -> bool:
    """Return True if the process of the discovery has hypotheses, which its use cases then need."""
    return asks_for(activity.track.workshop.discovery, "hypotheses")


def _card_html(card: UseCase, audience: str, names: dict[str, str], links: bool) -> SafeString:
    writers = listed(writer_names(card, names))
    context = {"card": card, "audience": audience, "by": writers, "links_to_hypotheses": links}
    return render_to_string(f"{WriteUseCases.template_dir}/card.html", context)
