"""The client of the documentation, against a real server."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest
from django.core.management import call_command

from api.keys.services import add_key
from api.models import Scope
from organizations.actors import Actor
from tests import factories
from tests.api.example_client import Headwaters, Refused, main
from tests.demo import demo_discovery


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_client_of_the_documentation_runs(live_server: Any) -> None:
    call_command("demo", verbosity=0)
    discovery = demo_discovery()
    maker = Actor.of_account(factories.access(discovery, name="Fio"))
    _key, secret = add_key(actor=maker, place=discovery, name="Client", scopes=Scope.values)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main(live_server.url, secret)
    assert discovery.name in said.getvalue()
    assert "Field visits: " in said.getvalue()
    assert "added “A goal that a program added”, revision 2" in said.getvalue()
    assert not discovery.goals.filter(title__startswith="A goal that a program").exists()
    with pytest.raises(Refused, match="401"):
        list(Headwaters(live_server.url, "hwk_nothing").all_of("/discoveries"))
