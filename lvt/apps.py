from core import plugging


class LvtConfig(plugging.PluggedApp):
    """The app of value tree, use cases and prioritization; what it registers is in `plug_ins`."""

    name = "lvt"
    verbose_name = "Lean Value Tree"
    plug_ins = (
        *(
            "activities",
            "assessment_sources",
            "canvases",
            "demo_hypothesis_ratings",
            "demo_scores",
            "document_rules",
            "exports",
            "participant_merge_rules",
            "overview",
        ),
        *(
            "posters",
            "report",
            "report_for_board",
            "services.measure_follow_ups",
            "services.score_import",
            "scoring_shares.services",
            "undo_rules",
        ),
    )
