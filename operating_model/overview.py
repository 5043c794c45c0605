"""The operating model stream's entries in a discovery's navigation, and its checkpoints."""

from django.utils.translation import gettext as _, gettext_lazy

from core.labels import Text, ngettext_lazy
from discovery import registries
from discovery.checkpoint_standings import checkpoint_standing, with_count
from discovery.models import Discovery
from operating_model.governance import overview as overview_governance
from operating_model.key_questions import selectors as key_questions
from operating_model.models import Agreement, Body, BusinessProcess, Duty, Guardrail, KeyQuestion
from operating_model.teams import selectors as teams
from workshops.registries import AgendaGroup, agenda_groups

# Other words by which the pages are looked up, by their keys.
WORDS: dict[str, tuple[Text, ...]] = {
    "operating_model": (
        gettext_lazy("Domain data strategy"),
        gettext_lazy("Three principles of operational evolution"),
        "Operating model stream",
    ),
    "key_questions": (gettext_lazy("Autonomy of domains"),),
    "teams": (gettext_lazy("Team topologies: stream-aligned, platform and enabling teams"),),
    "roles": (gettext_lazy("Technical lead, data lead, steward"),),
    "responsibilities": ("RACI",),
    "ownership": (gettext_lazy("Custodians of data, business processes"),),
    "governance": (
        gettext_lazy("Portfolio governance"),
        gettext_lazy("Domain governance"),
        gettext_lazy("Technology governance"),
        "Governing bodies",
    ),
    "guardrails": (gettext_lazy("Standards"),),
}


def register_own() -> None:
    """Register the area and pages of the navigation, and the checkpoints of this stream."""
    agenda_groups.register(
        AgendaGroup("operating_model", gettext_lazy("Operating model"), 30, "operating_model")
    )
    used_by = (KeyQuestion, Duty, Agreement, Guardrail, BusinessProcess)
    area = gettext_lazy("Operating model")
    registries.areas.register(
        registries.NavigationArea("operating_model", area, "people", 60, filled_by=(Body, *used_by))
    )
    for order, (key, label, name) in enumerate(
        (
            ("operating_model", gettext_lazy("Overview"), "frame"),
            ("key_questions", gettext_lazy("Key questions"), "key_questions"),
            ("teams", gettext_lazy("Teams"), "teams"),
            ("roles", gettext_lazy("Roles"), "roles"),
            ("responsibilities", gettext_lazy("Responsibilities"), "matrix"),
            ("ownership", gettext_lazy("Ownership"), "ownership"),
            ("governance", gettext_lazy("Governance"), "governance"),
            ("guardrails", gettext_lazy("Guardrails"), "guardrails"),
        ),
        start=1,
    ):
        url_name = f"operating_model:{name}"
        # The organization's own discovery has governance, and nothing else of this stream.
        is_governance = name == "governance"
        registries.navigation.register(
            registries.NavigationPage(
                key,
                label,
                url_name,
                "operating_model",
                order * 10,
                name if is_governance else "key_questions",
                (Body,) if is_governance else used_by,
                terms=("EDGE",) if name == "frame" else (),
                words=WORDS.get(key, ()),
                over_domains=is_governance,
            )
        )
    for order, (key, label, measure) in enumerate(
        (
            ("key_questions", gettext_lazy("Key questions"), key_questions_standing),
            ("teams", gettext_lazy("Teams today and tomorrow"), teams_standing),
        ),
        start=1,
    ):
        registries.checkpoints.register(
            registries.Checkpoint(key, label, "discovery", "operating_model", order * 10, measure)
        )
    overview_governance.register_own()


def key_questions_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when every key question is decided."""
    now = key_questions.standings_of(discovery)
    is_done = now.total and not now.open
    return checkpoint_standing(
        discovery,
        "operating_model:key_questions",
        _("Read the answers") if is_done else _("Answer the key questions"),
        _("%(done)s of %(count)s decided") % {"done": now.decided, "count": now.total} if now.decided else "",
        "" if now.total else _("No key questions yet."),
        with_count(
            ngettext_lazy("%(count)s key question is open.", "%(count)s key questions are open.", "count"),
            now.open,
        ),
    )


def teams_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when there are teams tomorrow, each with people in it, and each product has one."""
    picture = teams.team_picture(discovery)
    return checkpoint_standing(
        discovery,
        "operating_model:teams",
        _("View teams"),
        picture.summary if picture.lines else "",
        "" if picture.tomorrow else _("No teams defined for tomorrow yet."),
        with_count(
            ngettext_lazy("%(count)s team has no members.", "%(count)s teams have no members.", "count"),
            len(picture.empty),
        ),
        with_count(
            ngettext_lazy(
                "%(count)s data product has no team.", "%(count)s data products have no team.", "count"
            ),
            len(picture.unowned) if picture.tomorrow else 0,
        ),
    )
