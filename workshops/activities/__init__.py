"""Activities of a workshop: the kinds that belong to no stream, and the surfaces of the room."""


def register_own() -> None:
    """Register the kinds and the regions of the three surfaces."""
    from workshops.activities import (
        brainstorm,
        breaks,
        console_regions,
        note_targets,
        poll,
        regions,
        roti,
        spotlights,
        steering_regions,
        welcome_and_talk,
    )
    from workshops.contributions.assessment import activity as assessment
    from workshops.contributions.check_in import activity as check_in
    from workshops.contributions.consent import activity as consent
    from workshops.contributions.questions import activity as questions
    from workshops.registries import activity_kinds
    from workshops.room.breakouts import activity as breakout
    from workshops.room.presentation import activity as presentation

    activity_kinds.register(welcome_and_talk.Welcome())
    activity_kinds.register(check_in.CheckIn())
    activity_kinds.register(presentation.Presentation())
    activity_kinds.register(welcome_and_talk.Talk())
    activity_kinds.register(brainstorm.Brainstorm())
    note_targets.register_own()
    activity_kinds.register(poll.Poll())
    activity_kinds.register(assessment.Assessment())
    activity_kinds.register(consent.Consent())
    activity_kinds.register(questions.Questions())
    activity_kinds.register(breaks.Break())
    activity_kinds.register(roti.Roti())
    activity_kinds.register(breakout.Breakout())
    regions.register_all()
    console_regions.register_all()
    steering_regions.register_all()
    spotlights.register_own()
