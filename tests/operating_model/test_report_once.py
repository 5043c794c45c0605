"""What two sections of a report could say stands in it once, also when only one of them is chosen."""

from __future__ import annotations

import pytest
from django.utils import timezone

from handover.findings.models import ReportAudience
from handover.reports.document import assemble
from handover.reports.options import FULL, ReportOptions
from technology.models import Platform
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "options",
    [
        FULL,
        ReportOptions(audience=ReportAudience.STREAM.value, stream="operating_model"),
        ReportOptions(audience=ReportAudience.STREAM.value, stream="tech"),
        ReportOptions(sections=("operating_model.roles", "technology.capabilities")),
        ReportOptions(sections=("operating_model.roles",)),
    ],
)
def test_platforms_are_listed_once(discovery, options):
    make(Platform, discovery=discovery, name="Data platform of Acme", alignment="")

    html = assemble(discovery, made_at=timezone.now(), progress=lambda percent, words: None, options=options)

    assert html.count('<th scope="row">Data platform of Acme</th>') == 1
    assert "No team" in html
