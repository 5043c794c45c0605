"""Silent brainstorm: everyone writes by themselves, then all notes are revealed, grouped, named, voted on
and ranked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now, gettext_lazy as _, ngettext, pgettext_lazy

from core.labels import Text
from core.models import if_there
from organizations.actors import Actor
from workshops.activities import contribution_counts
from workshops.activities.board_items import (
    draw_board,
    draw_group,
    draw_note,
    look_of,
    without_a_name,
)
from workshops.activity_kind import ActivityKind, NamesSeenBy, Phase, ResultLine, StageQuestion
from workshops.activity_progress import Progress
from workshops.agenda.needed_people.rules import BOTH_SIDES
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.contributions.answers.selectors import names_in
from workshops.contributions.notes import selectors
from workshops.contributions.notes.forms import BrainstormSettings
from workshops.contributions.notes.selectors import GROUP, RESULTS, VOTE, WRITE
from workshops.contributions.notes.services import COUNT
from workshops.contributions.result_sentences import most_dots, no_dots
from workshops.contributions.selectors import own_of, times_of
from workshops.contributions.votes import selectors as votes
from workshops.contributions.votes.rules import dots_request, usable_dots
from workshops.models import Activity, Note, Vote, Workshop

# How long someone of medium speed takes for a note and for a dot, in seconds, and how many notes they write.
WRITES, DOT = 35, 6
NOTES_EACH = 4
# So many ranked items fit on a screen.
SHOWN = {"stage": 30, "room": 30, "console": 200}


class Brainstorm(ActivityKind):
    """Notes and groups are keyed items: a changed note sends that note, not the board. While notes are
    hidden, the only item says how many there are."""

    key = selectors.BOARD
    label = _("Brainstorm")
    description = _("Everyone writes notes in silence. Then you reveal, group, name and vote on them.")
    icon = "bulb"
    needs = BOTH_SIDES
    group = "asking"
    default_minutes = 25
    template_dir = "workshops/activities/brainstorm"
    has_mine = True
    is_vote = True
    has_done_button = True
    settings_form = BrainstormSettings
    may_be_anonymous = True
    may_be_ahead = True
    reads = ("notes", "note_groups", "votes")
    phases = (
        Phase(WRITE, _("Write"), _("Back to writing")),
        Phase(
            GROUP,
            pgettext_lazy("step", "Group"),
            _("Reveal the notes"),
            after=(WRITE, VOTE, RESULTS),
            is_open=False,
            asks_while_working=True,
        ),
        Phase(VOTE, _("Vote"), _("Start the vote"), after=(WRITE, GROUP, RESULTS), asks_while_working=True),
        Phase(
            RESULTS,
            _("Results"),
            _("Show the results"),
            after=(GROUP, VOTE),
            is_open=False,
            asks_while_working=True,
        ),
    )

    def next_phases(self, activity: Activity) -> list[Phase]:
        """The next phases, each with the words of its button from here. Once people voted on them, groups
        stay as they are; and a vote whose results were shown is over."""
        here = selectors.phase_of(activity)
        words = {
            (WRITE, VOTE): _("Reveal and start the vote"),
            (VOTE, GROUP): _("Back to grouping"),
            (RESULTS, GROUP): _("Back to grouping"),
            (GROUP, RESULTS): _("Finish without a vote"),
        }
        phases = [
            replace(each, button=words.get((here, each.key), each.button))
            for each in super().next_phases(activity)
        ]
        if here in (VOTE, RESULTS) and votes.has_votes(activity):
            phases = [each for each in phases if each.key == RESULTS]
        # The usual step first: it is the filled button. Where no one wrote a note, that is to go back.
        usual = {WRITE: GROUP, GROUP: VOTE, VOTE: RESULTS}.get(here)
        if any(each.key == WRITE for each in phases):
            usual = WRITE
        return sorted(phases, key=lambda each: each.key != usual)

    def has_nothing_to_show(self, activity: Activity) -> bool:
        if selectors.phase_of(activity) in (VOTE, RESULTS):
            return not votes.has_votes(activity)
        return not selectors.notes_of(activity).exists()

    def unfinished(self, activity: Activity) -> str:
        if selectors.phase_of(activity) != GROUP:
            return ""
        with_notes = selectors.notes_of(activity).values("group")
        return without_a_name(selectors.groups_of(activity).filter(name="", pk__in=with_notes).count())

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        rules = selectors.rules_of(activity)
        return (AnswerLoad(min(NOTES_EACH, rules.notes_each), WRITES), AnswerLoad(rules.dots, DOT))

    def answer_times(self, activities: QuerySet[Activity]) -> QuerySet[Any, tuple[Any, ...]]:
        return times_of(Note, activities)

    def answer_count(self, activity: Activity) -> int:
        return votes.voters_of(activity)

    def is_settled(self, activity: Activity) -> bool:
        return selectors.phase_of(activity) == RESULTS

    def hidden(self, activity: Activity) -> list[QuerySet[Any]]:
        notes = [] if selectors.is_revealed(activity) else [Note.everything.filter(activity=activity)]
        dots = [] if self.is_settled(activity) else [Vote.objects.filter(activity=activity)]
        return [*notes, *dots]

    # --- What the surfaces show ---------------------------------------------------------------------

    def asks(self, activity: Activity) -> StageQuestion | None:
        phase = selectors.phase_of(activity)
        if phase == WRITE:
            hint = _("Write notes on your phone, one thought on each.")
        elif phase in (GROUP, VOTE) and not Note.objects.filter(activity=activity).exists():
            hint = _("No notes were written.")
        else:
            return None
        detail = _("No one sees the notes before the reveal.") if phase == WRITE else ""
        return StageQuestion(
            self.stage_title(activity) or activity.title, hint, shows_items=True, detail=detail
        )

    def stage_title(self, activity: Activity) -> Text:
        return selectors.rules_of(activity).prompt

    def screen(self, activity: Activity, audience: str) -> dict[str, Any]:
        rules = selectors.rules_of(activity)
        context: dict[str, Any] = {
            "rules": rules,
            "prompt": rules.prompt or activity.title,
            "board_phase": selectors.phase_of(activity),
        }
        if context["board_phase"] == RESULTS:
            context |= self._ranking(activity, SHOWN[audience], only_chosen=audience == "stage")
        if context["board_phase"] == VOTE:
            words = (
                _("Place your %(dots)s dots on your phone, up to %(most)s on one note or group.")
                if rules.votes_on == selectors.BOTH and selectors.groups_of(activity).exists()
                else _("Place your %(dots)s dots on your phone, up to %(most)s on one note.")
            )
            things = len(votes.unranked(activity)) if audience == "stage" else 0
            context["instruction"] = dots_request(rules.dots, rules.most, things, words)
        return context

    def _ranking(
        self, activity: Activity, limit: int | None = None, *, only_chosen: bool = False
    ) -> dict[str, Any]:
        """The first rows of the ranking, at most `limit`; with `only_chosen` without what got no dot, where
        anything did."""
        ranking = votes.ranked(activity)
        most = max((each.dots for each in ranking), default=0)
        first = [each for each in ranking if each.dots or not (most and only_chosen)][:limit]
        return {
            "ranking": first,
            "others": len(ranking) - len(first),
            "most_dots": most,
            "is_voted": most > 0,
            "voters": votes.voters_of(activity),
            "note_count": sum(len(each.item.notes) for each in ranking),
        }

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        rules = selectors.rules_of(activity)
        phase = selectors.phase_of(activity)
        context: dict[str, Any] = {
            "rules": rules,
            "board_phase": phase,
            "may_write": phase == WRITE or (phase == GROUP and rules.late_notes),
        }
        if phase == VOTE:
            there = votes.items_of(activity)
            own_dots = votes.own_dots(activity, actor, there)
            # A phone offers no dot that has no place.
            usable = usable_dots(rules.dots, rules.most, len(there))
            context |= {
                "rules": replace(rules, dots=usable),
                "given": own_dots,
                "left": max(0, usable - sum(own_dots.values())),
            }
        if context["may_write"]:
            context["own"] = own_of(selectors.notes_of(activity), actor, "-position", "-pk")
        return context

    def written_by(self, actor: Actor, workshop: Workshop) -> Iterable[tuple[Activity, str]]:
        return ((note.activity, note.text) for note in selectors.notes_by(workshop, actor))

    def names_seen_by(self, activity: Activity) -> NamesSeenBy:
        # Dots are given without a name.
        is_voting = selectors.phase_of(activity) == VOTE
        return NamesSeenBy.NOBODY if is_voting else NamesSeenBy.FACILITATORS

    def results(self, activity: Activity) -> dict[str, Any] | None:
        if not selectors.is_revealed(activity):
            return None
        # Read where writers are named.
        shared = {"prompt": selectors.rules_of(activity).prompt, "names": partial(names_in, activity)}
        if selectors.phase_of(activity) == VOTE:
            # The notes are shown before a vote is over; its dots are not.
            return {**shared, "is_voting": True, "ranking": votes.unranked(activity)}
        ranking = self._ranking(activity)
        return {
            **shared,
            **ranking,
            "with_dots": [each for each in ranking["ranking"] if each.dots],
            "without_dots": [each for each in ranking["ranking"] if not each.dots],
        }

    def message(self, results: Mapping[str, Any]) -> str:
        return _leader(results) if results.get("is_voted") else ""

    def stage_statement(self, activity: Activity) -> str:
        """Return that there are no votes yet. Otherwise the first row is the answer."""
        results = self.results(activity) if self.is_settled(activity) else None
        return no_dots(each.dots for each in results["ranking"]) if results else ""

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        """A line for each group, with its dots, and one for each note, with who wrote it."""
        names = results["names"]()
        for each in results.get("ranking", ()):
            about, group, dots = results["prompt"], "", each.dots if results.get("is_voted") else None
            if each.item.group is not None:
                group = each.item.text or _now("Unnamed group")
                yield ResultLine("", about, group, dots=dots)
                dots = None
            for note in each.item.notes:
                yield ResultLine(note.text, about, group, dots=dots, by=names.get(note.participant_id, ""))

    # --- Who is done --------------------------------------------------------------------------------

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        """Writing: people who say so. Voting: people who say so, or have no dot left that has a place. In an
        anonymous activity how many have written, or have none left."""
        if selectors.phase_of(activity) != VOTE:
            counts = dict(selectors.notes_by_author(activity))
            return self.progress_by(activity, expected, counts, contribution_counts.notes)
        rules, there = selectors.rules_of(activity), votes.items_of(activity)
        counts = votes.dots_by_author(activity, there)
        usable = usable_dots(rules.dots, rules.most, len(there))
        finished = {author for author, dots in counts.items() if dots >= usable}
        return self.progress_by(activity, expected, counts, contribution_counts.dots, finished)

    # --- The board ----------------------------------------------------------------------------------

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        phase = selectors.phase_of(activity)
        if phase == RESULTS:
            return []
        if phase == WRITE:
            return [(COUNT, _note_count(activity))]
        look = look_of(activity, audience)
        return draw_board(look, selectors.groups_of(activity), selectors.notes_of(activity))

    def item(self, activity: Activity, audience: str, key: str) -> SafeString | None:
        phase = selectors.phase_of(activity)
        if key == COUNT or phase in (WRITE, RESULTS):
            return _note_count(activity) if (key, phase) == (COUNT, WRITE) else None
        look = look_of(activity, audience)
        uuid = UUID(key)
        if note := selectors.notes_of(activity).select_related("group").filter(uuid=uuid).first():
            group = if_there(note.group)
            return draw_note(look, note, group)
        group = selectors.groups_of(activity).filter(uuid=uuid).first()
        return draw_group(look, group) if group is not None else None


def _note_count(activity: Activity) -> SafeString:
    count = selectors.count_notes(activity)
    words = ngettext("note so far", "notes so far", count)
    return format_html('<p class="board-count"><b class="num">{}</b> <span>{}</span></p>', count, words)


def _leader(results: Mapping[str, Any]) -> str:
    rows = results["ranking"]
    return most_dots([(each.item.text or _now("Unnamed group"), each.dots) for each in rows])
