"""What holds for every kind of activity, of any app: it has its page and templates; what people type
stays text, names no anonymous person, and is refused with a sentence once it is too late."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from django.template.loader import get_template, render_to_string
from django.test import Client

from core.exceptions import Conflict
from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from lvt.models import Goal, Measure, UseCase
from organizations.actors import Actor
from organizations.models import Membership, Role
from organizations.organization.models import OrganizationRole
from products.design.product.services import add_product
from products.models import DataProduct
from tests import factories
from tests.architecture.markup import read
from tests.architecture.test_hostile import broken
from tests.factories import SYSTEM
from tests.workshops.anonymous import devices
from tests.workshops.answering import Answering, answering
from tests.workshops.test_anonymity import everything_stored
from workshops.activities.regions import templates_of
from workshops.activity_kind import ActivityKind, Phase
from workshops.agenda.services import add_activity
from workshops.models import Activity
from workshops.registries import activity_kinds
from workshops.room.running.services import end_workshop, move_on
from workshops.room.steering.services import pause_workshop
from workshops.services.activity_phases import set_phase
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
KINDS = sorted(kind.key for kind in activity_kinds)
HOSTILE = '"><xss onerror=alert(1)> =1+1 {{ 60070000|add:7 }} مرحبا 👩‍👩‍👧'


@dataclass(frozen=True)
class Contribution:
    """What a phone sends to an activity of a kind; {text} is what somebody typed. Going to the phase `reveal`
    shows it to everybody."""

    path: str
    fields: Mapping[str, object]
    settings: Mapping[str, object] = field(default_factory=dict)
    reveal: str = ""
    # What has to be there before people can contribute.
    ground: Callable[[Answering], object] = lambda room: None
    # The most characters of the text; None if it takes all that the tests send.
    most: int | None = None


def _a_product(room: Answering) -> DataProduct:
    return add_product(
        actor=SYSTEM, discovery=room.workshop.discovery, name="HCP 360", kind="consumer_oriented"
    )


def _a_card(room: Answering) -> UseCase:
    return factories.make(UseCase, discovery=room.workshop.discovery, name="HCP 360")


ROLE = "5b1f7c52-8a44-4e43-9a38-1d7d7a1f0c11"


def _a_role(room: Answering) -> None:
    organization = room.workshop.discovery.domain.organization
    factories.make(Role, organization=organization, uuid=ROLE, name="Data steward")
    # Who facilitates the room may write the roles of the organization.
    Membership.objects.filter(user=room.moderator).update(role=OrganizationRole.FACILITATOR)


def _a_measure(room: Answering) -> None:
    goal = factories.make(Goal, discovery=room.workshop.discovery, title="More visits")
    measure = factories.make(Measure, goal=goal, name="Visits")
    Activity.objects.filter(pk=room.activity.pk).update(settings={"measure": str(measure.uuid)})
    room.reload()


CONTRIBUTIONS = {
    "check_in": Contribution("answer", {"text": "{text}"}, reveal="revealed", most=40),
    "poll": Contribution("answer", {"text": "{text}"}, {"form": "words"}, reveal="revealed"),
    "roti": Contribution("answer", {"number": 4, "text": "{text}"}, reveal="revealed"),
    "consent": Contribution(
        "answer",
        {"number": 0, "round": 1, "text": "{text}"},
        {"proposal": "We begin in May."},
        reveal="revealed",
    ),
    "brainstorm": Contribution("notes", {"text": "{text}"}, reveal="group"),
    "questions": Contribution("ask", {"text": "{text}"}),
    "write_use_cases": Contribution("cards", {"name": "{text}"}),
    "tree_together": Contribution("proposals", {"tier": "goal", "text": "{text}"}, {"take_up": "straight"}),
    "template_together": Contribution("template", {"part": "users", "text": "{text}"}),
    "usage_patterns": Contribution("patterns", {"who": "{text}"}, ground=_a_product),
    "map_review": Contribution("marks", {"kind": "missing", "text": "{text}"}),
    "key_questions": Contribution("key-questions", {"horizon": "tomorrow", "text": "{text}"}),
    "fill_roles": Contribution("roles", {"role": ROLE, "name": "{text}"}, ground=_a_role),
}
# Kinds in which nobody types anything.
NOTHING_TYPED = {
    "assessment",
    "prediction",
    "welcome",
    "talk",
    "break",
    "breakout",
    "presentation",
    "scoring",
    "ranking",
    "decide",
    "product_ranking",
    "card_dots",
}


# What has to be there before such an activity goes on.
GROUNDS = {"prediction": _a_measure, "product_ranking": _a_product, "card_dots": _a_card}


def test_every_kind_says_what_people_type() -> None:
    differing = {*CONTRIBUTIONS, *NOTHING_TYPED} ^ set(KINDS)
    assert not differing, f"say in CONTRIBUTIONS or NOTHING_TYPED what people type: {differing}"
    assert not NOTHING_TYPED & set(CONTRIBUTIONS)


def filled(contribution: Contribution, text: str) -> dict[str, object]:
    return {
        "uuid": str(uuid4()),
        **{
            name: value.format(text=text) if isinstance(value, str) else value
            for name, value in contribution.fields.items()
        },
    }


def room_of(kind: str, **fields: object) -> Answering:
    contribution = CONTRIBUTIONS.get(kind, Contribution("", {}))
    room = answering(kind, contribution.settings, **fields)
    GROUNDS.get(kind, contribution.ground)(room)
    return room


# --- Documents and templates ----------------------------------------------------------------------


@pytest.mark.parametrize("key", KINDS)
def test_a_kind_has_its_page_and_its_templates(key: str) -> None:
    kind = activity_kinds.get(key)
    page = ROOT / f"docs/activities/{key}.md"
    assert page.exists(), f"write its page, docs/activities/{key}.md"
    assert page.read_text().startswith(f"# {kind.label}\n"), "its page begins with the label of the kind"
    assert len(page.read_text().splitlines()) >= 10, "its page has the sections of the other pages"
    guide = (ROOT / "docs/guide/activities.md").read_text()
    assert f"[{kind.label}](../activities/{key}.md)" in guide, "link to its page in docs/guide/activities.md"
    names = ["stage"] * (not kind.asks_always)
    names += ["closing"] * (type(kind).closing is not ActivityKind.closing)
    names += ["mine"] * kind.has_mine
    names += ["results"] * (type(kind).results is not ActivityKind.results)
    for name in names:
        get_template(f"{kind.template_dir}/{name}.html")
    assert str(kind.label)
    assert str(kind.description).endswith((".", "…")), "its description is a sentence"
    assert 1 <= kind.default_minutes <= 60


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("key", KINDS)
def test_a_kind_draws_with_nothing_in_it(key: str) -> None:
    """Fresh on an agenda, without settings: every screen shows its title, none fails."""
    room = answering(key, title="Fresh & new")
    for audience, drawn in room.screens().items():
        assert "Fresh &amp; new" in drawn, audience
    anna = room.join("Anna")
    kind = activity_kinds.get(key)
    if kind.has_mine:
        assert not broken(read(room.mine(anna)))
    assert kind.results(room.activity) is None or kind.template_dir


def _in_each_phase(room: Answering) -> Iterator[Phase | None]:
    """Onward by the first button of the console."""
    kind = activity_kinds.get(room.activity.kind)
    yield kind.phase(room.activity)
    for _step in kind.phases[1:]:
        room.go(kind.next_phases(room.activity)[0].key)
        yield kind.phase(room.activity)


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("key", KINDS)
def test_no_part_stands_twice_on_a_page(key: str) -> None:
    """The page of the room draws the items itself, below what is of the kind."""
    contribution, room = CONTRIBUTIONS.get(key), room_of(key)
    anna = room.join("Anna")
    if contribution:
        room.send(anna, contribution.path, **filled(contribution, "Something"))
    for phase in _in_each_phase(room):
        for surface, page in room.pages(anna).items():
            parts = Counter(re.findall(r'data-region="([^"]+)"', page))
            assert parts, surface
            twice = [part for part, count in parts.items() if count > 1]
            assert not twice, f"{surface} in {phase and phase.key}: leave these to the page: {twice}"


@pytest.mark.parametrize("key", [kind.key for kind in activity_kinds if kind.has_done_button and kind.phases])
def test_nobody_says_that_they_are_done_while_nothing_is_taken(key: str) -> None:
    room = room_of(key)
    anna = room.join("Anna")
    for phase in _in_each_phase(room):
        assert phase is not None
        assert ('id="done"' in room.mine(anna)) == phase.is_open, phase.key


@pytest.mark.parametrize("key", [kind.key for kind in activity_kinds if kind.asks_always])
def test_instructions_go_once_the_room_has_what_it_came_for(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = answering(key, instructions="Think of the last time")
    shown = room.screens()
    assert all("Think of the last time" in shown[audience] for audience in ("room", "stage"))
    monkeypatch.setattr(type(activity_kinds.get(key)), "is_settled", lambda _kind, _activity: True)
    shown = room.screens()
    assert not any("Think of the last time" in shown[audience] for audience in ("room", "stage"))


# --- What people type -----------------------------------------------------------------------------


@pytest.mark.sweep(sample=4)
@pytest.mark.parametrize("key", CONTRIBUTIONS)
def test_what_people_type_stays_text_on_every_screen(key: str) -> None:
    contribution, text = CONTRIBUTIONS[key], HOSTILE[: CONTRIBUTIONS[key].most]
    room = room_of(key)
    anna = room.join("Anna <xss>")
    status, said = room.send(anna, contribution.path, **filled(contribution, text))
    assert (status, said.get("saved")) == (200, True), said
    shown = {"mine": room.mine(anna)}
    if contribution.reveal:
        room.go(contribution.reveal)
    room.reload()
    kind = activity_kinds.get(key)
    results = kind.results(room.activity)
    assert results is not None
    context = {"activity": room.activity, "workshop": room.workshop, "audience": "results", **results}
    shown |= room.screens()
    shown["results"] = render_to_string(f"{kind.template_dir}/results.html", context)
    for where, drawn in shown.items():
        markup = read(drawn)
        assert markup.active == [], where
        assert broken(markup) == [], where
        if (key, where) != ("questions", "mine"):  # one's own question is on the board, not in one's own part
            assert "xss onerror=alert(1)" in markup.text.casefold(), where


@pytest.mark.parametrize("key", [each for each in CONTRIBUTIONS if activity_kinds.get(each).may_be_anonymous])
def test_anonymous_people_are_counted_and_not_named(key: str, client_of: Callable[..., Client]) -> None:
    contribution = CONTRIBUTIONS[key]
    room = room_of(key, is_anonymous=True)
    (device,) = devices(room.workshop, room.activity, client_of, "Nameless Nora")
    assert device.mine()[1].count("your name") == 1  # what is promised stands there once
    assert device.send(f"{contribution.path}/", **filled(contribution, "Something")) == 200
    kind = activity_kinds.get(key)
    expected = frozenset({str(device.participant.uuid)})
    room.reload()
    progress = kind.progress(room.activity, expected)
    assert progress.done == frozenset()
    assert not expected & set(progress.partial)
    assert not kind.is_counted or progress.finished == 1
    if contribution.reveal:
        room.go(contribution.reveal)
    for drawn in (repr(getattr(kind, name)(room.activity)) for name in ("console", "room", "stage")):
        assert "Nora" not in drawn
    assert "Nora" not in repr(kind.results(room.activity))


@pytest.mark.parametrize("key", CONTRIBUTIONS)
def test_a_form_with_a_text_has_a_place_to_say_that_it_was_not_sent(key: str) -> None:
    """static/js/contribute.js writes "Not sent yet" there."""
    contribution, room = CONTRIBUTIONS[key], room_of(key)
    anna = room.join("Anna")
    drawn = room.mine(anna)
    room.send(anna, contribution.path, **filled(contribution, "Something"))
    forms = re.findall(r"<form[^>]* data-contribute=.*?</form>", drawn + room.mine(anna), re.DOTALL)
    typed = [form for form in forms if re.search(r'<textarea|<input[^>]* type="text"', form)]
    assert typed, "people type nothing: leave it out of CONTRIBUTIONS"
    places = ("data-contribute-state", "data-unsent")
    assert [form[:120] for form in typed if not any(each in form for each in places)] == []


# --- Too late -------------------------------------------------------------------------------------


def _closed(room: Answering, contribution: Contribution) -> None:
    kind = activity_kinds.get(room.activity.kind)
    closing = next((each.key for each in kind.next_phases(room.activity) if not each.is_open), "")
    if closing:
        room.go(closing)
    else:
        _moved_on(room, contribution)


def _moved_on(room: Answering, contribution: Contribution) -> None:
    add_activity(actor=SYSTEM, workshop=room.workshop, kind="talk", title="Afterwards")
    track = room.workshop.tracks.get()
    move_on(actor=SYSTEM, track=track, from_activity=room.activity)


def _paused(room: Answering, contribution: Contribution) -> None:
    pause_workshop(actor=SYSTEM, workshop=room.workshop)


def _ended(room: Answering, contribution: Contribution) -> None:
    end_workshop(actor=SYSTEM, workshop=room.workshop)


def _deleted(room: Answering, contribution: Contribution) -> None:
    with operation(SYSTEM, "test.deleted"):
        artifacts.change(room.workshop.tracks.get(), current=None)
        artifacts.trash(Activity.objects.get(pk=room.activity.pk))


@pytest.mark.sweep(sample=7)
@pytest.mark.parametrize("late", [_closed, _moved_on, _paused, _ended, _deleted])
@pytest.mark.parametrize("key", CONTRIBUTIONS)
def test_what_comes_too_late_is_refused_with_a_sentence_and_not_stored(
    key: str, late: Callable[[Answering, Contribution], None]
) -> None:
    contribution = CONTRIBUTIONS[key]
    room = room_of(key)
    anna = room.join("Anna")
    late(room, contribution)
    status, said = room.send(anna, contribution.path, **filled(contribution, "Too late to say"))
    assert status == 409, said
    assert re.search(r"[a-z]+.*\.$", str(said["error"]), re.DOTALL)
    assert not [table for table, row in everything_stored() if "Too late to say" in repr(row)]


# --- Phases ---------------------------------------------------------------------------------------


@pytest.mark.sweep(sample=4)
@pytest.mark.parametrize("key", [kind.key for kind in activity_kinds if kind.phases])
def test_phases_are_left_by_their_buttons_only_and_not_undone(key: str) -> None:
    room = room_of(key)
    kind = activity_kinds.get(key)
    here = room.activity.phase
    offered = {phase.key for phase in kind.next_phases(room.activity)}
    for to in {"nowhere", "", here, *(phase.key for phase in kind.phases)} - offered:
        with pytest.raises(Conflict):
            set_phase(actor=SYSTEM, activity=room.activity, from_phase=here, to=to)
    with pytest.raises(Conflict, match="moved this activity on"):
        set_phase(actor=SYSTEM, activity=room.activity, from_phase="nowhere", to=sorted(offered)[0])
    for _step in range(2):
        steps = kind.next_phases(room.reload())
        if not steps:
            break
        room.go(steps[0].key)
        moved = Operation.objects.filter(verb="activity.moved_on").latest("pk")
        with pytest.raises(Conflict):
            undo(actor=Actor.of_account(room.moderator), target=moved)
        assert room.reload().phase == steps[0].key


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("kind", activity_kinds, ids=lambda kind: kind.key)
def test_a_form_on_the_console_holds_back_nothing(kind: ActivityKind) -> None:
    """The console goes on with the room while somebody fills in a form of the activity: what is typed is
    kept as a draft (static/js/doing.js)."""
    waiting = [next(each for each in templates_of(kind, "console") if (ROOT / "templates" / each).exists())]
    held = []
    for name in waiting:
        source = (ROOT / "templates" / name).read_text()
        waiting += [each for each in re.findall(r'include "([^"]+)"', source) if each not in waiting]
        for form in re.findall(r"<form.*?</form>", source, re.DOTALL):
            is_typed = re.search(r'<(select|textarea|input(?! type="(hidden|checkbox|radio)"))', form)
            if is_typed and not re.match(r"<form[^>]* data-gives-way", form) and "revision" not in form:
                held.append(f"{name}: {form[:80]}")
    assert held == []
