"""What services call: after the commit, in order, and harmless where no server runs."""

from collections.abc import Iterator, Mapping

import pytest
from django.db import connection, connections, transaction

import live
from config.database_locks import AlreadyServed, ServerLock
from live import current_broker, revision
from live.messages import Change
from live.polls import PollAnswer, PollRequest
from live.regions import Screen
from live.room_cache import RoomCache
from tests import factories
from workshops.models import Workshop


class Recorder:
    """Stands for the broker of a serving process."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.fails = False

    def publish(self, change: Change) -> None:
        if self.fails:
            raise OSError("nobody listens")
        self.changes.append(change)

    def connected(self, workshop_id: int) -> frozenset[str]:
        return frozenset({"ann"}) if workshop_id == 1 else frozenset()

    def drawn(self, workshop_id: int, screen: Screen, revision: int) -> tuple[Mapping[str, str], int]:
        return {}, revision

    def room_cache(self, workshop_id: int, revision: int) -> tuple[RoomCache, int]:
        return RoomCache(), revision

    def poll(self, asked: PollRequest) -> PollAnswer | None:
        return None


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    recorder = Recorder()
    current_broker.set_broker(recorder)
    yield recorder
    current_broker.set_broker(None)


@pytest.mark.django_db
def test_a_revision_grows_by_one_and_an_unknown_workshop_is_an_error() -> None:
    workshop = factories.workshop()
    before = revision.current([workshop.pk])[workshop.pk]
    assert [revision.bump(workshop.pk) for _ in range(3)] == [before + 1, before + 2, before + 3]
    assert revision.current([workshop.pk, 999_999]) == {workshop.pk: before + 3}
    assert revision.current([]) == {}
    with pytest.raises(Workshop.DoesNotExist):
        revision.bump(999_999)


@pytest.mark.django_db(transaction=True)
def test_a_change_is_told_after_the_commit_with_its_revision(recorder: Recorder) -> None:
    workshop = factories.workshop()
    recorder.changes.clear()
    with transaction.atomic():
        moved = live.publish_change(workshop.pk, "cursor", "cards", keys={"cards": ["a"]})
        live.publish(workshop.pk, "timer")
        assert recorder.changes == []
    assert recorder.changes == [
        Change(workshop.pk, frozenset({"cursor"}), {"cards": frozenset({"a"})}, moved),
        Change(workshop.pk, frozenset({"timer"})),
    ]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_told_to_nobody_and_moves_nothing(recorder: Recorder) -> None:
    workshop = factories.workshop()
    before = revision.current([workshop.pk])
    recorder.changes.clear()
    with transaction.atomic():
        live.publish_change(workshop.pk, "cursor")
        transaction.set_rollback(True)
    assert recorder.changes == []
    assert revision.current([workshop.pk]) == before


@pytest.mark.django_db(transaction=True)
def test_a_person_who_loses_access_loses_the_stream(recorder: Recorder) -> None:
    live.close_participant(1, "ann")
    live.close_streams(1, "console")
    live.close_streams(1)
    assert [change.close for change in recorder.changes] == ["ann", ":console", ":"]


@pytest.mark.django_db(transaction=True)
def test_a_failure_to_tell_does_not_fail_the_write(
    recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    workshop = factories.workshop()
    recorder.fails = True
    with transaction.atomic():
        moved = live.publish_change(workshop.pk, "cursor")
    assert revision.current([workshop.pk])[workshop.pk] == moved
    assert "nobody listens" in caplog.text


@pytest.mark.django_db
def test_without_a_server_nothing_happens_and_nobody_is_connected() -> None:
    workshop = factories.workshop()
    live.publish_change(workshop.pk, "cursor")
    live.close_participant(workshop.pk, "ann")
    assert live.connected(workshop.pk) == frozenset()


def test_presence_is_the_broker_s(recorder: Recorder) -> None:
    assert live.connected(1) == {"ann"}


@pytest.mark.parametrize(
    ("region", "sentence"),
    [
        ({"key": "x", "audience": "nobody", "topics": frozenset({"t"}), "pull": True}, "unknown audience"),
        ({"key": "x", "audience": "room", "topics": frozenset(), "pull": True}, "no topics"),
        ({"key": "x", "audience": "room", "topics": frozenset({"t"})}, "render function or pull"),
    ],
)
def test_a_region_that_could_never_work_is_refused(region: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        live.Region(**region)  # type: ignore[arg-type]  # that is what is tested


@pytest.mark.services
@pytest.mark.django_db
def test_on_postgresql_a_second_server_is_refused_until_the_first_lets_go() -> None:
    assert connection.vendor == "postgresql"
    first, second = ServerLock(), ServerLock()
    first.acquire(0)
    try:
        with pytest.raises(AlreadyServed, match="already serves this database"):
            second.acquire(0.2)
    finally:
        first.release()
    second.acquire(0)
    second.release()
    assert connections["default"].is_usable()


@pytest.mark.services
@pytest.mark.django_db
def test_servers_with_redis_share_the_lock_and_others_stay_out() -> None:
    first, second, alone = ServerLock(shared=True), ServerLock(shared=True), ServerLock()
    first.acquire(0)
    second.acquire(0)
    with pytest.raises(AlreadyServed, match="Use the same REDIS_URL"):
        alone.acquire(0)
    first.release()
    second.release()
    alone.acquire()  # the database takes its time to end their connections
    with pytest.raises(AlreadyServed, match="without REDIS_URL already serves"):
        first.acquire(0)
    alone.release()


@pytest.mark.services
@pytest.mark.django_db
def test_a_lock_is_taken_again_after_the_database_was_started_again() -> None:
    lock, other = ServerLock(), ServerLock()
    lock.acquire(0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks"
            " WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = %s)",
            [connection.settings_dict["NAME"]],
        )
    lock.keep()
    with pytest.raises(AlreadyServed):
        other.acquire(0.5)
    lock.release()
