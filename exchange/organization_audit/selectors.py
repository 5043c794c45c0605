"""Reads of the audit list of an organization, in words."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from core.labels import Text
from discovery.models import DiscoveryRole
from organizations.audit.services import READ, UNDONE
from organizations.models import AuditEntry, AuditResult, Organization, OrganizationRole
from workshops.discovery_history.selectors import in_words

_EVENT_LABELS: Final[dict[str, Text]] = {
    "access.changed": gettext_lazy("Role in a discovery changed"),
    "access.granted": gettext_lazy("Access to a discovery granted"),
    "access.removed": gettext_lazy("Access to a discovery removed"),
    "api_key.added": gettext_lazy("Key created"),
    "api_key.revoked": gettext_lazy("Key revoked"),
    "catalog.added": gettext_lazy("Catalog added"),
    "catalog.changed": gettext_lazy("Catalog changed"),
    "catalog.pushed": gettext_lazy("Catalog pushed"),
    "catalog.stopped": gettext_lazy("Catalog stopped"),
    "check_in_link.made": gettext_lazy("Follow-up link created"),
    "check_in_link.revoked": gettext_lazy("Follow-up link revoked"),
    "device.unpaired": gettext_lazy("Paired device removed"),
    "discovery.created": gettext_lazy("Discovery created"),
    "discovery.deleted": gettext_lazy("Discovery deleted"),
    "discovery.imported": gettext_lazy("Discovery imported"),
    "domain.added": gettext_lazy("Domain added"),
    "domain.changed": gettext_lazy("Domain changed"),
    "domain.deleted": gettext_lazy("Domain deleted"),
    "feed.made": gettext_lazy("Feed created"),
    "feed.withdrawn": gettext_lazy("Feed withdrawn"),
    "handover_link.made": gettext_lazy("Link to a frozen version created"),
    "handover_link.revoked": gettext_lazy("Link to a frozen version revoked"),
    READ: gettext_lazy("Data read by a program"),
    "measurement_key.added": gettext_lazy("Measurement key created"),
    "measurement_key.revoked": gettext_lazy("Measurement key revoked"),
    "member.added": gettext_lazy("Member added"),
    "member.changed": gettext_lazy("Role of a member changed"),
    "member.removed": gettext_lazy("Member removed"),
    "organization.created": gettext_lazy("Organization created"),
    "organization.renamed": gettext_lazy("Organization renamed"),
    "person.erased": gettext_lazy("Person erased"),
    "refused.401": gettext_lazy("Key refused"),
    "refused.403": gettext_lazy("Not allowed"),
    "refused.413": gettext_lazy("Too large"),
    "refused.415": gettext_lazy("Not readable"),
    "refused.429": gettext_lazy("Too many requests"),
    "results.shared": gettext_lazy("Results shared by link"),
    "results.withdrawn": gettext_lazy("Link to results withdrawn"),
    "webhook.added": gettext_lazy("Webhook created"),
    "webhook.secret_renewed": gettext_lazy("Webhook secret renewed"),
    "webhook.stopped": gettext_lazy("Webhook stopped"),
}
_ROLES: Final[dict[str, Text]] = {role.value: role.label for role in (*OrganizationRole, *DiscoveryRole)}


@dataclass(frozen=True, slots=True)
class AuditKind:
    """A group of events whose names begin with one of `starts`. Without any, the activity by programs."""

    key: str
    label: Text
    starts: tuple[str, ...]

    def matches(self) -> Q:
        """The rows of this sort."""
        if not self.starts:
            return Q(key_uuid__isnull=False, result=AuditResult.DONE)
        condition = Q(pk=None)
        for start in self.starts:
            condition |= Q(event__startswith=start)
        return condition


KINDS: Final = (
    AuditKind(
        "people",
        gettext_lazy("People and roles"),
        ("member.", "access.", "access_request.", "access_rule.", "person.", "workshop.handed_over"),
    ),
    AuditKind(
        "keys",
        gettext_lazy("Keys, webhooks and catalogs"),
        ("api_key.", "measurement_key.", "webhook.", "catalog.", "feed."),
    ),
    AuditKind(
        "links",
        gettext_lazy("Links and devices"),
        (
            *("handover_link.", "check_in_link.", "results.", "device."),
            *("workshop.opened_to_observers", "workshop.closed_to_observers"),
        ),
    ),
    AuditKind(
        "places",
        gettext_lazy("Organization, domains and discoveries"),
        ("organization.", "domain.", "discovery."),
    ),
    AuditKind("programs", gettext_lazy("Activity by programs"), ()),
    AuditKind("refusals", gettext_lazy("Refused requests"), ("refused.",)),
)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """The filters of the list. Empty ones match all rows. `since` and `until` are inclusive dates."""

    who: str = ""
    kind: str = ""
    target: str = ""
    since: date | None = None
    until: date | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A row in words: the event, and the new role of the target."""

    entry: AuditEntry
    words: str
    role: str

    @property
    def is_refused(self) -> bool:
        return self.entry.result == AuditResult.REFUSED


def audit_of(organization: Organization, filters: AuditFilter) -> QuerySet[AuditEntry]:
    """The rows of the list that match, the latest first."""
    rows = AuditEntry.objects.filter(organization=organization)
    if filters.who:
        rows = rows.filter(actor_label__icontains=filters.who)
    if filters.target:
        rows = rows.filter(Q(target_label__icontains=filters.target) | Q(place__icontains=filters.target))
    for kind in KINDS:
        if kind.key == filters.kind:
            rows = rows.filter(kind.matches())
    if filters.result:
        rows = rows.filter(result=filters.result)
    if filters.since:
        rows = rows.filter(last_at__gte=_midnight(filters.since))
    if filters.until and filters.until < date.max:
        rows = rows.filter(at__lt=_midnight(filters.until + timedelta(days=1)))
    return rows.order_by("-last_at", "-pk")


def line_of(entry: AuditEntry) -> AuditLine:
    """The row in words."""
    event = entry.event.removesuffix(UNDONE)
    words = str(_EVENT_LABELS.get(event) or in_words(event))
    if event != entry.event:
        words = _("Undone: %(what)s") % {"what": words}
    return AuditLine(entry, words, str(_ROLES.get(entry.role, "")))


def table_of(lines: list[AuditLine]) -> list[list[str]]:
    """The rows for a spreadsheet, below their headings. Times are in UTC."""
    headings = [
        *(
            _("First"),
            _("Last"),
            _("Times"),
            _("Event"),
            _("Event key"),
            _("Result"),
            _("Person"),
            _("Target"),
        ),
        *(_("Role"), _("Scope"), _("IP address"), _("Key ID")),
    ]
    return [headings, *(_cells(line) for line in lines)]


def _cells(line: AuditLine) -> list[str]:
    entry = line.entry
    return [
        *(
            entry.at.isoformat(timespec="seconds"),
            entry.last_at.isoformat(timespec="seconds"),
            str(entry.count),
        ),
        *(line.words, entry.event, entry.get_result_display(), entry.actor_label, entry.target_label),
        *(line.role, entry.place, entry.address, str(entry.key_uuid or "")),
    ]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
