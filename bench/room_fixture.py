"""The room that is measured: made through the services, in this process, on the server's database."""

from dataclasses import dataclass

from discovery.models import Discovery
from handover.report_jobs.services import request_export
from lvt.models import Criterion, RoundUseCase, Score, ScoringRound
from lvt.rounds import services as rounds
from lvt.rounds.selectors import latest_round
from organizations.actors import Actor
from workshops.agenda.services import add_activity
from workshops.models import Note, Vote, Workshop
from workshops.room.running.services import extend_timer, start_workshop
from workshops.workshop.services import add_workshop

BENCH = Actor.system("bench")


@dataclass(frozen=True, slots=True)
class OpenRound:
    """What a phone needs to score: uuids as strings, and where the round is kept."""

    pk: int
    uuid: str
    use_cases: tuple[str, ...]
    criteria: tuple[str, ...]


class AnyRoom:
    """A live workshop of the demo discovery that stands at its first activity, of the given kinds."""

    def __init__(self, *kinds: str) -> None:
        discovery = Discovery.objects.get(slug="commercial-discovery")
        self.workshop: Workshop = add_workshop(actor=BENCH, discovery=discovery, name="Two hundred people")
        self.activities = [
            add_activity(actor=BENCH, workshop=self.workshop, kind=kind, minutes=60) for kind in kinds
        ]
        start_workshop(actor=BENCH, workshop=self.workshop)

    @property
    def code(self) -> str:
        return self.workshop.code

    def revision(self) -> int:
        return Workshop.objects.values_list("live_revision", flat=True).get(pk=self.workshop.pk)

    def touch(self) -> int:
        """Change something that every screen shows, from this process; the revision afterwards."""
        extend_timer(actor=BENCH, track=self.activities[0].track)
        return self.revision()


class BoardRoom(AnyRoom):
    """It stands at a brainstorm; a talk comes after it."""

    def __init__(self) -> None:
        super().__init__("brainstorm", "talk")
        self.activity, self.after = self.activities

    @property
    def activity_path(self) -> str:
        return f"/w/{self.code}/activities/{self.activity.uuid}/"

    def notes(self) -> list[str]:
        """The uuids of all notes."""
        rows = Note.objects.filter(activity=self.activity).order_by("pk")
        return [str(uuid) for uuid in rows.values_list("uuid", flat=True)]

    def groups(self) -> dict[str, str]:
        """By the note's uuid, that of the group it is in."""
        rows = Note.objects.filter(activity=self.activity, group__isnull=False)
        return {str(note): str(group) for note, group in rows.values_list("uuid", "group__uuid")}

    def loose(self) -> list[str]:
        """The notes that are in no group."""
        rows = Note.objects.filter(activity=self.activity, group=None)
        return [str(uuid) for uuid in rows.values_list("uuid", flat=True)]

    def dots(self) -> dict[tuple[str, str], int]:
        """By the participant's name and the item, the dots given."""
        rows = Vote.objects.filter(activity=self.activity)
        return {
            (name, str(item)): dots
            for name, item, dots in rows.values_list("participant__display_name", "item", "dots")
        }


class Room(AnyRoom):
    """It stands at its scoring."""

    def __init__(self) -> None:
        super().__init__("scoring")
        (self.activity,) = self.activities

    def round(self) -> OpenRound:
        """The open round; a new one when the last was revealed."""
        latest = latest_round(self.activity)
        if latest is None or latest.revealed_at:
            links = RoundUseCase.objects.filter(round__activity=self.activity, round__number=1)
            latest = rounds.open_round(
                actor=BENCH,
                activity=self.activity,
                use_cases=[link.use_case for link in links.select_related("use_case")],
                method=ScoringRound.objects.filter(activity=self.activity).latest("number").method,
            )
        return OpenRound(
            latest.pk,
            str(latest.uuid),
            tuple(str(link.use_case.uuid) for link in latest.use_case_links.select_related("use_case")),
            tuple(str(criterion.uuid) for criterion in Criterion.objects.filter(method=latest.method)),
        )

    def stored(self, open_round: OpenRound) -> dict[tuple[str, str, str], int | None]:
        """What the database holds of a round: value by participant's name, use case and criterion."""
        rows = Score.objects.filter(round_id=open_round.pk).values_list(
            "participant__display_name", "use_case__uuid", "criterion__uuid", "value"
        )
        return {(name, str(use_case), str(criterion)): value for name, use_case, criterion, value in rows}

    def ask_for_report(self) -> int:
        """Queue the report of the demo discovery for the worker; the row's key."""
        return request_export(actor=BENCH, discovery=self.workshop.discovery).pk
