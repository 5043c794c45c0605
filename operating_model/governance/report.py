"""Sections of roles, responsibilities, ownership and governance in the report."""

from typing import Any

from django.utils.translation import gettext_lazy

from discovery import appendix_headlines, operating_model_headlines
from discovery.models import Discovery
from discovery.registries import ReportSection, report_sections
from documents import drawing_tiles
from handover.reports.options import is_printed
from operating_model.business_processes.selectors import processes_of
from operating_model.governance import drawing as governance_drawing
from operating_model.governance.selectors import governance_of, governance_title
from operating_model.guardrails.selectors import register_of
from operating_model.models import RaciPart
from operating_model.ownership.selectors import headline_of, ownership_of
from operating_model.responsibility_matrix.selectors import matrix_of
from operating_model.roles.selectors import roles_of
from operating_model.selectors.deleted_owners import left_behind
from operating_model.selectors.governance_picture import picture_of

STREAM = "operating_model"
# So many roles fit side by side on an upright page.
UPRIGHT_ROLES = 10


def roles_section(discovery: Discovery) -> dict[str, Any] | None:
    """Roles with their people and agreements, and the owners of platforms, unless their own section shows
    them; None while the organization has no role and no platform is to be named. The title names people with
    more work than time first."""
    roles = roles_of(discovery)
    platforms = () if is_printed("technology.capabilities") else roles.platforms
    if not roles.lines and not platforms:
        return None
    headline = ""
    if roles.overloaded:
        headline = appendix_headlines.overload([(load.person.name, load.share) for load in roles.overloaded])
    elif roles.lines:
        headline = operating_model_headlines.roles([role.name for role in roles.unfilled])
    return {"headline": headline, "roles": roles, "platforms": platforms}


def matrix_section(discovery: Discovery) -> dict[str, Any] | None:
    """The responsibility matrix; None without a row."""
    matrix = matrix_of(discovery)
    if not matrix.rows:
        return None
    headline = operating_model_headlines.responsibilities(
        sound=len(matrix.rows) - matrix.problem_count, count=len(matrix.rows)
    )
    return {
        "headline": headline,
        "matrix": matrix,
        "letters": RaciPart.choices,
        "is_wide": len(matrix.roles) > UPRIGHT_ROLES,
    }


def ownership_section(discovery: Discovery) -> dict[str, Any] | None:
    """Owners of the products, products without one, the business processes with people who could own them,
    and other artifacts whose owner was deleted. None without any."""
    lines, processes, orphans = ownership_of(discovery), processes_of(discovery), left_behind(discovery)
    if not (lines or processes or orphans):
        return None
    return {
        "headline": headline_of(lines) if lines else "",
        "lines": lines,
        "processes": processes,
        "left_behind": orphans,
    }


def governance_section(discovery: Discovery) -> dict[str, Any] | None:
    """The bodies, their work with teams, their flows, and the guardrails; None while there are none."""
    governance, register = governance_of(discovery), register_of(discovery)
    if governance.is_empty and not register.lines:
        return None
    drawing, is_wide = None, False
    if not governance.is_empty:
        picture = picture_of(governance)
        (drawing,), is_wide = drawing_tiles.laid_out(
            lambda page: [
                drawing_tiles.draw_tiles(
                    governance_drawing.source(picture),
                    title=governance_drawing.title(),
                    description=governance_drawing.description(picture),
                    page=page,
                )
            ]
        )
    headline = governance_title(discovery, governance)
    return {
        "headline": headline,
        "governance": governance,
        "drawn": drawing,
        "is_wide": is_wide,
        "register": register,
    }


def register_own() -> None:
    """Register the sections."""
    report_sections.register(
        ReportSection(
            "operating_model.roles",
            gettext_lazy("Roles and people"),
            133,
            "operating_model/report/roles.html",
            roles_section,
            stream=STREAM,
        ),
        ReportSection(
            "operating_model.responsibilities",
            gettext_lazy("Responsibilities"),
            135,
            "operating_model/report/matrix.html",
            matrix_section,
            stream=STREAM,
        ),
        ReportSection(
            "operating_model.ownership",
            gettext_lazy("Ownership of the data products"),
            134,
            "operating_model/report/ownership.html",
            ownership_section,
            stream=STREAM,
        ),
        ReportSection(
            "operating_model.governance",
            gettext_lazy("Governance"),
            136,
            "operating_model/report/governance.html",
            governance_section,
            stream=STREAM,
        ),
    )
