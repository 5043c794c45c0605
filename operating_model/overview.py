"""What the operating model stream adds to a discovery: navigation, and how far it is."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discovery.models import Discovery
from discovery.registries import Checkpoint, NavigationItem, Standing, checkpoints, navigation
from operating_model import overview_governance
from operating_model.selectors import key_questions, teams


def register_own() -> None:
    """Register the entry of the navigation and the checkpoints of this stream."""
    navigation.register(
        NavigationItem(
            "operating_model",
            gettext_lazy("Operating model"),
            "operating_model:frame",
            "people",
            46,
            "streams",
        )
    )
    for order, (key, label, standing) in enumerate(
        (
            ("key_questions", gettext_lazy("Key questions"), answered),
            ("teams", gettext_lazy("Teams today and tomorrow"), teamed),
        ),
        start=1,
    ):
        checkpoints.register(Checkpoint(key, label, "discovery", "operating_model", order * 10, standing))
    overview_governance.register_own()


def answered(discovery: Discovery) -> Standing:
    """Complete when every key question is decided."""
    standings = key_questions.standings_of(discovery)
    url = reverse("operating_model:key_questions", args=[discovery.slug])
    missing = ""
    if not standings.total:
        missing = _("No key question is asked yet.")
    elif standings.open:
        missing = ngettext(
            "%(count)s key question is open.", "%(count)s key questions are open.", standings.open
        ) % {"count": standings.open}
    summary = _("%(done)s of %(count)s decided") % {"done": standings.decided, "count": standings.total}
    step = _("Answer the key questions") if missing else _("Read the answers")
    return Standing(summary if standings.decided else "", missing, url, step)


def teamed(discovery: Discovery) -> Standing:
    """Complete when there are teams tomorrow, each with somebody in it, and each product has one."""
    picture = teams.team_picture(discovery)
    url = reverse("operating_model:teams", args=[discovery.slug])
    missing = []
    if not picture.tomorrow:
        missing.append(_("Nobody has said which teams there will be."))
    if picture.empty:
        missing.append(
            ngettext("Nobody is in %(count)s team.", "Nobody is in %(count)s teams.", len(picture.empty))
            % {"count": len(picture.empty)}
        )
    if picture.tomorrow and picture.unowned:
        missing.append(
            ngettext(
                "%(count)s data product has no team.",
                "%(count)s data products have no team.",
                len(picture.unowned),
            )
            % {"count": len(picture.unowned)}
        )
    summary = _("%(today)s today, %(tomorrow)s tomorrow") % {
        "today": picture.today,
        "tomorrow": picture.tomorrow,
    }
    return Standing(summary if picture.lines else "", " ".join(missing), url, _("Look at the teams"))
