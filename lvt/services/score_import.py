"""Import of scores that were collected elsewhere from a spreadsheet, as a separate round: with the same
preview and undo as every import into a discovery (docs/texts.md)."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.exceptions import Invalid, NotAllowed
from core.grouping import grouped
from core.imports.preview_digest import digest_of
from core.imports.rows import ImportPlan, InputRow, Place, Problem, Row, RowShape
from core.name_comparison import looks
from core.services import artifacts, operation
from core.services.imports import Incoming, Refusal, check_unchanged
from discovery import permissions
from discovery.models import Discovery
from documents.foreign_sheet import NotATable, ReadSheet
from documents.foreign_tables import sheet_of_csv, sheets_of
from exchange.registries import FileFormat, file_formats
from exchange.services.discovery_text import ImportResult, NewDiscovery, trial_scope
from exchange.services.edited_spreadsheets import read_sheets, wrong_words
from exchange.services.row_limits import check_how_many
from lvt.methods.services import ensure_default_method
from lvt.models import RoundState, RoundUseCase, Score, ScoringMethod, ScoringRound, UseCase
from lvt.rounds.policies import check_can_score
from lvt.services.score_sheet_reader import Scorer, ScoreRow, ScoreSheet, holds_scores
from organizations.actors import Actor
from organizations.permissions import allows
from workshops.agenda.services import add_activity
from workshops.models import Participant, Workshop, WorkshopState
from workshops.workshop.services import add_workshop

SCORES = "scores"
_SHAPE = RowShape(Score._meta.label, "", ("",))
_TABLES = (".xlsx", ".csv")


def register_own() -> None:
    """Register the format of scores."""
    file_formats.register(
        FileFormat(SCORES, _TABLES, import_scores, recognizes=_holds_scores, check=_check_may_bring_in)
    )


def _check_may_bring_in(actor: Actor, discovery: Discovery) -> None:
    """Raises NotAllowed, and NotFound."""
    permissions.check_see_discovery(actor, discovery)
    if not allows(permissions.check_facilitate, actor, discovery):
        raise NotAllowed(_("Only a facilitator of the discovery can import scores."))


def _holds_scores(data: bytes) -> bool:
    try:
        return any(map(holds_scores, _sheets(data)))
    except NotATable:
        return False


def _sheets(data: bytes) -> list[ReadSheet]:
    """Raises NotATable."""
    return sheets_of(data) if data.startswith(b"PK") else [sheet_of_csv(data, "")]


def import_scores(
    *, actor: Actor, data: bytes, into: Discovery | NewDiscovery, digest: str = "", is_trial: bool = False
) -> ImportResult:
    """Makes a workshop that is over, with one revealed round of these scores: all of it or nothing, in one
    operation with one undo. Rounds of rooms stay as they are. The same file again brings nothing, unless it
    was undone. Raises as texts.import_text, and Invalid for a discovery that is not there yet."""
    if isinstance(into, NewDiscovery):
        raise Invalid(_("Import scores into the discovery that contains their use cases."))
    _check_may_bring_in(actor, into)
    sheets = read_sheets(data) if data.startswith(b"PK") else _as_text(data)
    with (
        trial_scope(is_trial) as trial,
        operation(actor, "score.imported", summary=into.name, place=into) as current,
    ):
        artifacts.locked(into)
        method = ensure_default_method(actor=actor, discovery=into)
        check_can_score(artifacts.locked(method))
        use_cases = grouped(UseCase.objects.filter(discovery=into), lambda each: looks(each.name))
        sheet = ScoreSheet(sheets, list(method.criteria.all()), use_cases)
        sheet.read()
        if sheet.problems:
            raise Refusal(sheet.problems)
        entries = [InputRow(_SHAPE.key, row.place, {}) for row in sheet.rows]
        check_how_many(actor, entries)
        uuid = _uuid_of(data, into)
        is_there = Workshop.objects.filter(uuid=uuid).exists()
        rows = (
            () if is_there else tuple(_row(each, row) for each, row in zip(entries, sheet.rows, strict=True))
        )
        plan = ImportPlan(rows, (), (), ())
        incoming = Incoming(plan, digest_of(plan, (str(sheet.collected_on),)))
        check_unchanged(incoming, digest)
        if not is_there:
            _write(actor, into, method, sheet, uuid)
        trial.outcome = ImportResult(into.slug, into.name, plan, incoming.digest, current)
        trial.end()
    return trial.result


def _uuid_of(data: bytes, into: Discovery) -> UUID:
    """The workshop of this file; each time that it was undone, another one."""
    uuid = uuid5(into.uuid, hashlib.sha256(data).hexdigest())
    while Workshop.everything.filter(uuid=uuid).exclude(deleted_at=None).exists():
        uuid = uuid5(uuid, "")
    return uuid


def _as_text(data: bytes) -> list[ReadSheet]:
    try:
        return [sheet_of_csv(data, "")]
    except NotATable as wrong:
        raise Refusal([Problem(Place(0), None, message=wrong_words(wrong.wrong))]) from None


def _row(entry: InputRow, row: ScoreRow) -> Row:
    """A row of the preview: person and use case, and each score in the words of the scale."""
    cells = {
        criterion.name: _("skipped") if value is None else str(criterion.step_of(value))
        for criterion, value in row.values.items()
    }
    return Row(entry, _SHAPE, None, {"": f"{row.scorer.name}: {row.use_case.name}", **cells})


def _write(actor: Actor, into: Discovery, method: ScoringMethod, sheet: ScoreSheet, uuid: UUID) -> None:
    at = timezone.make_aware(datetime.combine(sheet.collected_on, time(12)))
    if sheet.collected_on == timezone.localdate():
        at = timezone.now()  # after what a room revealed on the same day, whatever time that was
    title = _("Scores collected elsewhere")
    workshop = add_workshop(
        actor=actor,
        discovery=into,
        name=title,
        starts_at=at,
        purpose=_("Imported from a spreadsheet by %(who)s. Collected on %(day)s.")
        % {"who": actor.label, "day": date_format(sheet.collected_on)},
        uuid=uuid,
    )
    activity = add_activity(actor=actor, workshop=workshop, kind="scoring", title=title)
    activity = artifacts.change(activity, started_at=at)
    artifacts.change(workshop, state=WorkshopState.ENDED)
    people = _people(workshop, [row.scorer for row in sheet.rows])
    scoring_round = artifacts.add(
        ScoringRound,
        activity=activity,
        method=method,
        state=RoundState.REVEALED,
        opened_at=at,
        revealed_at=at,
        sides={str(each.uuid): each.side for each in people.values()},
        roles={str(each.uuid): each.role_title for each in people.values() if each.role_title},
    )
    for position, use_case in enumerate(dict.fromkeys(row.use_case for row in sheet.rows)):
        artifacts.add(RoundUseCase, round=scoring_round, use_case=use_case, position=position)
    Score.objects.bulk_create(_scores(scoring_round, people, sheet.rows), batch_size=1_000)


def _people(workshop: Workshop, scorers: Iterable[Scorer]) -> dict[Scorer, Participant]:
    """A participant without a device for each of them."""
    return {
        each: Participant.objects.create(
            workshop=workshop, display_name=each.name, side=each.side, role_title=each.role, is_proxy=True
        )
        for each in dict.fromkeys(scorers)
    }


def _scores(
    scoring_round: ScoringRound, people: dict[Scorer, Participant], rows: Sequence[ScoreRow]
) -> Iterable[Score]:
    for row in rows:
        for criterion, value in row.values.items():
            yield Score(
                round=scoring_round,
                participant=people[row.scorer],
                use_case=row.use_case,
                criterion=criterion,
                value=value,
                at=scoring_round.opened_at,
            )
