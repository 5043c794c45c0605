"""Checkpoints of roles, responsibilities, ownership and governance, and ownership notices on pages of data
products."""

from collections.abc import Iterable

from django.utils.translation import gettext as _, gettext_lazy

from core.labels import ngettext_lazy
from discovery.checkpoint_standings import checkpoint_standing, with_count
from discovery.models import Discovery
from discovery.registries import Checkpoint, CheckpointStanding, checkpoints
from operating_model.governance.selectors import governance_of
from operating_model.ownership import selectors as ownership
from operating_model.responsibility_matrix.selectors import matrix_of
from operating_model.roles.selectors import roles_of
from operating_model.selectors.deleted_owners import left_behind
from products.registries import Notice, ProductNotices, product_notices


def register_own() -> None:
    """Register the checkpoints, and the notices on pages of data products."""
    for order, (key, label, measure) in enumerate(
        (
            ("roles", gettext_lazy("Roles"), roles_standing),
            ("responsibilities", gettext_lazy("Responsibilities"), responsibilities_standing),
            ("ownership", gettext_lazy("Ownership"), ownership_standing),
            ("governance", gettext_lazy("Governance"), governance_standing),
        ),
        start=3,
    ):
        checkpoints.register(Checkpoint(key, label, "discovery", "operating_model", order * 10, measure))
    product_notices.register(ProductNotices("ownership", 10, notices))


def roles_standing(discovery: Discovery) -> CheckpointStanding:
    """Complete when every role is filled, and no one is overallocated."""
    roles = roles_of(discovery)
    count, unfilled = len(roles.lines), len(roles.unfilled)
    filled_roles = count - unfilled
    return checkpoint_standing(
        discovery,
        "operating_model:roles",
        _("Review the roles"),
        _("%(done)s of %(count)s filled") % {"done": filled_roles, "count": count} if filled_roles else "",
        "" if count else _("No roles yet."),
        with_count(
            ngettext_lazy("%(count)s role is open.", "%(count)s roles are open.", "count"),
            unfilled,
        ),
        with_count(
            ngettext_lazy(
                "%(count)s person is overallocated.",
                "%(count)s people are overallocated.",
                "count",
            ),
            len(roles.overloaded),
        ),
    )


def responsibilities_standing(discovery: Discovery) -> CheckpointStanding:
    """Complete when the responsibility matrix has rows that keep the rules."""
    matrix = matrix_of(discovery)
    numbers = {"done": len(matrix.rows) - matrix.problem_count, "count": len(matrix.rows)}
    return checkpoint_standing(
        discovery,
        "operating_model:matrix",
        _("View responsibilities"),
        _("%(done)s of %(count)s rows complete") % numbers if numbers["done"] else "",
        "" if matrix.rows else _("No responsibilities assigned yet."),
        with_count(
            ngettext_lazy(
                "%(count)s row of the responsibility matrix has a problem.",
                "%(count)s rows of the responsibility matrix have a problem.",
                "count",
            ),
            matrix.problem_count,
        ),
    )


def ownership_standing(discovery: Discovery) -> CheckpointStanding:
    """Complete when every product has an owner in that role and a team with people."""
    lines = ownership.ownership_of(discovery)
    complete = sum(line.is_complete for line in lines)
    ownerless = sum(line.is_ownerless for line in lines)
    numbers = {"done": complete, "count": len(lines)}
    return checkpoint_standing(
        discovery,
        "operating_model:ownership",
        _("View ownership"),
        _("%(done)s of %(count)s complete") % numbers if complete else "",
        "" if lines else _("No data products yet."),
        with_count(
            ngettext_lazy(
                "%(count)s data product has no owner.", "%(count)s data products have no owner.", "count"
            ),
            ownerless,
        ),
        with_count(
            ngettext_lazy(
                "%(count)s data product has minor ownership gaps.",
                "%(count)s data products have minor ownership gaps.",
                "count",
            ),
            len(lines) - complete - ownerless,
        ),
        with_count(
            ngettext_lazy(
                "%(count)s item belongs to someone who has left.",
                "%(count)s items belong to people who have left.",
                "count",
            ),
            len(left_behind(discovery)),
        ),
    )


def governance_standing(discovery: Discovery) -> CheckpointStanding:
    """Complete when there is a body of each type, and none lacks anything."""
    governance = governance_of(discovery)
    bodies = governance.bodies
    lacking = governance.lacks_kinds if bodies else ()
    return checkpoint_standing(
        discovery,
        "operating_model:governance",
        _("View governance"),
        with_count(ngettext_lazy("%(count)s body", "%(count)s bodies", "count"), len(bodies)),
        "" if bodies else _("No governance bodies yet."),
        *(_("Missing: %(kind)s.") % {"kind": kind.label} for kind in lacking),
        with_count(
            ngettext_lazy("%(count)s body is incomplete.", "%(count)s bodies are incomplete.", "count"),
            sum(bool(line.missing) for line in bodies),
        ),
    )


def notices(discovery: Discovery) -> Iterable[Notice]:
    """The ownership gaps, for pages of data products."""
    for gap in ownership.ownership_gaps(discovery):
        about = "owner" if gap.kind is ownership.GapKind.NO_OWNER else ""
        yield Notice(gap.product.pk, gap.words, gap.url, gap.step, about)
