"""A web process whose database was away when it started."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from config import database_claim
from config.database_claim import DatabaseClaim
from config.database_locks import ServerLock
from config.installation_check import UnknownSchema


@pytest.mark.django_db
@pytest.mark.parametrize("is_known", [True, False])
def test_the_database_is_checked_once_it_is_there(monkeypatch: pytest.MonkeyPatch, is_known: bool) -> None:
    answers: list[Exception | None] = [OperationalError("away"), OperationalError("away")]
    answers.append(None if is_known else UnknownSchema("This database is of Headwaters 9.9.9."))

    def check_database() -> None:
        if answer := answers.pop(0):
            raise answer

    monkeypatch.setattr(database_claim, "check_database", check_database)
    ours = DatabaseClaim(ServerLock(shared=True))
    with pytest.raises(OperationalError):
        ours.take()
    ours.keep()
    assert not ours._lock._is_taken, "nothing is served before the check"
    try:
        if is_known:
            ours.keep()
            ours.keep()
        else:
            with pytest.raises(UnknownSchema):
                ours.keep()
    finally:
        ours.release()
    assert answers == [], "it is checked once"
