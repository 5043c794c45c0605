"""Reads of how the reports of a discovery are made."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.exceptions import NotFound
from discovery.models import Discovery, StreamKind
from handover.models import ReportAudience, ReportProfile


def profiles_of(discovery: Discovery) -> QuerySet[ReportProfile]:
    """The kinds of report that the discovery keeps, in the order in which they were added."""
    return ReportProfile.objects.filter(discovery=discovery)


def language_of_reports(discoveries: QuerySet[Discovery]) -> str:
    """The language that the first kind of report of the newest discovery names; "" where none does."""
    rows = ReportProfile.objects.filter(discovery__in=discoveries).exclude(language="")
    return rows.order_by("-discovery_id", "pk").values_list("language", flat=True).first() or ""


def profile_named(discovery: Discovery, uuid: str) -> ReportProfile:
    """Raises NotFound."""
    try:
        profile = profiles_of(discovery).filter(uuid=UUID(uuid)).first()
    except ValueError:
        profile = None
    if profile is None:
        raise NotFound(_("This report type no longer exists. Reload the page."))
    return profile


def shipped_choices() -> list[tuple[str, str]]:
    """The kinds of report that need no profile, the most asked for first: value and label."""
    return [
        (ReportAudience.EXECUTIVE.value, str(ReportAudience.EXECUTIVE.label)),
        (ReportAudience.FULL.value, str(ReportAudience.FULL.label)),
        *(
            (f"stream:{stream.value}", _("Stream report: %(stream)s") % {"stream": stream.label})
            for stream in StreamKind
        ),
    ]
