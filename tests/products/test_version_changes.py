"""What changed between two frozen versions is called by names that people know."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from discovery.models import Discovery
from exchange import format as exchange
from exchange.discovery_documents.services import export_document
from handover.models import HandoverVersion
from handover.selectors import version_changes
from handover.selectors.version_changes import changes_between
from process.models import OnboardingCandidate
from products.models import DataProduct, Slo, SloWindow
from tests import factories
from tests.factories import SYSTEM, make

pytestmark = pytest.mark.django_db


def freeze(discovery: Discovery, number: int) -> HandoverVersion:
    document = exchange.dump(export_document(actor=SYSTEM, discovery=discovery)).decode()
    assert json.loads(document)["rows"]
    now = timezone.now()
    return make(HandoverVersion, discovery=discovery, number=number, frozen_at=now, document=document)


def test_what_has_no_name_is_called_after_what_it_belongs_to_and_much_is_folded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    discovery = factories.discovery()
    domain = discovery.domain
    first = freeze(discovery, 1)
    product = make(DataProduct, discovery=discovery, domain=domain, name="Visits", kind="source_oriented")
    slo = make(Slo, product=product, kind="freshness", indicator="Age", sentence="99 % are fresh")
    nameless = make(Slo, product=product, kind="freshness", indicator="Age")
    for position, each in enumerate((slo, nameless)):
        make(SloWindow, slo=each, target=99, length=28, position=position)
    make(OnboardingCandidate, organization=domain.organization, domain=domain)
    second = freeze(discovery, 2)

    kinds = changes_between(first, second).kinds
    by_name = {kind.name: kind for kind in kinds}
    assert set(by_name["SLO windows"].added) == {"99 % are fresh", "Visits"}
    assert by_name["Onboarding candidates"].added == (domain.name,)
    assert all(kind.is_open for kind in kinds)
    monkeypatch.setattr(version_changes, "_MANY", 3)
    assert not any(kind.is_open for kind in changes_between(first, second).kinds)
