"""Addresses of the operating model."""

from django.urls import URLPattern, URLResolver, include, path

from operating_model.governance import views as governance
from operating_model.governance_meetings import views as meetings
from operating_model.guardrails import views as guardrails
from operating_model.key_questions import views as key_questions
from operating_model.ownership import views as ownership
from operating_model.responsibility_matrix import views as responsibility_matrix
from operating_model.roles import views as roles
from operating_model.six_steps import views as six_steps
from operating_model.teams import views as teams
from operating_model.views import room_questions, room_roles

app_name = "operating_model"

# Under d/<slug>/operating-model/
_key_questions: list[URLPattern | URLResolver] = [
    path("questions/", key_questions.key_questions, name="key_questions"),
    path("questions/shipped/", key_questions.key_question_shipped, name="key_question_shipped"),
    *key_questions.KEY_QUESTION_PAGES.urls("questions/", "questions/<uuid:uuid>/"),
]

# Under w/<code>/
_in_the_room: list[URLPattern | URLResolver] = [
    path("activities/<uuid:activity>/key-questions/", room_questions.ANSWERS.adding, name="answer_propose"),
    path(
        "activities/<uuid:activity>/key-questions/<uuid:proposal>/delete/",
        room_questions.ANSWERS.dropping,
        name="answer_drop",
    ),
    path("activities/<uuid:activity>/key-question/", room_questions.choose, name="room_question"),
    *room_roles.FILLING_PAGES.urls(
        "activities/<uuid:activity>/roles/", "role-proposals/<uuid:uuid>/", "filling"
    ),
    path("answer-proposals/<uuid:uuid>/take/", room_questions.ANSWERS.accepting, name="answer_take"),
    path("answer-proposals/<uuid:uuid>/decline/", room_questions.ANSWERS.declining, name="answer_decline"),
    path("key-questions/<uuid:uuid>/", room_questions.edit, name="room_question_edit"),
]

_teams: list[URLPattern | URLResolver] = [
    path("teams/", teams.teams, name="teams"),
    *teams.TEAM_PAGES.urls("teams/", "teams/<uuid:uuid>/"),
    *teams.TEAM_MEMBER_PAGES.urls("teams/<uuid:uuid>/members/", "teams/<uuid:uuid>/members/<uuid:member>/"),
]

_roles: list[URLPattern | URLResolver] = [
    path("roles/", roles.roles, name="roles"),
    path("roles/standard/", roles.role_standard, name="role_standard"),
    *roles.ROLE_PAGES.urls("roles/", "roles/<uuid:uuid>/"),
    *roles.ALLOCATION_PAGES.urls("roles/<uuid:uuid>/people/", "allocations/<uuid:uuid>/"),
    path("agreements/with/<uuid:person>/", roles.agreement_edit, name="agreement_edit"),
    path("agreements/<uuid:uuid>/delete/", roles.agreement_delete, name="agreement_delete"),
    path("ownership/", ownership.ownership, name="ownership"),
    *ownership.BUSINESS_PROCESS_PAGES.urls("processes/", "processes/<uuid:uuid>/"),
]

_matrix: list[URLPattern | URLResolver] = [
    path("responsibilities/", responsibility_matrix.matrix, name="matrix"),
    path("responsibilities/standard/", responsibility_matrix.duty_standard, name="duty_standard"),
    *responsibility_matrix.DUTY_PAGES.urls("responsibilities/", "responsibilities/<uuid:uuid>/"),
]

_governance: list[URLPattern | URLResolver] = [
    path("governance/", governance.governance, name="governance"),
    path("governance/meetings.ics", meetings.calendar_file, name="governance_ics"),
    path("governance/standard/", governance.body_standard, name="body_standard"),
    *governance.BODY_PAGES.urls("governance/bodies/", "governance/bodies/<uuid:uuid>/"),
    path("governance/bodies/<uuid:uuid>/agenda/", meetings.meeting, name="meeting"),
    path("governance/bodies/<uuid:uuid>/workshop/", meetings.meeting_prepare, name="meeting_prepare"),
    *governance.SEAT_PAGES.urls(
        "governance/bodies/<uuid:uuid>/seats/", "governance/seats/<uuid:uuid>/", edit=None
    ),
    path("governance/seats/<uuid:uuid>/lead/", governance.seat_lead, name="seat_lead"),
    *governance.FLOW_PAGES.urls("governance/flows/", "governance/flows/<uuid:uuid>/", is_sortable=False),
]

_guardrails: list[URLPattern | URLResolver] = [
    path("guardrails/", guardrails.guardrails, name="guardrails"),
    *guardrails.GUARDRAIL_PAGES.urls("guardrails/", "guardrails/<uuid:uuid>/"),
    *guardrails.DEVIATION_PAGES.urls(
        "guardrails/<uuid:uuid>/deviations/", "guardrails/deviations/<uuid:uuid>/"
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("w/<code:code>/", include(_in_the_room)),
    path("d/<slug:slug>/operating-model/", six_steps.frame, name="frame"),
    path("d/<slug:slug>/operating-model/", include(_key_questions)),
    path("d/<slug:slug>/operating-model/", include(_teams)),
    path("d/<slug:slug>/operating-model/", include(_roles)),
    path("d/<slug:slug>/operating-model/", include(_matrix)),
    path("d/<slug:slug>/operating-model/", include(_governance)),
    path("d/<slug:slug>/operating-model/", include(_guardrails)),
]
