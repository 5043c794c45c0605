"""Addresses of workshops and of what they capture."""

from django.urls import URLPattern, URLResolver, include, path

from discovery import registries
from discovery.reports.canvases_and_posters import CANVAS_PAPERS, pages_with_papers
from organizations.organization.views import edit
from organizations.web.url_converters import register_choice
from workshops.agenda import views as agenda
from workshops.agenda.agenda_templates import views as agenda_templates
from workshops.agenda.run_sheet import views as run_sheets
from workshops.contributions import views as contributions
from workshops.contributions.advance_activities import views as ahead
from workshops.contributions.answers import views as answers
from workshops.contributions.assessment import views as assessments
from workshops.contributions.consent import views as consent
from workshops.contributions.notes import views as notes
from workshops.contributions.questions import views as questions
from workshops.discovery_history import views as history
from workshops.editing_presence import views as editing_presence
from workshops.joining.device_pairing import views as pairing
from workshops.joining.observers import views as observers
from workshops.joining.participant_merges import views as merging
from workshops.joining.participants import views as participants
from workshops.joining.people_without_device import views as proxies
from workshops.onboarding_hints import views as hints
from workshops.organization_page import views as organizations
from workshops.results import views as results
from workshops.results.decisions import views as decisions
from workshops.results.outcomes import views as outcomes
from workshops.results.quick_captures import views as captures
from workshops.results.result_mails import views as result_mails
from workshops.results.timeline_and_trash import views as timelines
from workshops.results.workshop_report import views as workshop_files
from workshops.room.breakouts import views as breakouts
from workshops.room.presentation import views as presentation
from workshops.room.running import views as running
from workshops.room.steering import views as steering
from workshops.views import (
    canvases_and_posters,
    component_gallery,
    console_agenda,
    event_stream,
    front_page,
    region_polls,
    surfaces,
)
from workshops.views.glossary import room_glossary
from workshops.workshop import views as workshops
from workshops.workshop_now import views as workshop_now

register_choice("canvas", (each.key for each in registries.canvases))
register_choice("canvas_paper", CANVAS_PAPERS)
register_choice("poster", (each.key for each in registries.posters))
register_choice("paper_page", sorted(pages_with_papers()))

general = [
    path("", front_page.home, name="home"),
    path("healthz", front_page.healthz, name="healthz"),
    path("workshops/new/", workshop_now.create, name="workshop_now"),
    path("account/hints/again/", hints.show_again, name="hints_again"),
    path("account/hints/<slug:hint>/dismiss/", hints.dismiss, name="hint_dismiss"),
    path("operations/<uuid:uuid>/undo/", history.operation_undo, name="operation_undo"),
    path("editing/<uuid:uuid>/", editing_presence.editing, name="editing"),
    path("developers/components/", component_gallery.components, name="developer_components"),
]

# Under organizations/<organization_slug>/
of_organization = [
    path("", organizations.overview, name="organization_overview"),
    path("edit/", edit, name="organization_edit"),
    path("templates/", agenda_templates.index, name="organization_templates"),
    path("templates/upload/", agenda_templates.upload, name="template_upload"),
    path("templates/<uuid:uuid>/", agenda_templates.edit, name="template_edit"),
    path("templates/<uuid:uuid>/delete/", agenda_templates.delete, name="template_delete"),
    path("templates/<uuid:uuid>/file/", agenda_templates.download, name="template_file"),
]

# Under d/<slug>/
of_discovery = [
    path("capture/", captures.capture, name="capture"),
    path("outcomes/", outcomes.actions, name="discovery_actions"),
    path("outcomes/all/", outcomes.everything, name="discovery_outcomes"),
    path("outcomes/actions.csv", outcomes.actions_csv, name="actions_csv"),
    path("outcomes/actions.ics", outcomes.actions_ics, name="actions_ics"),
    path("outcomes/actions/<uuid:uuid>/state/", captures.action_state, name="action_state"),
    path("outcomes/decisions/", decisions.decisions, name="discovery_decisions"),
    path("outcomes/decisions/add/", decisions.decision_add, name="decision_add"),
    path("outcomes/decisions/<uuid:uuid>/", decisions.decision_edit, name="decision_edit"),
    path("outcomes/decisions/<uuid:uuid>/delete/", decisions.decision_delete, name="decision_delete"),
    path("outcomes/decisions/<uuid:uuid>/links/add/", decisions.decision_link_add, name="decision_link_add"),
    path(
        "outcomes/decisions/<uuid:uuid>/links/<uuid:link>/remove/",
        decisions.decision_link_remove,
        name="decision_link_remove",
    ),
    path("outcomes/questions/", outcomes.questions, name="discovery_questions"),
    path("outcomes/risks/", outcomes.risks, name="discovery_risks"),
    path("outcomes/parking-lot/", outcomes.parking_lot, name="discovery_parking_lot"),
    path("outcomes/parking-lot/<uuid:uuid>/settle/", captures.parking_lot_settle, name="parking_lot_settle"),
    path("outcomes/<slug:kind>/<uuid:uuid>/", captures.capture_edit, name="capture_edit"),
    path("outcomes/<slug:kind>/<uuid:uuid>/delete/", captures.capture_delete, name="capture_delete"),
    path("history/", history.history, name="discovery_history"),
    path("canvas/<canvas:key>-<canvas_paper:paper>.pdf", canvases_and_posters.canvas, name="canvas"),
    path("poster/<poster:key>.pdf", canvases_and_posters.poster, name="poster"),
    path("paper/<paper_page:key>/<uuid:printed_for>/", canvases_and_posters.paper_code, name="paper_code"),
    path("workshops/", workshops.index, name="workshop_list"),
    path("workshops/new/", workshops.create, name="workshop_create"),
    path("workshops/<uuid:uuid>/", workshops.detail, name="workshop"),
    path("workshops/<uuid:uuid>/results/", results.results, name="workshop_results"),
    path("workshops/<uuid:uuid>/results/share/", results.share, name="results_share"),
    path("workshops/<uuid:uuid>/results/mail/", result_mails.mail, name="results_mail"),
    path("workshops/<uuid:uuid>/results/withdraw/", results.withdraw, name="results_withdraw"),
    path("workshops/<uuid:uuid>/report/", workshop_files.report, name="workshop_report"),
    path("workshops/<uuid:uuid>/report.pdf", workshop_files.report_pdf, name="workshop_report_pdf"),
    path("workshops/<uuid:uuid>/report.xlsx", workshop_files.report_xlsx, name="workshop_report_xlsx"),
    path("workshops/<uuid:uuid>/invitation.ics", workshop_files.invitation_ics, name="workshop_ics"),
    path("workshops/<uuid:uuid>/timeline/", timelines.timeline, name="workshop_timeline"),
    path("workshops/<uuid:uuid>/trash/", timelines.trash, name="workshop_trash"),
    path("workshops/<uuid:uuid>/edit/", workshops.edit, name="workshop_edit"),
    path("workshops/<uuid:uuid>/delete/", workshops.delete, name="workshop_delete"),
    path("workshops/<uuid:uuid>/run-sheet/", run_sheets.run_sheet, name="run_sheet"),
    path("workshops/<uuid:uuid>/run-sheet.pdf", run_sheets.run_sheet_pdf, name="run_sheet_pdf"),
    path("workshops/<uuid:uuid>/agenda/add/", agenda.add, name="activity_add"),
    path("workshops/<uuid:uuid>/agenda/order/", agenda.order, name="agenda_order"),
    path("workshops/<uuid:uuid>/agenda/save/", agenda_templates.save, name="agenda_save"),
    path("workshops/<uuid:uuid>/agenda/file/", agenda_templates.workshop_file, name="agenda_file"),
    path("workshops/<uuid:uuid>/agenda/<uuid:activity>/", agenda.edit, name="activity_edit"),
    path("workshops/<uuid:uuid>/agenda/<uuid:activity>/minutes/", agenda.minutes, name="activity_minutes"),
    path("workshops/<uuid:uuid>/agenda/<uuid:activity>/rooms/", breakouts.rooms, name="breakout_rooms"),
    path(
        "workshops/<uuid:uuid>/agenda/<uuid:activity>/rooms/add/",
        breakouts.room_add,
        name="breakout_room_add",
    ),
    path("workshops/<uuid:uuid>/rooms/<uuid:room>/", breakouts.room_edit, name="breakout_room"),
    path(
        "workshops/<uuid:uuid>/rooms/<uuid:room>/delete/", breakouts.room_delete, name="breakout_room_delete"
    ),
    path("workshops/<uuid:uuid>/agenda/<uuid:activity>/ahead/", ahead.manage, name="activity_ahead"),
    path(
        "workshops/<uuid:uuid>/agenda/<uuid:activity>/ahead/close/", ahead.close, name="activity_ahead_close"
    ),
    path("workshops/<uuid:uuid>/agenda/<uuid:activity>/delete/", agenda.delete, name="activity_delete"),
]

# Under w/<code>/: what two hundred people press at once, so that few patterns are tried before it
pressed = [
    path("activities/<uuid:activity>/votes/", notes.vote, name="board_vote"),
    path("activities/<uuid:activity>/notes/", notes.add, name="board_note_add"),
]

# Under w/<code>/
of_workshop = [
    path("glossary/", room_glossary, name="room_glossary"),
    path("", surfaces.room, name="room"),
    path("console/", surfaces.console, name="console"),
    path("stage/", surfaces.stage, name="stage"),
    path("events/", event_stream.events, name="events"),
    path("poll/", region_polls.poll, name="poll"),
    path("regions/<slug:key>/", surfaces.region, name="region"),
    path("board/<uuid:activity>/<int:number>/", region_polls.board, name="board"),
    path("activities/<uuid:activity>/key/", contributions.key, name="activity_key"),
    path("activities/<uuid:activity>/mine/", contributions.mine, name="activity_mine"),
    path("activities/<uuid:activity>/answer/", answers.answer, name="activity_answer"),
    path("activities/<uuid:activity>/ask/", questions.ask, name="question_ask"),
    path("activities/<uuid:activity>/support/", questions.support, name="question_support"),
    path("capture/", captures.room_capture, name="room_capture"),
    path("console/capture/", captures.console_capture, name="console_capture"),
    path("ahead/<uuid:activity>/", ahead.take_part, name="ahead"),
    path("done/", running.participant_done, name="room_done"),
    path("me/", participants.details, name="participant_details"),
    path("me/mail/", result_mails.leave, name="room_summary"),
    path("me/link/", participants.personal_link, name="participant_link"),
    path("observe/", observers.observe, name="observe"),
    path("console/invite/observers/renew/", observers.renew, name="observers_renew"),
    path("console/invite/observers/end/", observers.revoke, name="observers_revoke"),
    path("console/people/add/", proxies.add, name="proxy_add"),
    path("hand/", steering.hand, name="room_hand"),
    path("nudge/seen/", steering.nudge_seen, name="room_nudge_seen"),
    path("remote/", surfaces.remote, name="remote"),
    path("console/pause/", steering.pause, name="workshop_pause"),
    path("console/resume/", steering.resume, name="workshop_resume"),
    path("console/eyes-up/", steering.eyes_up, name="workshop_eyes_up"),
    path("console/code/", steering.show_code, name="workshop_code"),
    path("console/message/", steering.message, name="workshop_message"),
    path("console/message/withdraw/", steering.withdraw_message, name="workshop_message_withdraw"),
    path("console/spotlight/", steering.spotlight, name="workshop_spotlight"),
    path("console/spotlight/preview/", steering.spotlight_preview, name="workshop_spotlight_preview"),
    path("console/spotlight/stop/", steering.stop_spotlight, name="workshop_spotlight_stop"),
    path("console/camera/", steering.camera, name="workshop_camera"),
    path("console/hands/lower/", steering.lower_hands, name="workshop_hands_lower"),
    path("console/waiting/", steering.people_not_done, name="console_waiting"),
    path("console/nudge/", steering.nudge, name="workshop_nudge"),
    path("console/lock/", steering.lock, name="workshop_lock"),
    path("console/removed/", steering.removed, name="console_removed"),
    path("console/people/<uuid:uuid>/merge/", merging.merge, name="participant_merge"),
    path("console/people/<uuid:uuid>/separate/", merging.separate, name="participant_separate"),
    path("console/people/<uuid:uuid>/let-in/", steering.let_in, name="participant_let_in"),
    path("console/lead/", steering.lead, name="workshop_lead"),
    path("console/lead/seen/", steering.lead_seen, name="workshop_lead_seen"),
    path("console/gather/", steering.gather, name="workshop_gather"),
    path("console/pair/", pairing.offer, name="pairing_offer"),
    path("console/pair/<uuid:uuid>/end/", pairing.unpair, name="pairing_end"),
    path("console/invite/", surfaces.invite, name="console_invite"),
    path("console/start/", running.start, name="workshop_start"),
    path("console/end/", running.end, name="workshop_end"),
    path("console/reopen/", running.reopen, name="workshop_reopen"),
    path("console/move/", running.move, name="workshop_move"),
    path("console/activities/<uuid:uuid>/phase/", running.phase, name="activity_phase"),
    path("console/timer/", running.timer, name="workshop_timer"),
    path("console/breakouts/<uuid:activity>/people/", breakouts.people, name="breakout_people"),
    path("console/breakouts/<uuid:activity>/assign/", breakouts.assign, name="breakout_assign"),
    path("console/breakouts/<uuid:activity>/deal/", breakouts.deal, name="breakout_deal"),
    path("rooms/<uuid:uuid>/choose/", breakouts.choose, name="room_choose"),
    path("console/agenda/add/", console_agenda.add, name="console_activity_add"),
    path("console/agenda/ask/", console_agenda.ask, name="console_ask"),
    path("console/agenda/order/", console_agenda.order, name="console_order"),
    path("console/agenda/<uuid:uuid>/", console_agenda.edit, name="console_activity"),
    path("console/agenda/<uuid:uuid>/time/", console_agenda.time, name="console_activity_time"),
    path("console/agenda/<uuid:uuid>/minutes/", console_agenda.minutes, name="console_activity_minutes"),
    path("console/agenda/<uuid:uuid>/skip/", console_agenda.skip, name="console_skip"),
    path("console/agenda/<uuid:uuid>/take-in/", console_agenda.take_in, name="console_take_in"),
    path("console/agenda/<uuid:uuid>/delete/", console_agenda.delete, name="console_activity_delete"),
    path("console/people/<uuid:uuid>/remove/", participants.remove, name="participant_remove"),
    path("console/activities/<uuid:uuid>/proposal/", consent.propose, name="consent_propose"),
    path("console/activities/<uuid:uuid>/decision/", consent.decide, name="consent_decide"),
    path("console/activities/<uuid:uuid>/record/", assessments.record_all, name="assessment_record_all"),
    path(
        "console/activities/<uuid:uuid>/record/<uuid:subject>/",
        assessments.record_one,
        name="assessment_record",
    ),
    path("console/activities/<uuid:uuid>/slide/", presentation.slide, name="slide_show"),
    path("console/activities/<uuid:uuid>/until/", presentation.back_at, name="break_until"),
    path("console/questions/<uuid:uuid>/", questions.answer, name="question_answer"),
    path("console/questions/<uuid:uuid>/park/", questions.park, name="question_park"),
]

# Under w/<code>/: the board of a brainstorm
of_board = [
    path("activities/<uuid:activity>/notes/move/", notes.move, name="board_note_move"),
    path("activities/<uuid:activity>/notes/<uuid:note>/", notes.change, name="board_note_change"),
    path("activities/<uuid:activity>/notes/<uuid:note>/delete/", notes.delete, name="board_note_delete"),
    path("activities/<uuid:activity>/groups/<uuid:group>/", notes.name, name="board_group_name"),
    path("console/activities/<uuid:activity>/notes/move/", notes.console_move, name="note_move"),
    path("console/notes/<uuid:uuid>/", notes.note, name="note_tools"),
    path("console/notes/<uuid:uuid>/delete/", notes.note_delete, name="note_delete"),
    path("console/notes/<uuid:uuid>/turn/<slug:target>/", notes.note_turn, name="note_turn"),
    path("console/groups/<uuid:uuid>/", notes.group, name="note_group_tools"),
    path("console/groups/<uuid:uuid>/name/", notes.console_name, name="note_group_name"),
    path("console/groups/<uuid:uuid>/dissolve/", notes.group_dissolve, name="note_group_dissolve"),
    path("console/groups/<uuid:uuid>/turn/<slug:target>/", notes.group_turn, name="note_group_turn"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("w/<code:code>/", include(pressed + of_workshop + of_board)),
    *general,
    path("paper/<paper_page:key>/", canvases_and_posters.paper_choice, name="paper_choice"),
    path("lead-notices/", steering.lead_notices, name="lead_notices"),
    path("organizations/<slug:organization_slug>/", include(of_organization)),
    path("d/<slug:slug>/", include(of_discovery)),
    path("join/", participants.code, name="join_code"),
    path("join/<code:code>/", participants.join, name="join"),
    path("pair/", pairing.pair, name="pair"),
    path("pair/<slug:link_key>/", pairing.pair_link, name="pair_link"),
    path("observe/<slug:key>/", observers.enter, name="observer_link"),
    path("r/<slug:key>/", results.shared, name="shared_results"),
    path("me/<str:token>/", participants.join_again, name="join_again"),
]
