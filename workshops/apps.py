from django.urls import register_converter

from core import plugging


class WorkshopsConfig(plugging.PluggedApp):
    """The app of rooms; what it registers is in `plug_ins`."""

    name = "workshops"
    verbose_name = "Workshops"
    plug_ins = (
        *(
            "activities",
            "attention",
            "results.outcomes.demo",
            "workshop.demo",
            "exports",
            "participant_merge_rules",
            "overview",
        ),
        *("services.purge_rules", "workshop.services", "reports.sections"),
        *(
            "selectors.grants_by_account",
            "services.room_updates",
            "results.result_mails.services",
            "undo_rules",
        ),
    )

    def ready(self) -> None:
        from live import revision
        from workshops import checks  # noqa: F401  checks register
        from workshops.agenda import workshop_templates
        from workshops.models import Workshop
        from workshops.web import join_code_converter

        revision.keep(Workshop, "live_revision")
        register_converter(join_code_converter.JoinCode, "code")  # apps above have it in their addresses, too
        workshop_templates.register_all()
        super().ready()
