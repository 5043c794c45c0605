"""Rooms in every state that the stage and the phones show: each kind of activity in each of its phases, with
nothing in it and with what people gave, and the room before, between and after its activities.

`on_stage` and `on_phones` run beside the server (`Headwaters.told`) and make a workshop for each state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery, DiscoveryAccess
from lvt.models import Goal, Measure, MeasuredValue, ScoringRound, UseCase
from lvt.ranking_focus.services import focus_on
from lvt.rounds.services import open_round, reveal, show_next
from lvt.scores.services import give_score
from lvt.shortlist.services import decide
from organizations.models import Role, User
from tests import factories
from tests.architecture.test_kinds import CONTRIBUTIONS, ROLE
from tests.browser.thirty import thirty_use_cases
from tests.factories import SYSTEM
from workshops.activity_kind import ActivityKind
from workshops.actors import RoomActor
from workshops.contributions.answers.services import give_answer
from workshops.contributions.assessment.selectors import slots_in
from workshops.demo import FACILITATOR
from workshops.models import ActionItem, Activity, Participant, Workshop
from workshops.registries import activity_kinds, assessment_sources, spotlights
from workshops.results.decisions.services import add_decision
from workshops.results.quick_captures import services as captures
from workshops.results.services import share_results
from workshops.room.running.services import end_workshop, move_on, start_timer, start_workshop
from workshops.room.steering.services import pause_workshop, show_in_spotlight
from workshops.services.activity_phases import set_phase
from workshops.web.cookies import remember

PEOPLE = ("Ana", "Bo", "Chidi", "Dana", "Emil", "Fay", "Gus", "Hedda")
SAID = ("Orders travel by fax", "Nobody owns the address", "Stock is counted by hand", "We learn it too late")
# What a kind asks where its settings are empty.
SETTINGS: Mapping[str, Mapping[str, object]] = {
    "poll": {"form": "one", "options": ["Nordics", "Alps", "Iberia", "Benelux"]},
    "presentation": {"slides": "# Where we stand\n\n- Shelves are empty\n- Data is there"},
    "consent": {"proposal": ". ".join(SAID * 3)},
}
TITLES = {"poll": "Which market first?", "brainstorm": "What holds us back?"}
# As long as titles of activities and names of use cases can be.
LONG = (
    "Know before the wholesalers do which of them will run out of cold stocks this week, and tell who drives "
    "past them then"
)
# Sixty characters with a number of two.
NAME = "Early warning for wholesalers who run out of cold stocks: {}"
INSTRUCTIONS = (
    "Think of the last time that it went wrong, and of who noticed it first. Write what you saw, one thing "
    "at a time, in words that somebody from the other side understands."
)
AGENDA = (
    ("welcome", "Welcome"),
    ("brainstorm", "What holds us back?"),
    ("scoring", "Score the use cases"),
    ("roti", "Was it worth it?"),
)
State = dict[str, str]


class States:
    """The workshops that were made, by the name of their state: the code, and the cookie of one of the
    `people`. What these give is `said`, and `titles` are those of kinds."""

    people, said, titles = PEOPLE, SAID, TITLES

    def __init__(self) -> None:
        self.made: dict[str, State] = {}
        self.discovery = Discovery.objects.order_by("pk")[0]
        self.facilitator = User.objects.get(email=FACILITATOR)
        Role.objects.filter(key="data_steward").update(uuid=ROLE)  # which phones propose somebody for

    def workshop(
        self, discovery: Discovery | None = None, names: Sequence[str] = ()
    ) -> tuple[Workshop, list[Participant]]:
        """One with people, eight if nothing else is said, who wait for its beginning."""
        workshop = factories.workshop(discovery or self.discovery)
        names, sides = names or self.people, ("business", "it") * len(names or self.people)
        return workshop, [factories.participant(workshop, *each) for each in zip(names, sides, strict=False)]

    def keep(self, name: str, workshop: Workshop, person: Participant) -> None:
        """Note the state by its name, seen by `person`."""
        (cookie,) = remember(HttpResponse(), person).cookies.values()
        self.made[name] = {"code": workshop.code, "cookie": cookie.key, "value": cookie.value}

    def of_kind(self, kind: ActivityKind, steps: int, *, given: bool, instructions: str = "") -> None:
        """The kind's activity after so many of its steps."""
        contribution = CONTRIBUTIONS.get(kind.key)
        asked = SETTINGS.get(kind.key) or (contribution.settings if contribution else {})
        workshop, people = self.workshop()
        factories.activity(
            workshop,
            kind.key,
            self.titles.get(kind.key, str(kind.label)),
            settings=dict(asked),
            instructions=instructions,
        )
        factories.activity(workshop, "break", "Coffee")
        start_workshop(actor=SYSTEM, workshop=workshop)
        if contribution and given:
            for person, text in zip(people[:5], [*self.said, self.said[0]], strict=True):
                send(person, workshop, contribution.path, contribution.fields, text)
        activity = first(workshop)
        for _step in range(steps):
            phase = kind.next_phases(activity)[0].key
            set_phase(actor=SYSTEM, activity=activity, from_phase=activity.phase, to=phase)
            activity = first(workshop)
        phase = f"{activity.phase} " if activity.phase else ""
        self.keep(f"{kind.key} {phase}{'given' if given else 'empty'}", workshop, people[-1])

    def scoring(self, number: int, *, revealed: bool, again: bool = False, steps: int = 0) -> None:
        """A round of so many use cases with long names, `again` two; `steps` of it are seen."""
        discovery = self.own_discovery()
        cases = [
            factories.make(UseCase, discovery=discovery, name=NAME.format(place + 10), position=place)
            for place in range(number)
        ]
        workshop, people = self.workshop(discovery)
        factories.activity(workshop, "scoring", "Score the use cases")
        start_workshop(actor=SYSTEM, workshop=workshop)
        opened = ScoringRound.objects.get(activity__track__workshop=workshop)
        score(opened, people[:4], cases)
        for seen in range(steps):
            opened = show_next(actor=SYSTEM, round=opened, steps=seen)
        if revealed:
            reveal(actor=SYSTEM, round=opened)
        if again:
            opened = open_round(
                actor=SYSTEM, activity=opened.activity, use_cases=cases[-1:], method=opened.method
            )
            score(opened, people[:4], cases[-1:])
            reveal(actor=SYSTEM, round=opened)
            self.shown("ranking_moves", discovery.uuid, discovery)
        state = "again" if again else "revealed" if revealed else "builds up" if steps else "open"
        self.keep(f"scoring {number} {state}", workshop, people[-1])

    def assessment(self, what: str) -> None:
        """What was said of many lines, some of them long."""
        workshop, people = self.workshop()
        factories.activity(workshop, "assessment", "Where do we stand?", settings={"what": what})
        factories.activity(workshop, "break", "Coffee")
        start_workshop(actor=SYSTEM, workshop=workshop)
        activity = first(workshop)
        for place, slot in enumerate(slots_in(activity)):
            for number, person in enumerate(people):
                give_answer(
                    actor=RoomActor.of_participant(person),
                    activity=activity,
                    slot=slot,
                    number=(place + number) % 5,
                )
        set_phase(actor=SYSTEM, activity=activity, from_phase=activity.phase, to="revealed")
        self.keep(f"assessment of {what}", workshop, people[-1])

    def prediction(self) -> None:
        """What eight people foresaw, of both sides, after it was measured."""
        goal = factories.make(Goal, discovery=self.own_discovery(), title="Nobody waits")
        measure = factories.make(Measure, goal=goal, name=NAME.format(1), unit="%", baseline=20, target=40)
        workshop, people = self.workshop(goal.discovery)
        factories.activity(workshop, "prediction", "How far will it move?")
        start_workshop(actor=SYSTEM, workshop=workshop)
        activity = first(workshop)
        for number, person in enumerate(people):
            actor, text = RoomActor.of_participant(person), str(24 + 1.5 * number)
            give_answer(actor=actor, activity=activity, slot=str(measure.uuid), text=text)
        set_phase(actor=SYSTEM, activity=activity, from_phase=activity.phase, to="revealed")
        factories.make(MeasuredValue, measure=measure, value=31, measured_on=date(2099, 1, 1))
        self.keep("prediction measured", workshop, people[-1])

    def decided(self, number: int) -> None:
        """A round of seven use cases, so many of which are on the shortlist, with a long reason."""
        workshop, kept = self._scored(7)
        cases = list(UseCase.objects.filter(discovery=workshop.discovery)[:number])
        decide(actor=SYSTEM, activity=first(workshop), use_cases=cases, reason=INSTRUCTIONS, against=SAID[3])
        self.made[f"scoring {number} decided"] = kept

    def extremes(self) -> None:
        """The longest names and titles, equal scores; rooms of one and of three hundred; no use case."""
        empty, full = self.own_discovery(), self.own_discovery()
        cases = [
            factories.make(UseCase, discovery=full, name=f"{LONG[:116]} {place + 10}", position=place)
            for place in range(12)
        ]
        crowd = [f"{PEOPLE[number % 8]} Ohlsson-Featherstone {number}" for number in range(300)]
        for name, discovery, people in (
            ("no use case", empty, PEOPLE),
            ("equal scores", full, PEOPLE),
            ("one person", full, PEOPLE[:1]),
            ("three hundred people", full, crowd),
        ):
            workshop, there = self.workshop(discovery, people)
            factories.activity(workshop, "scoring", LONG)
            start_workshop(actor=SYSTEM, workshop=workshop)
            opened = ScoringRound.objects.filter(activity__track__workshop=workshop).first()
            if opened and name == "equal scores":
                score(opened, there[:4], cases, lambda _person, _case: 3)
                reveal(actor=SYSTEM, round=opened)
            self.keep(f"scoring {name}", workshop, there[-1])

    def _scored(self, number: int) -> tuple[Workshop, State]:
        self.scoring(number, revealed=True)
        kept = self.made.pop(f"scoring {number} revealed")
        return Workshop.objects.get(code=kept["code"]), kept

    def own_discovery(self) -> Discovery:
        """One beside the demo's and those of other scripts, with the same facilitator."""
        discovery = factories.discovery(self.discovery.domain, slug=f"own-{Discovery.everything.count()}")
        role = DiscoveryRole.FACILITATOR
        factories.make(DiscoveryAccess, discovery=discovery, user=self.facilitator, role=role)
        return discovery

    def one_use_case(self) -> None:
        """A use case of a ranking, shown alone, with all that its card may say."""
        workshop, kept = self._scored(7)
        ranking = factories.activity(workshop, "ranking", "Look at the ranking")
        track = workshop.tracks.get()
        move_on(actor=SYSTEM, track=track, from_activity=track.current)
        case = UseCase.objects.filter(discovery=workshop.discovery)[0]
        UseCase.objects.filter(pk=case.pk).update(we_believe=INSTRUCTIONS, will_help=INSTRUCTIONS)
        focus_on(actor=SYSTEM, activity=ranking, use_case=case.uuid)
        self.made["ranking one use case"] = kept

    def around(self) -> None:
        """Before the start, in a pause, at the end; and a clock that runs."""
        for name in ("lobby", "pause", "end"):
            workshop, people = self.workshop()
            for kind, title in AGENDA:
                factories.activity(workshop, kind, title, minutes=10)
            if name != "lobby":
                start_workshop(actor=SYSTEM, workshop=workshop)
            if name == "pause":
                pause_workshop(actor=SYSTEM, workshop=workshop, goes_on="at 14:00")
            if name == "end":
                self._decide(workshop)
                end_workshop(actor=SYSTEM, workshop=workshop)
            self.keep(name, workshop, people[-1])
        workshop, people = self.workshop()
        factories.activity(workshop, "talk", "Talk it through")
        start_workshop(actor=SYSTEM, workshop=workshop)
        start_timer(actor=SYSTEM, track=workshop.tracks.get(), seconds=3000)  # longer than a slow sweep
        self.keep("clock", workshop, people[-1])

    def at_the_end(self) -> None:
        """A workshop that scored nine use cases, decided, found its time worth it, and shared its results."""
        workshop, kept = self._scored(9)
        rating = factories.activity(workshop, "roti", "Was it worth it?")
        track = workshop.tracks.get()
        move_on(actor=SYSTEM, track=track, from_activity=track.current)
        for person in workshop.participants.all()[:5]:
            send(person, workshop, "answer", {"number": 4}, "", to=rating)
        rating.refresh_from_db()
        set_phase(actor=SYSTEM, activity=rating, from_phase=rating.phase, to="revealed")
        for title in (NAME.format(1), f"{NAME.format(2)} {NAME.format(3)}"):
            self._decide(workshop, title)
        share_results(actor=SYSTEM, workshop=workshop, parts=["decisions"])
        end_workshop(actor=SYSTEM, workshop=workshop)
        self.made["end with everything"] = kept

    def in_the_spotlight(self) -> None:
        """The first of each kind of spotlight that the discovery has."""
        for spotlight in spotlights:
            if choices := list(spotlight.choices(self.discovery)):
                self.shown(spotlight.key, UUID(choices[0][0]))

    def shown(self, key: str, uuid: UUID, discovery: Discovery | None = None) -> None:
        """A room with this in the spotlight."""
        workshop, people = self.workshop(discovery)
        factories.activity(workshop, "talk", "Talk it through")
        start_workshop(actor=SYSTEM, workshop=workshop)
        show_in_spotlight(actor=SYSTEM, workshop=workshop, kind=key, uuid=uuid)
        self.keep(f"spotlight {key}", workshop, people[-1])

    def _decide(self, workshop: Workshop, decision: str = "We begin with two use cases") -> None:
        add_decision(
            actor=SYSTEM,
            discovery=workshop.discovery,
            workshop=workshop,
            title=decision,
            reason="They pay from the first week.",
        )
        for title in ("Ask the plants for their stock", "Write the first contract", "Name who owns it"):
            captures.add(
                actor=SYSTEM,
                draft=ActionItem(
                    discovery=workshop.discovery,
                    workshop=workshop,
                    title=title,
                    owner_name="Dana Okafor",
                    due=date(2026, 12, 1),
                ),
            )


def first(workshop: Workshop) -> Activity:
    """The activity that the workshop begins with."""
    return Activity.objects.select_related("track__workshop").get(track__workshop=workshop, position=0)


def score(
    opened: ScoringRound,
    people: Sequence[Participant],
    cases: Sequence[UseCase],
    value: Callable[[int, int], int] = lambda person, case: (person + case) % 6,
) -> None:
    """What each of the people gives to each of the use cases, by their places."""
    for place, person in enumerate(people):
        for number, case in enumerate(cases):
            for criterion in opened.method.criteria.all():
                give_score(
                    actor=RoomActor.of_participant(person),
                    workshop=opened.activity.track.workshop,
                    round=opened.uuid,
                    use_case=case.uuid,
                    criterion=criterion.uuid,
                    value=value(place, number),
                )


def send(
    person: Participant,
    workshop: Workshop,
    path: str,
    fields: Mapping[str, object],
    text: str,
    *,
    to: Activity | None = None,
) -> None:
    """What a phone posts, to the first activity or another one."""
    client = Client()
    client.cookies.update(remember(HttpResponse(), person).cookies)
    activity = to or first(workshop)
    filled = {
        name: each.format(text=text) if isinstance(each, str) else each for name, each in fields.items()
    }
    if activity.kind == "poll":
        filled["choices"] = "Nordics"
    answer = client.post(
        f"/w/{workshop.code}/activities/{activity.uuid}/{path}/",
        {"uuid": str(uuid4()), **filled},
        headers={"Accept": "application/json", "Host": settings.BASE_URL.partition("://")[2]},
    )
    assert answer.status_code == 200, f"make in __init__ what {activity.kind} names: {answer.content!r}"


def on_stage() -> dict[str, State]:
    """Each kind in each phase, empty and with what people gave; rankings of one to twelve use cases; what is
    around activities, and what lies in the spotlight."""
    states = States()
    for kind in activity_kinds:
        for steps in range(max(1, len(kind.phases))):
            states.of_kind(kind, steps, given=False)
            if kind.key in CONTRIBUTIONS:
                states.of_kind(kind, steps, given=True)
    for number in (1, 2, 3, 4, 5, 8, 12):
        states.scoring(number, revealed=False)
        states.scoring(number, revealed=True)
    for number in (4, 8, 12):
        states.scoring(number, revealed=True, again=True)
        states.scoring(number, revealed=False, steps=2)
    for what in assessment_sources:
        states.assessment(what.key)
    states.prediction()
    states.one_use_case()
    states.decided(3)
    states.decided(7)
    states.extremes()
    thirty_use_cases(states)
    states.around()
    states.at_the_end()
    states.in_the_spotlight()
    return states.made


def on_phones() -> dict[str, State]:
    """Each kind, with long instructions, in each phase in which people answer."""
    states = States()
    for kind in activity_kinds:
        open_phases = [place for place, phase in enumerate(kind.phases) if phase.is_open]
        for place in open_phases or [0]:
            if kind.has_mine and kind.key != "breakout":
                states.of_kind(kind, place, given=bool(place), instructions=INSTRUCTIONS)
    states.scoring(4, revealed=False)
    return states.made


def build() -> dict[str, State]:
    """All of them."""
    return {**on_stage(), **{f"phone {name}": state for name, state in on_phones().items()}}
