"""Making a frozen version whole: a section that failed when it was frozen is made once more, from the same
record."""

import json
from typing import Any

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.models import Operation
from core.services import artifacts, operation
from discovery import permissions
from discovery.models import Discovery
from discovery.selectors.change_counter import pulse_of
from exchange import format as exchange
from exchange.discovery_documents.services import export_document
from exchange.format.document_tables import label_of
from handover import policies
from handover.models import CheckIn, CheckInAnswer, HandoverVersion
from handover.report_jobs.services import renew_for_version
from handover.reports.document import make_frozen
from handover.versions.selectors import not_made_in
from organizations.actors import Actor

# Freezing a version sets the days of check-ins, which no section tells.
_AFTERWARDS = frozenset({label_of(CheckIn), label_of(CheckInAnswer)})


def make_again(*, actor: Actor, version: HandoverVersion) -> HandoverVersion:
    """Make the report of a frozen version once more, whose sections could not all be made: its page, and what
    its PDF is laid out from. A section that fails again still says so.

    Sections read what is recorded, so they can be made as long as that is what was frozen.

    Raises NotAllowed for anyone but facilitators, NotFound for a version that came in a file, and Conflict
    where all sections were made, where what is recorded has changed since, and while a workshop is live or
    the PDF is being made.
    """
    discovery = version.discovery
    permissions.check_facilitate(actor, discovery)
    policies.check_may_freeze(discovery)
    if not not_made_in(version):
        raise Conflict(_("This version is complete."))
    pulse = pulse_of(discovery)
    now = exchange.dump(export_document(actor=actor, discovery=discovery))
    if _recorded(now) != _recorded(version.document):
        raise Conflict(
            _(
                "The discovery has changed since version %(number)s was frozen, so this version can’t be"
                " completed. Freeze a new one."
            )
            % {"number": version.number}
        )
    report = make_frozen(version)
    with operation(actor, "handover.completed", summary=discovery.name, place=discovery) as completed:
        Discovery.objects.select_for_update(of=("self",)).get(pk=discovery.pk)
        later = Operation.objects.filter(scope_uuid=discovery.uuid, pk__gt=pulse).exclude(pk=completed.pk)
        if later.exists():
            raise Conflict(_("Other people are editing this discovery right now. Try again in a moment."))
        renew_for_version(version, report.paper)
        return artifacts.change(artifacts.locked(version), page=report.page)


def _recorded(document: str | bytes) -> dict[str, Any]:
    rows = json.loads(document)["rows"]
    return {label: each for label, each in rows.items() if label not in _AFTERWARDS}
