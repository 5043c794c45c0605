from core import plugging


class HandoverConfig(plugging.PluggedApp):
    """The app of the handover and of reports; what it registers is in `plug_ins`."""

    name = "handover"
    verbose_name = "Handover"
    plug_ins = (
        *("attention", "demo", "document_rules", "exports", "handover_checks", "overview", "report"),
        *(
            "selectors.grants_by_account",
            "owner_follow_ups.services",
            "report_jobs.services",
            "spotlights",
            "undo_rules",
        ),
    )
