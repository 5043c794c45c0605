"""The workshops of the phase Accelerate, from "why data" to the first priorities, with notes for who runs
them.

Data only. Settings are those of the kinds' own forms; what is left out is what each kind does by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.labels import Text
from discovery.agenda_files import PlannedActivity, total_minutes
from discovery.shipped_slides import HOW_WE_SCORE, WHAT_WE_DO, WHAT_WE_HAVE, WHERE_THE_TREE_STANDS


@dataclass(frozen=True, slots=True)
class WorkshopTemplate:
    """An agenda that ships with Headwaters."""

    key: str
    label: Text
    description: Text
    activities: tuple[PlannedActivity, ...]

    @property
    def minutes(self) -> int:
        return total_minutes(self.activities)


# How most workshops begin, pause and end, those of other apps too.
ARRIVE = PlannedActivity(
    "welcome",
    _("Welcome"),
    5,
    _("Join with your phone, look around who is here, and hear what we want to reach today."),
    _("Leave the code on the stage until everybody is in. Say in one sentence what will exist at the end."),
)
BREAK = PlannedActivity(
    "break",
    _("Break"),
    10,
    _("Back in ten minutes."),
    _("Look at the agenda meanwhile: what can be shorter if you are behind?"),
)
TIME_WELL_SPENT = PlannedActivity(
    "roti",
    _("Was it worth your time?"),
    5,
    _("From 1, I could have skipped it, to 5, I got far more out of it than I put in."),
    _("Ask one low and one high voice what would have made it a point better. Thank them, do not defend."),
)

_KICK_OFF = WorkshopTemplate(
    "kick_off",
    _("Kick-off: why data"),
    _("The first sitting: who we are, what we expect, why data matters to this business, and how we work."),
    (
        ARRIVE,
        PlannedActivity(
            "check_in",
            _("How do you come in?"),
            10,
            _("One word for what you expect of these weeks."),
            _(
                "Read a few words out without judging them. Skeptical words are useful: come back to them "
                "later."
            ),
        ),
        PlannedActivity(
            "presentation",
            _("What we are about to do"),
            15,
            _("Where we start, where the weeks lead, and what each of you brings in."),
            _(
                "Ten minutes at most, then questions. The pictures of the double diamond and of the three "
                "streams follow the written slides. Give an example of this company instead of reading aloud."
            ),
            {"slides": WHAT_WE_DO, "shown": ["diamonds", "streams"]},
        ),
        PlannedActivity(
            "brainstorm",
            _("Where does data hold us back?"),
            30,
            _("Think of the last month: which decision or piece of work would better data have changed?"),
            _(
                "Write in silence first, so that the quiet ones are heard. After the reveal group together, "
                "name "
                "each group in the words of the business, and let the dots show where it hurts most."
            ),
        ),
        BREAK,
        PlannedActivity(
            "talk",
            _("What would be different?"),
            20,
            _("Take the groups with the most dots. Who would notice first if this were solved, and by what?"),
            _("Stay with outcomes. When somebody names a tool, ask what it would let them do."),
        ),
        PlannedActivity(
            "questions",
            _("What do you want to know?"),
            15,
            _(
                "Ask what must be clear before you can put your weight behind this. Back the questions you "
                "share."
            ),
            _("Answer the ones with most support. What stays open gets an owner before you close."),
        ),
        PlannedActivity(
            "consent",
            _("Do we go on like this?"),
            10,
            _(
                "Show how far you support this way of working. An objection is a contribution: say what it "
                "needs."
            ),
            _(
                "Consent is not applause: you look for reasons not to go on. Change the proposal, then ask "
                "again."
            ),
        ),
        TIME_WELL_SPENT,
    ),
)

_VALUE_TREE = WorkshopTemplate(
    "value_tree",
    _("Value tree workshop"),
    _("Agree on vision and goals, and build the upper half of the value tree together."),
    (
        ARRIVE,
        PlannedActivity(
            "check_in",
            _("One word"),
            5,
            _("What would you tell a friend that this company does for its customers?"),
            _("The answers are raw material for the vision: keep them in sight."),
        ),
        PlannedActivity(
            "brainstorm",
            _("Three years from now"),
            25,
            _("It went well. What do customers and partners say about us? One sentence per note."),
            _(
                "Ask for sentences in the present tense. Group by who speaks in them; the group names are "
                "often "
                "the goals in disguise."
            ),
        ),
        PlannedActivity(
            "tree_together",
            _("Vision and goals"),
            30,
            _("Which one sentence carries us, and which handful of goals take us there?"),
            _(
                "One sentence for the vision; polish later. Three to five goals: a goal that nobody owns is "
                "a "
                "wish, so put a name to each before you go on."
            ),
            {"tier": "goal"},
        ),
        BREAK,
        PlannedActivity(
            "tree_together",
            _("First bets"),
            25,
            _("Per goal: what do we believe would move it? Several bets, so that one may fail."),
            _("A bet can turn out wrong. If it cannot, it is a task: ask what it is supposed to prove."),
            {"tier": "hypothesis"},
        ),
        PlannedActivity(
            "consent",
            _("Can we work with this tree?"),
            10,
            _("Good enough for now and safe enough to try? Say what stands against it."),
            _(
                "The tree will change. You ask whether it is a fit place to start, not whether it is "
                "complete."
            ),
        ),
        TIME_WELL_SPENT,
    ),
)

_HYPOTHESES = WorkshopTemplate(
    "hypotheses",
    _("Hypotheses and measures"),
    _("Sharpen the bets of each goal, and say by which number we would notice that one pays off."),
    (
        ARRIVE,
        PlannedActivity(
            "presentation",
            _("Where the tree stands"),
            10,
            _("Goals and bets so far, and what is still missing."),
            _("Walk through goal by goal on the stage. Name the gaps instead of filling them yourself."),
            {"slides": WHERE_THE_TREE_STANDS, "shown": ["tree"]},
        ),
        PlannedActivity(
            "brainstorm",
            _("What would have to be true?"),
            20,
            _(
                "Pick a goal. What would have to be true for it to come within reach? One assumption per "
                "note."
            ),
            _("Turn the strongest notes into hypotheses on the spot, so that their origin stays visible."),
        ),
        PlannedActivity(
            "breakout",
            _("Measures, in three rooms"),
            35,
            _("Take the bets of your stream. For each: which number moves, from where to where, until when?"),
            _(
                "A measure needs a baseline. Where nobody knows it, finding out is the first action; note it "
                "down "
                "with an owner."
            ),
            {"assignment": "balance"},
        ),
        PlannedActivity(
            "tree_together",
            _("Back on one tree"),
            20,
            _("Each room brings its measures back. What surprises the others?"),
            _("Three minutes per room. Ask of each measure whether somebody could look it up next month."),
            {"tier": "measure"},
        ),
        TIME_WELL_SPENT,
    ),
)

_USE_CASES = WorkshopTemplate(
    "use_cases",
    _("Use cases"),
    _("From bets to concrete uses of data, written down alone, in pairs, and read by everybody."),
    (
        ARRIVE,
        PlannedActivity(
            "talk",
            _("What makes a good card"),
            10,
            _("One use of data, by one kind of person, for one decision or step of work."),
            _(
                "Show the good card and the hollow one. A hollow one fits any company; ask it who and when. "
                "Both stand above the empty card on each phone, too."
            ),
            {"shown": ["worked_cards"]},
        ),
        PlannedActivity(
            "write_use_cases",
            _("Write on your own"),
            20,
            _("Which use of data would help most? One card per idea; you can change it until we score."),
            _("Two good cards each are plenty. Walk over to those who have none after five minutes."),
        ),
        BREAK,
        PlannedActivity(
            "write_use_cases",
            _("Sharpen in pairs"),
            20,
            _("Two sides, one card: take one that matters to both of you and make it concrete."),
            _("Pair business with IT. The example at the end of the card is where vagueness shows."),
            {"together": "pairs"},
        ),
        PlannedActivity(
            "questions",
            _("What is unclear?"),
            15,
            _("Which card could you not explain to a colleague? Ask."),
            _("The author answers in a sentence. Merge twins; keep both names on the card."),
        ),
        TIME_WELL_SPENT,
    ),
)

_PRIORITIES = WorkshopTemplate(
    "priorities",
    _("Prioritization with time to talk"),
    _("Score, look at where you differ, score again if need be, decide, and check that it holds."),
    (
        ARRIVE,
        PlannedActivity(
            "presentation",
            _("How we score"),
            10,
            _("What each criterion asks, and what its lowest and highest mark mean."),
            _("Score one imaginary use case together. Nobody has to mark what is not their field."),
            {"slides": HOW_WE_SCORE, "shown": ["method"]},
        ),
        PlannedActivity(
            "scoring",
            _("Score the use cases"),
            25,
            _("Score each use case for yourself. Nobody sees scores before the reveal."),
            _("Wait for the slow ones; the console shows who is still at it. Reveal once, for all."),
        ),
        BREAK,
        PlannedActivity(
            "ranking",
            _("Where do we differ?"),
            25,
            _("Talk about the widest spread first, then about what surprises you."),
            _(
                "Ask the highest and the lowest mark for their reason before anybody argues. A second round "
                "is "
                "worth it when somebody learned something new."
            ),
        ),
        PlannedActivity(
            "decide",
            _("Decide the shortlist"),
            15,
            _("Which use cases do we start with, and why?"),
            _(
                "Few enough that each gets an owner today. Write the reason so that an absent person follows "
                "it."
            ),
        ),
        PlannedActivity(
            "consent",
            _("Does the decision hold?"),
            10,
            _("Can you carry this shortlist out of the room? Say what would keep you from it."),
            _("Record who dissents and why. A dissent on paper is worth more than a silent no next week."),
        ),
        TIME_WELL_SPENT,
    ),
)

_REVIEW = WorkshopTemplate(
    "review",
    _("Review of the phase"),
    _("What exists now, what it taught us, and whether we go on into the three streams."),
    (
        ARRIVE,
        PlannedActivity(
            "check_in",
            _("With which feeling do you look back?"),
            5,
            _("One word."),
            _("Do not comment. The words set the tone for the talk."),
        ),
        PlannedActivity(
            "presentation",
            _("What we have"),
            15,
            _("Tree, cards, ranking and decisions, as they stand."),
            _("Stop where something is still empty, and say why it is."),
            {"slides": WHAT_WE_HAVE, "shown": ["tree", "cards", "ranking", "decisions"]},
        ),
        PlannedActivity(
            "poll",
            _("How sure are you?"),
            5,
            _("How confident are you that these priorities are the right ones to begin with?"),
            _("Low numbers are a question, not a verdict: ask what would raise them by one."),
            {"form": "scale"},
        ),
        PlannedActivity(
            "brainstorm",
            _("Keep, change, try"),
            20,
            _("What do we keep, what do we change, what do we try in the next phase?"),
            _(
                "Turn what the room agrees on into actions with an owner and a date before the notes get "
                "cold."
            ),
        ),
        PlannedActivity(
            "breakout",
            _("A look into the streams"),
            25,
            _("Go to the stream you will work in: what do you need from the others to begin?"),
            _("The person who will lead the stream leads the room. Bring needs back, not solutions."),
            {"assignment": "choose"},
        ),
        PlannedActivity(
            "consent",
            _("Do we go on?"),
            10,
            _("We take these priorities into the three streams. What stands against it?"),
            _("Have the sponsor say it in their own words first."),
        ),
        TIME_WELL_SPENT,
    ),
)

ACCELERATE = (_KICK_OFF, _VALUE_TREE, _HYPOTHESES, _USE_CASES, _PRIORITIES, _REVIEW)
