"""Key questions: the room is at one question at a time, proposes answers for today and tomorrow, and the
facilitator adopts them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now, gettext_lazy as _, ngettext

from core.labels import Text
from operating_model.key_questions import selectors
from operating_model.key_questions.selectors import KEY_QUESTIONS, LOOK, PROPOSE
from operating_model.models import AnswerProposal, Horizon, KeyQuestion
from operating_model.services.answer_proposals import BOARD, begin
from organizations.actors import Actor
from organizations.models import Person
from workshops.activities import contribution_counts
from workshops.activity_kind import ActivityKind, NamesSeenBy, Phase, ResultLine
from workshops.activity_progress import Progress
from workshops.agenda.needed_people.rules import BOTH_SIDES
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.contributions.selectors import count_by_author, own_of, times_of
from workshops.models import Activity

# So many answers are listed for today and for tomorrow; the others are counted.
_SHOWN = {"stage": 24, "room": 24, "console": 500}
# The time that a person of medium speed takes for an answer, in seconds.
ANSWER = 55


class KeyQuestions(ActivityKind):
    """Proposals are seen as they come in. The room's current question is one keyed item."""

    key = KEY_QUESTIONS
    label = _("Key questions")
    description = _(
        "The room answers the key questions one at a time: how things work today, and how "
        "they’ll work tomorrow."
    )
    icon = "help"
    needs = BOTH_SIDES
    group = "operating_model"
    default_minutes = 40
    template_dir = "operating_model/activities/key_questions"
    names_seen = NamesSeenBy.EVERYBODY
    settled_in = LOOK
    reads = (selectors.ANSWERS.reads,)
    shows = frozenset({KeyQuestion, Person})
    has_mine = True
    has_done_button = True
    may_be_anonymous = True
    phases = (
        Phase(PROPOSE, _("Propose answers"), _("Reopen answers"), after=(LOOK,)),
        Phase(LOOK, _("Review the answers"), _("Close answers"), after=(PROPOSE,), is_open=False),
    )

    def on_start(self, activity: Activity, actor: Actor) -> None:
        begin(activity=activity)

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        """For each open question, one answer for today and one for tomorrow."""
        open_ = selectors.open_questions(activity)
        return (AnswerLoad(len(Horizon), ANSWER),) * open_

    def answer_times(self, activities: QuerySet[Activity]) -> QuerySet[Any, tuple[Any, ...]]:
        return times_of(AnswerProposal, activities)

    def console(self, activity: Activity) -> dict[str, Any]:
        discovery = activity.track.workshop.discovery
        return {
            **self.room(activity),
            "question": selectors.question_at(activity),
            "questions": list(selectors.key_questions_of(discovery)),
            "standings": selectors.standings_of(discovery),
        }

    def screen(self, activity: Activity, audience: str) -> dict[str, Any]:
        is_open = activity.phase != LOOK
        if audience != "stage":
            return {"is_open": is_open}
        return {"is_open": is_open, "instruction": self._instruction(activity) if is_open else ""}

    def _instruction(self, activity: Activity) -> Text:
        """Return the sentence that asks for answers, for what the question still has none."""
        question = selectors.question_at(activity)
        if question is None:
            return ""
        words = {
            (True, True): _("Propose better answers on your phone."),
            (True, False): _("Propose answers for tomorrow, on your phone."),
            (False, True): _("Propose answers for today, on your phone."),
            (False, False): _("Propose answers for today and tomorrow, on your phone."),
        }
        return words[bool(question.today), bool(question.tomorrow)]

    def stage_title(self, activity: Activity) -> Text:
        question = selectors.question_at(activity)
        return question.text if question is not None else ""

    def stage_statement(self, activity: Activity) -> str:
        """Return the answers that the room's question has, in a sentence, once answers are closed."""
        board = selectors.board_of(activity) if self.is_settled(activity) else None
        if board is None:
            return ""
        proposed = {each.horizon: len(each.waiting) for each in board.columns if not each.answer}
        if any(proposed.values()):
            return _proposed_words(proposed)
        words = {
            (): _now("Answered for today and tomorrow"),
            (Horizon.TOMORROW,): _now("No answer for tomorrow yet"),
            (Horizon.TODAY,): _now("No answer for today yet"),
        }
        return words.get((*proposed,), _now("No answer for today or tomorrow yet"))

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        return {
            "is_open": activity.phase != LOOK,
            "question": selectors.question_at(activity),
            "horizons": list(Horizon),
            "own": own_of(selectors.proposals_of(activity).select_related("question"), actor),
        }

    def results(self, activity: Activity) -> dict[str, Any] | None:
        boards = selectors.boards_of(activity)
        return {"boards": boards} if boards else None

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        """The people who finished; in an anonymous activity the number of those who proposed something."""
        counts = count_by_author(selectors.proposals_of(activity))
        return self.progress_by(activity, expected, counts, contribution_counts.answers)

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        more = _now("Proposed, not in the answer")
        for board in results["boards"]:
            for column in board.columns:
                for each in column.waiting:
                    group = str(column.horizon.label)
                    yield ResultLine(each.proposal.text, board.question.text, group, by=each.by, more=more)

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        board = selectors.board_of(activity)
        columns = () if board is None else board.columns
        limit = _SHOWN.get(audience, _SHOWN["stage"])
        # Where not all fit on the stage, the last are left out (js/board-fit.js): the newest are first.
        order = -1 if audience == "stage" else 1
        context = {
            "board": board,
            "columns": [
                (each, each.waiting[-limit:][::order], max(0, len(each.waiting) - limit)) for each in columns
            ],
            "activity": activity,
            "workshop": activity.track.workshop,
            "audience": audience,
            "editing": audience == "console",
        }
        return [(BOARD, SafeString(render_to_string(f"{self.template_dir}/board.html", context).strip()))]


def _proposed_words(proposed: Mapping[Horizon, int]) -> str:
    """The proposals for answers that are missing, of which none was chosen; `proposed` counts them."""
    horizons = {horizon for horizon, count in proposed.items() if count}
    count = sum(proposed.values())
    if horizons == {Horizon.TODAY}:
        words = ngettext(
            "%(count)s proposal for today, not chosen yet",
            "%(count)s proposals for today, none chosen yet",
            count,
        )
    elif horizons == {Horizon.TOMORROW}:
        words = ngettext(
            "%(count)s proposal for tomorrow, not chosen yet",
            "%(count)s proposals for tomorrow, none chosen yet",
            count,
        )
    else:
        words = ngettext(
            "%(count)s proposal for today and tomorrow, not chosen yet",
            "%(count)s proposals for today and tomorrow, none chosen yet",
            count,
        )
    return words % {"count": count}
