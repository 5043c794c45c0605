"""Sheets and slides of roles, responsibilities, ownership and governance."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import DrawingFailed
from discovery import appendix_headlines
from discovery.document_parts import Sheet, SlideSet, report_sheets, report_slides
from discovery.kinds.artifact_content import cells_of, empty_cells_of, labels_of, listed, others_of
from discovery.kinds.displays import brief_table
from discovery.models import Discovery
from documents.diagrams import draw_png
from documents.localized_numbers import percentage
from documents.table_and_slide_parts import Slide, Table
from operating_model.governance import drawing as governance_drawing
from operating_model.governance.kinds import BODY, FLOW, SEAT
from operating_model.governance.selectors import governance_of, people_in
from operating_model.ownership.selectors import headline_of, ownership_of
from operating_model.responsibilities.kinds import AGREEMENT, DUTY
from operating_model.responsibility_matrix.selectors import matrix_of
from operating_model.roles.selectors import roles_of
from operating_model.selectors.governance_picture import picture_of
from organizations.kinds.roles import ALLOCATION, ROLE

STREAM = "operating_model"


def roles_sheet(discovery: Discovery) -> Table | None:
    """One row per role and person; an unfilled role has one without a person."""
    return Table.of(
        (
            (_("Role"), line.role.name),
            (_("Responsibilities"), line.role.responsibilities),
            (_("Decision rights"), line.role.decision_rights),
            (_("Person"), each.allocation.person.name if each else ""),
            (_("Share of time in percent"), each.allocation.share if each else None),
            (_("Total share of time in percent"), each.load.share if each else None),
            *others_of(ROLE, line.role, ("name", "responsibilities", "decision_rights")),
            *others_of(ALLOCATION, each.allocation if each else None, ("person", "domain", "share")),
        )
        for line in roles_of(discovery).lines
        for each in (line.holders or (None,))
    )


def agreements_sheet(discovery: Discovery) -> Table | None:
    """One row per person who fills a role, with the agreement."""
    rows = [
        (
            line.person.name,
            line.load.share,
            *(cells_of(line.agreement) if line.agreement else empty_cells_of(AGREEMENT)),
        )
        for line in roles_of(discovery).people
    ]
    columns = (_("Person"), _("Time in percent"), *labels_of(AGREEMENT))
    return Table(columns, rows) if rows else None


def matrix_sheet(discovery: Discovery) -> Table | None:
    """One row per activity, one column per role."""
    matrix = matrix_of(discovery)
    rows = [
        (row.duty.name, *(cell.text for cell in row.cells), " ".join(row.troubles)) for row in matrix.rows
    ]
    columns = (_("Activity"), *(role.name for role in matrix.roles), _("Problems"))
    return Table(columns, rows) if rows else None


def ownership_sheet(discovery: Discovery) -> Table | None:
    """One row per product."""
    rows = [
        (
            line.product.name,
            str(line.product.owner or ""),
            line.product.team.name if line.product.team else "",
            " ".join(gap.words for gap in line.gaps),
        )
        for line in ownership_of(discovery)
    ]
    columns = (_("Data product"), _("Owner"), _("Team"), _("Missing"))
    return Table(columns, rows) if rows else None


def bodies_sheet(discovery: Discovery) -> Table | None:
    """One row per body."""
    rows = ((line.body, ", ".join(people_in(line)), line.next_on) for line in governance_of(discovery).bodies)
    return listed(BODY, rows, _("Members"), _("Next meeting"))


def flows_sheet(discovery: Discovery) -> Table | None:
    """One row for each flow."""
    ends = ("from_body", "from_team", "what", "to_body", "to_team")
    return Table.of(
        (
            (_("From"), line.origin),
            (_("Flow"), line.flow.what),
            (_("To"), line.end),
            *others_of(FLOW, line.flow, ends),
        )
        for line in governance_of(discovery).flows
    )


# --- Slides ---------------------------------------------------------------------------------------


def roles_slides(discovery: Discovery) -> Sequence[Slide]:
    """A slide of the roles with their people; its title names the most important finding."""
    roles = roles_of(discovery)
    if not roles.lines:
        return ()
    title = appendix_headlines.roles(unfilled=len(roles.unfilled))
    rows = [
        (
            line.role,
            line.role.name,
            ", ".join(
                f"{each.allocation.person.name} {percentage(str(each.allocation.share))}"
                for each in line.holders
            )
            or _("Not filled"),
        )
        for line in roles.lines
    ]
    lines = [
        _("%(person)s: %(share)s%% of their time") % {"person": load.person.name, "share": load.share}
        for load in roles.overloaded
    ]
    return [Slide(title, lines, brief_table(ROLE, (_("Role"), _("Filled by")), rows, ("name",)))]


def ownership_slides(discovery: Discovery) -> Sequence[Slide]:
    """The products whose ownership has gaps; one slide that reports none when there are none."""
    lines = ownership_of(discovery)
    if not lines:
        return ()
    gaps = [line for line in lines if line.gaps]
    if not gaps:
        return [Slide(headline_of(lines))]
    title = headline_of(lines)
    rows = [(line.product.name, " ".join(gap.words for gap in line.gaps)) for line in gaps]
    columns = (_("Data product"), _("Missing"))
    return [Slide(title, table=Table(columns, rows))]


def governance_slides(discovery: Discovery) -> Sequence[Slide]:
    """The picture, then the bodies with their decision rights."""
    governance = governance_of(discovery)
    if not governance.bodies:
        return ()
    picture = picture_of(governance)
    slides = []
    try:
        png = draw_png(governance_drawing.source(picture), timeout=20)
    except DrawingFailed:
        png = None  # the next slide has the bodies in words
    if png is not None:
        slides.append(
            Slide(
                appendix_headlines.bodies(len(governance.bodies)),
                picture=png,
                described=governance_drawing.description(picture),
            )
        )
    rows = [
        (
            line.body,
            line.body.name,
            line.body.get_cadence_display() if line.body.cadence else "–",
            line.body.decision_rights or "–",
        )
        for line in governance.bodies
    ]
    columns = (_("Body"), _("Meets"), _("Decision rights"))
    title = appendix_headlines.decision_rights(
        part=sum(bool(line.body.decision_rights) for line in governance.bodies), count=len(rows)
    )
    slides.append(Slide(title, table=brief_table(BODY, columns, rows, ("name", "cadence", "minutes"))))
    return slides


def register_own() -> None:
    """Register the sheets and slides."""
    report_sheets.register(
        Sheet("roles", gettext_lazy("Roles"), 133, roles_sheet),
        Sheet("agreements", gettext_lazy("Agreements"), 134, agreements_sheet, (AGREEMENT.key,)),
        Sheet("responsibilities", gettext_lazy("Responsibilities"), 135, matrix_sheet, (DUTY.key,)),
        Sheet("ownership", gettext_lazy("Ownership"), 136, ownership_sheet),
        Sheet("bodies", gettext_lazy("Governance"), 137, bodies_sheet, (BODY.key, SEAT.key)),
        Sheet("flows", gettext_lazy("Flows"), 138, flows_sheet, (FLOW.key,)),
    )
    report_slides.register(
        SlideSet("operating_model.roles", gettext_lazy("Roles"), 133, roles_slides, stream=STREAM),
        SlideSet(
            "operating_model.ownership", gettext_lazy("Ownership"), 135, ownership_slides, stream=STREAM
        ),
        SlideSet(
            "operating_model.governance", gettext_lazy("Governance"), 136, governance_slides, stream=STREAM
        ),
    )
