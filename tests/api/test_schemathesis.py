"""Schemathesis asks every operation of the interface for what its description allows, and for what not."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings, strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from api.models import Scope
from api.web import bearer
from core.rate_limits import Limit
from discovery.models import Discovery
from lvt.models import Goal
from products.models import DataProduct
from tests.api.conftest import program
from tests.factories import make
from tests.sweeps import examples

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

# Of what its description allows, the interface refuses what only rules can say: which fields a kind has,
# what a cursor is, what a product can become.
_LEFT_TO_RULES = {"positive_data_acceptance"}
_EXAMPLES = examples(20)


@pytest.fixture
def described(discovery: Discovery, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The interface with a discovery in it, and nobody counting how often it is asked."""
    monkeypatch.setattr(bearer, "REQUESTS", Limit(burst=1e9, per_second=1e9))
    make(Goal, discovery=discovery, title="Higher success")
    make(DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="aggregate")
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_nothing_is_found(described: Any, discovery: Discovery, mode: GenerationMode) -> None:
    secret = program(discovery, *Scope).secret
    headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
    left_out = [check for check in CHECKS.get_all() if check.__name__ in _LEFT_TO_RULES]
    answered: Counter[int] = Counter()
    for each in described.get_all_operations():
        operation = each.ok()

        @settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode), is_here=st.booleans())
        def ask(case: Any, is_here: bool) -> None:
            if is_here and "slug" in case.path_parameters:
                case.path_parameters["slug"] = discovery.slug
            answer = case.call_and_validate(headers=headers, excluded_checks=left_out)
            answered[answer.status_code] += 1

        ask()
    assert sum(answered.values()) > 3 * _EXAMPLES
    assert answered[200] if mode == GenerationMode.POSITIVE else answered[422], answered
