"""How far roles, responsibilities, ownership and governance of a discovery are; and what pages of data
products say of their ownership."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discovery.models import Discovery
from discovery.registries import Checkpoint, Standing, checkpoints
from operating_model.selectors import ownership
from operating_model.selectors.governance import governance_of
from operating_model.selectors.left_behind import left_behind
from operating_model.selectors.matrix import matrix_of
from operating_model.selectors.roles import roles_of
from products.registries import Notice, ProductNotices, product_notices


def register_own() -> None:
    """Register the checkpoints, and the notices on pages of data products."""
    for order, (key, label, standing) in enumerate(
        (
            ("roles", gettext_lazy("Roles"), filled),
            ("responsibilities", gettext_lazy("Responsibilities"), divided),
            ("ownership", gettext_lazy("Ownership"), owned),
            ("governance", gettext_lazy("Governance"), governed),
        ),
        start=3,
    ):
        checkpoints.register(Checkpoint(key, label, "discovery", "operating_model", order * 10, standing))
    product_notices.register(ProductNotices("ownership", 10, notices))


def filled(discovery: Discovery) -> Standing:
    """Complete when every role is filled, and nobody has more than full time."""
    roles = roles_of(discovery)
    url = reverse("operating_model:roles", args=[discovery.slug])
    missing = []
    unfilled, overloaded = len(roles.unfilled), len(roles.overloaded)
    if not roles.lines:
        missing.append(_("There is no role yet."))
    if unfilled:
        missing.append(
            ngettext("%(count)s role is not filled.", "%(count)s roles are not filled.", unfilled)
            % {"count": unfilled}
        )
    if overloaded:
        missing.append(
            ngettext(
                "%(count)s person has more than full time.",
                "%(count)s people have more than full time.",
                overloaded,
            )
            % {"count": overloaded}
        )
    done = len(roles.lines) - unfilled
    summary = _("%(done)s of %(count)s filled") % {"done": done, "count": len(roles.lines)}
    return Standing(summary if done else "", " ".join(missing), url, _("Look at the roles"))


def divided(discovery: Discovery) -> Standing:
    """Complete when the responsibility matrix has rows that keep the rules."""
    matrix = matrix_of(discovery)
    url = reverse("operating_model:matrix", args=[discovery.slug])
    missing = ""
    if not matrix.rows:
        missing = _("Nobody said who does what, and who answers for it.")
    elif matrix.troubled:
        missing = ngettext(
            "%(count)s row of the responsibility matrix breaks a rule.",
            "%(count)s rows of the responsibility matrix break a rule.",
            matrix.troubled,
        ) % {"count": matrix.troubled}
    sound = len(matrix.rows) - matrix.troubled
    summary = ngettext("%(count)s row divided up", "%(count)s rows divided up", sound) % {"count": sound}
    return Standing(summary if sound else "", missing, url, _("Look at the responsibilities"))


def owned(discovery: Discovery) -> Standing:
    """Complete when every product has an owner in that role and a team with people."""
    lines = ownership.ownership_of(discovery)
    url = reverse("operating_model:ownership", args=[discovery.slug])
    complete = sum(line.is_complete for line in lines)
    lacking = len(lines) - complete
    ownerless = sum(line.is_ownerless for line in lines)
    missing = []
    if not lines:
        missing.append(_("There is no data product to own yet."))
    if ownerless:
        words = ngettext(
            "Nobody owns %(count)s data product.", "Nobody owns %(count)s data products.", ownerless
        )
        missing.append(words % {"count": ownerless})
    if lesser := lacking - ownerless:
        words = ngettext(
            "The ownership of %(count)s data product has lesser gaps.",
            "The ownership of %(count)s data products has lesser gaps.",
            lesser,
        )
        missing.append(words % {"count": lesser})
    left = len(left_behind(discovery))
    if left:
        words = ngettext(
            "%(count)s thing belongs to somebody who is not here any more.",
            "%(count)s things belong to somebody who is not here any more.",
            left,
        )
        missing.append(words % {"count": left})
    summary = _("%(done)s of %(count)s owned") % {"done": complete, "count": len(lines)}
    return Standing(summary if complete else "", " ".join(missing), url, _("Look at the ownership"))


def governed(discovery: Discovery) -> Standing:
    """Complete when there is a body of each type, and none lacks anything."""
    bodies = governance_of(discovery)
    url = reverse("operating_model:governance", args=[discovery.slug])
    missing = []
    if not bodies.bodies:
        missing.append(_("There is no governing body yet."))
    else:
        missing += [_("There is none for: %(kind)s.") % {"kind": kind.label} for kind in bodies.lacks_kinds]
    lacking = sum(bool(line.missing) for line in bodies.bodies)
    if lacking:
        missing.append(
            ngettext("%(count)s body lacks something.", "%(count)s bodies lack something.", lacking)
            % {"count": lacking}
        )
    count = len(bodies.bodies)
    summary = ngettext("%(count)s body", "%(count)s bodies", count) % {"count": count}
    return Standing(summary if count else "", " ".join(missing), url, _("Look at the governance"))


def notices(discovery: Discovery) -> Iterable[Notice]:
    """The ownership gaps, for pages of data products."""
    for gap in ownership.ownership_gaps(discovery):
        yield Notice(gap.product.pk, gap.words, gap.url, gap.step)
