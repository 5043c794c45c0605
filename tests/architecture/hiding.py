"""A room of the world whose people gave what is hidden, everything that others are sent of it, and what each
kind hides. See test_hidden.py."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.models import Operation
from discovery.models import Discovery
from discovery.registries import checkpoints, executive_parts, report_sections, summary_parts
from discovery.reports.kind_sheets import all_sheets
from exchange.discovery_documents.services import export_document
from handover.reports.document import assemble
from live import Snapshot, regions_for
from live.regions import AUDIENCES
from lvt.models import ScoringRound
from lvt.rounds.services import reveal
from products import cut_line_answers
from products.models import KeptAnswer
from tests import factories
from tests.architecture.asking import ask, text_of
from tests.architecture.hidden_kinds import HIDDEN, VOTED_ON, Gives, Hidden
from tests.architecture.table import TABLE
from tests.architecture.world import Half, World
from tests.factories import SYSTEM
from tests.workshops.anonymous import Device
from tests.workshops.boards import forget_boards
from tests.workshops.reported import report_of
from workshops.contributions.advance_activities.services import open_ahead
from workshops.contributions.assessment.selectors import subjects_in
from workshops.models import Activity, Note, Participant, Track, Workshop
from workshops.registries import activity_kinds
from workshops.room.running.services import move_cursor
from workshops.selectors.person_places import main_track
from workshops.services.activity_phases import set_phase
from workshops.workshop.models import WorkshopState

MADE_AT = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)


# --- Giving ---------------------------------------------------------------------------------------


class Person:
    """Somebody who gives: with their cookie, or, in an anonymous activity, with the key of their device."""

    def __init__(self, world: World, room: Room, participant: Participant) -> None:
        self.room, self.participant = room, participant
        self.client = World(world.own, world.other, {"guest": participant}).client("guest")
        self.device: Device | None = None
        # By version; a note keeps its uuid when its text is changed.
        self.secrets = [f"hush{uuid4().hex[:12]}" for _version in range(2)]
        self.note = uuid4()
        if room.activity.is_anonymous:
            self.device = Device(self.client, participant, room.activity)
            assert self.device.fetch_key() == 200

    def give(self, version: int, gives: Gives) -> None:
        hidden, room = self.room.hidden, self.room
        secret = self.secrets[version]
        fields = {
            name: value.format(secret=secret, half=room.half) if isinstance(value, str) else value
            for name, value in gives.items()
        }
        path = hidden.path
        if path == "notes/" and version:
            path, fields["revision"] = f"notes/{self.note}/", 1
        elif path == "notes/":
            fields["uuid"] = str(self.note)
        elif "uuid" in gives:  # the second version is sent anew, after the first was taken back
            if version:
                self.send(f"{path}{self.note}/delete/", {})
            self.note = uuid4()
            fields["uuid"] = str(self.note)
        elif path.endswith("votes/"):  # as many dots in both, on the one and on the other
            for item, dots in zip(room.voted_on, (3, 0) if version == 0 else (0, 3), strict=True):
                self.send(path, {"item": str(item), "dots": dots})
            return
        elif room.hidden.kind == "assessment":
            for subject in subjects_in(room.activity):
                self.send(path, {**fields, "subject": str(subject.uuid), "scale": 0})
            return
        elif path == "score/":
            for link in room.round.use_case_links.all():
                for criterion in room.round.method.criteria.all():
                    named = {"use_case": str(link.use_case.uuid), "criterion": str(criterion.uuid)}
                    self.send(path, {**fields, **named, "round": str(room.round.uuid)})
            return
        self.send(path, fields)

    def send(self, path: str, fields: dict[str, Any]) -> None:
        if self.device is not None:
            assert self.device.send(path, **fields) == 200
            return
        base = f"/w/{self.room.workshop.code}/"
        base += "" if path == "score/" else f"activities/{self.room.activity.uuid}/"
        answer = self.client.post(base + path, fields, headers={"Accept": "application/json"})
        assert answer.status_code == 200, (self.room.hidden.kind, answer.content)

    def mine(self) -> str:
        if self.device is not None:
            return self.device.mine()[1]
        url = f"/w/{self.room.workshop.code}/activities/{self.room.activity.uuid}/mine/"
        return self.client.get(url).content.decode()


# What every secret looks like; the author makes no difference.
SECRET = re.compile(r"hush[0-9a-f]{12}")


class Log(logging.Handler):
    """Keeps every record of every logger, whatever their levels."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.name}: {record.getMessage()} {record.exc_text or ''}")


# --- Where it happens -----------------------------------------------------------------------------


class Room:
    """A room of the world's own half whose people are in an activity of the kind, in the hiding phase. A room
    `beside` the others has a workshop of its own, so that all hide at once."""

    def __init__(
        self, world: World, hidden: Hidden, place: str, *, beside: bool = False, language: str = "en"
    ) -> None:
        self.hidden, self.place, self.language = hidden, place, language
        self.half: Half = copy(world.own)
        if place == "ahead":
            self.half.workshop = factories.workshop(
                self.half.discovery, "Own later", starts_at=timezone.now()
            )
        elif beside:
            self.half.workshop = factories.workshop(
                self.half.discovery, "Own beside", state=WorkshopState.LIVE
            )
            self.half.breakout = factories.activity(self.half.workshop, "breakout", "Own parting")
        self.workshop: Workshop = self.half.workshop
        Workshop.objects.filter(pk=self.workshop.pk).update(language=language)  # that of the stage
        self.track = main_track(self.workshop.pk)
        if place == "breakout":
            self.move(self.half.breakout)
            self.track = factories.make(
                Track, workshop=self.workshop, breakout=self.half.breakout, name="Own side room"
            )
        self.activity: Activity = factories.make(
            Activity,
            track=self.track,
            kind=hidden.kind,
            title=f"Own {hidden.kind}",
            settings=dict(hidden.settings),
            is_anonymous=place == "anonymous",
        )
        self._enter()
        self.people = [Person(world, self, self._join(name)) for name in ("Own Ann", "Own Bo")]
        other = self._join("Own other")
        self._name_things(other)
        self.world = World(self.half, world.other, {**world.people, "guest": other})
        self.voted_on: list[UUID] = []
        self._prepare()

    @property
    def round(self) -> ScoringRound:
        return ScoringRound.objects.get(activity=self.activity)

    def _join(self, name: str) -> Participant:
        track = self.track if self.place == "breakout" else None
        return factories.participant(self.workshop, name, track=track)

    def move(self, activity: Activity) -> None:
        track = Track.objects.select_related("workshop", "current").get(pk=activity.track_id)
        move_cursor(actor=SYSTEM, track=track, from_activity=track.current, to_activity=activity)

    def _enter(self) -> None:
        if self.place == "ahead":
            until = timezone.now() + timedelta(days=1)
            open_ahead(actor=SYSTEM, activity=self.activity, until=until)
        else:
            self.move(self.activity)
        self.reload()

    def reload(self) -> None:
        self.activity = Activity.objects.select_related("track__workshop__discovery").get(pk=self.activity.pk)

    def _name_things(self, other: Participant) -> None:
        """So that the table's addresses lead to what is hidden."""
        self.half.participant = other
        for name in ("activity", "current", "polling", "brainstorming", "asking", "consenting", "deciding"):
            setattr(self.half, name, self.activity)

    def _prepare(self) -> None:
        """What has to be there before people can give."""
        if add := VOTED_ON.get(self.hidden.kind):
            for number in (1, 2):
                self.voted_on.append(add(self.half.discovery, f"Own thing {number} of {self.activity.pk}"))
        elif self.hidden.phase == "vote":
            for person in self.people:
                uuid = uuid4()
                person.send("notes/", {"uuid": str(uuid), "text": f"Seen {uuid}"})
                self.voted_on.append(uuid)
            self.go_to("vote")
        assert self.activity.phase == self.hidden.phase

    def go_to(self, phase: str) -> None:
        self.reload()
        set_phase(actor=SYSTEM, activity=self.activity, from_phase=self.activity.phase, to=phase)
        self.reload()

    def give(self, version: int) -> None:
        for person, gives in zip(self.people, self.hidden.gives[version], strict=True):
            person.give(version, gives)
        if self.hidden.path == "notes/":
            self.half.note = Note.objects.get(uuid=self.people[0].note)
        if self.hidden.path == "score/":
            self.half.round = self.round

    def show(self) -> None:
        """What is hidden is revealed."""
        if self.hidden.kind == "scoring":
            reveal(actor=SYSTEM, round=self.round)
        else:
            self.go_to(self.hidden.reveal)

    # --- What is seen -----------------------------------------------------------------------------

    def pushed(self) -> dict[str, str]:
        """What streams and polls carry: all regions of all audiences, with their single items."""
        fragments = {}
        track = self.track.pk if self.place == "breakout" else None
        revision = Workshop.objects.get(pk=self.workshop.pk).live_revision
        keys = [str(each.uuid) for each in Note.objects.filter(activity=self.activity)]
        for language in {self.language, "en"}:
            with translation.override(language):
                forget_boards(self.activity)  # a request for one of its pages cached it
        for audience in sorted(AUDIENCES):
            for place in {None, track}:
                shot = Snapshot(self.workshop.pk, revision, audience, frozenset(), track_id=place)
                for region in regions_for(audience):
                    where = f"region {region.key} of the {audience} in {place or 'the room'}"
                    if region.render is not None:
                        fragments[where] = region.render(shot)
                    if region.render_item is not None:
                        fragments[f"items in {where}"] = repr([region.render_item(shot, key) for key in keys])
        return fragments

    def pages(self, *methods: str, roles: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """What is answered at the table's addresses to the roles, by access."""
        bodies = {}
        clients = {
            role: self.world.observer() if role == "observer" else self.world.client(role)
            for role in {role for several in roles.values() for role in several}
        }
        for client in clients.values():
            client.defaults["HTTP_ACCEPT_LANGUAGE"] = self.language
        tracks = ("", f"track={self.track.uuid}") if self.place == "breakout" else ("",)
        for entry in TABLE:
            for role in roles.get(entry.answers or entry.access, roles.get(entry.access, ())):
                for method in set(methods) & set(entry.methods):
                    for track in tracks if entry.access in TRACKED else ("",):
                        url = _with(entry.url(self.half), track)
                        body = text_of(ask(clients[role], method, url))
                        bodies[f"{method} {entry.label} {track} for the {role}"] = body
        return bodies

    def drawn(self) -> dict[str, str]:
        """What the kind's templates are drawn from, its results, and the words of operations."""
        kind, texts = activity_kinds.get(self.hidden.kind), operations()
        for audience in ("console", "room", "stage"):
            texts[f"context of the {audience}"] = repr(getattr(kind, audience)(self.activity))
            texts[f"items of the {audience}"] = repr(kind.items(self.activity, audience))
        results = kind.results(self.activity)
        texts["results"] = repr(results)
        if results is not None:
            context = {"activity": self.activity, "workshop": self.workshop, "audience": "results", **results}
            texts["results"] += render_to_string(f"{kind.template_dir}/results.html", context)
        return texts

    def shared(self) -> dict[str, str]:
        self.reload()
        return self.pushed() | self.drawn()

    def everything(self) -> dict[str, str]:
        """Also every page about the room; and where the kind is tried first, the dialogs."""
        roles = NEAR | CONSOLE if self.place == "room" else NEAR
        return self.shared() | self.pages("GET", roles=roles)


def operations() -> dict[str, str]:
    return {"operations": repr(sorted(set(Operation.objects.values_list("summary", flat=True))))}


def papers(discovery: Discovery) -> dict[str, str]:
    """What is written about the discovery, apart from its rooms: overviews, parts of the report, the report,
    those of its workshops, its export, its tables, and the words of operations. As before a report, the
    answers are worked out first: what was kept earlier would else be shown for the later version alone."""
    cut_line_answers.work_out(discovery)
    texts = operations()
    named = (("section", report_sections), ("summary", summary_parts), ("executive", executive_parts))
    for name, parts in named:
        texts |= {f"{name} {part.key}": repr(part.context(discovery)) for part in parts}
    texts |= {f"checkpoint {each.key}": repr(each.standing(discovery)) for each in checkpoints}
    texts["report"] = assemble(discovery, made_at=MADE_AT, progress=lambda *_: None)
    texts |= {f"table {sheet.key}": repr(sheet.table(discovery)) for sheet in all_sheets()}
    for each in discovery.workshops.select_related("discovery__domain__organization"):
        texts |= {f"{name} of {each.pk}": text for name, text in report_of(each).items()}
    kept = KeptAnswer.objects.filter(discovery=discovery).order_by("key")
    texts["kept answers"] = repr(list(kept.values_list("key", "choices")))
    texts["export"] = repr(export_document(actor=SYSTEM, discovery=discovery))
    return texts


# Who asks for what, by the access of an address.
NEAR = {
    "room": ("guest",),
    "contributor": ("guest",),
    "stage": ("viewer",),
    "observer": ("observer",),
    "surface=console": ("facilitator",),
    "surface=remote": ("paired remote",),
    "surface=room": ("guest",),
    "surface=stage": ("viewer",),
    "surface=observer": ("observer",),
}
CONSOLE = {"console": ("facilitator",), "remote": ("paired remote",)}
# What follows a breakout room that its address names.
TRACKED = ("console", "remote", "stage", "observer")


def _with(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


_CHANGES_BY_ITSELF = re.compile(
    r"[A-Za-z0-9]{64}"  # a token of a form
    r"|[\w-]+:[\w-]{6}:[\w-]{43}"  # something signed
    r'|<path class="qrline"[^>]*>'  # a link that is signed
    r'|data-live-(?:rev|now)="[\d.]+"'
    r'|"rev": ?\d+'
    r"|rev=\d+"
    r"|name=\"uuid\" value=\"[0-9a-f-]{36}\""  # the name that a form gives to what it will send
    r"|\b\d+:\d\d(?::\d\d(?:\.\d+)?)?\b"
    r"|datetime\.datetime\([^)]*\)"
    r"|0x[0-9a-f]+"
)


def settled(text: str) -> str:
    """Without what differs each time: tokens, revisions, clocks, and where things lie in memory."""
    return _CHANGES_BY_ITSELF.sub("", text)


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Where what is shown differs, with the first place in which it does."""
    differences = {}
    for where, text in before.items():
        one, other = settled(text), settled(after[where])
        if one != other:
            start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
            differences[where] = (
                f"{one[max(0, start - 60) : start + 60]} ⟷ {other[max(0, start - 60) : start + 60]}"
            )
    return differences


def hiding_rooms(world: World) -> list[Room]:
    """The world's room in which every kind that can be left hides what people gave. It is in the brainstorm,
    which comes last: it is where most addresses lead to."""
    rooms = [Room(world, hidden, "room") for hidden in HIDDEN if hidden.kind != "scoring"]
    for room in rooms:
        room.move(room.activity)
        room.reload()
        room.give(0)
    last = next(each for each in rooms if each.hidden.path == "notes/")
    last.move(last.activity)
    for name, kind in (("polling", "poll"), ("consenting", "consent")):
        setattr(last.half, name, next(each.activity for each in rooms if each.hidden.kind == kind))
    return [last, *(each for each in rooms if each is not last)]


def leaks(shown: Mapping[str, str], room: Room) -> list[str]:
    secrets = [secret for person in room.people for secret in person.secrets]
    return [where for where, text in shown.items() if any(secret in text for secret in secrets)]
