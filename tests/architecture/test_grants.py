"""What outlives a session needs a fresh sign-in: each address that takes something says whether it grants."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from organizations.recent_sign_in.web import FRESH
from tests.architecture.asking import ask, text_of
from tests.architecture.entries import Entry, addresses
from tests.architecture.table import TABLE
from tests.architecture.world import World

pytestmark = pytest.mark.django_db

# Roles, keys and links that last, and what is deleted for good.
GRANTS = {
    *("discovery:member_add", "discovery:member_edit", "discovery:member_link"),
    *("discovery:access_add", "discovery:access_edit"),
    *("api:discovery_key_add", "api:organization_key_add", "products:measurement_key_add"),
    *("api:discovery_webhook_add", "api:organization_webhook_add"),
    *("api:discovery_webhook_renew", "api:organization_webhook_renew"),
    *("api:discovery_catalog_add", "api:discovery_catalog_edit"),
    *("api:feed_make", "discovery:observers_renew", "discovery:results_share", "handover:handover_link_add"),
    *("discovery:person_erase", "discovery:account_delete"),
    *("discovery:domain_delete", "discovery:discovery_delete"),
}
# Who may no more than this gives nobody rights: services ask for a facilitator or an admin.
GIVE_NOTHING = {
    *("discovery:viewer", "discovery:editor", "discovery:noted", "room", "contributor", "remote", "stage"),
    *("observer", "surface", "stream", "organization:member"),
    # Programs: a key makes no key, and no person comes in by one.
    *("api_key", "api_key:discovery", "measurement_key"),
    # allauth asks by itself where an account changes (tests/organizations/test_account_changes.py).
    "allauth",
}
# Of the others, those that leave nobody more than they had; a new address comes here or above.
LEAVE_NOTHING = {
    "revokes and stops": """
        api:discovery_key_revoke api:organization_key_revoke products:measurement_key_revoke
        api:discovery_webhook_stop api:organization_webhook_stop api:discovery_catalog_stop api:feed_withdraw
        discovery:member_remove discovery:access_remove discovery:results_withdraw discovery:observers_revoke
        discovery:pairing_end handover:handover_link_revoke handover:check_in_link_revoke
        handover:review_withdraw usersessions_list
        """,
    "sends to those who were named before": """
        api:discovery_webhook_again api:organization_webhook_again api:discovery_catalog_push
        discovery:results_mail discovery:outbox_again discovery:outbox_all_again handover:review_ask
        """,
    "links by which people take part: with a workshop or check-ins they end": """
        discovery:pairing_offer discovery:pair discovery:pair_link discovery:workshop_create
        handover:check_in_add handover:check_in_ask handover:check_in_edit handover:version_freeze
        """,
    "gives the account that asks what it may have": """
        account_signup
        discovery:account_name discovery:hint_dismiss discovery:hints_again
        discovery:discovery_create discovery:organization_create discovery:sign_in
        discovery:workshop_now
        discovery:identity_start discovery:import_upload discovery:import_check discovery:import_text_check
        discovery:join discovery:join_again discovery:join_code
        """,
    "asks by itself where it gives something": "discovery:operation_undo discovery:workshop_lead",
    "leads, shows and writes contents": """
        api:unknown discovery:editing handover:answer_check_in
        discovery:organization_edit discovery:organization_look lvt:portfolio_limit
        discovery:allocation_add discovery:allocation_delete discovery:domain_add discovery:domain_edit
        discovery:organization_tree discovery:person_add discovery:person_delete discovery:person_edit
        discovery:role_add discovery:role_delete discovery:role_edit discovery:team_add discovery:team_delete
        discovery:team_edit discovery:team_member_add discovery:team_member_delete discovery:template_delete
        discovery:template_edit discovery:template_upload process:candidate_add process:candidate_delete
        process:candidate_edit process:candidate_order process:onboarding_begin process:strategy_begin
        process:strategy_question_add process:strategy_question_delete process:strategy_question_edit
        process:strategy_question_order
        discovery:activity_add discovery:activity_ahead discovery:activity_ahead_close
        discovery:activity_delete discovery:activity_edit discovery:activity_minutes discovery:agenda_order
        discovery:agenda_save discovery:breakout_room discovery:breakout_room_add
        discovery:breakout_room_delete discovery:discovery_settings discovery:notes_bring_in
        discovery:rehearsal_begin
        discovery:rehearsal_throw_away discovery:workshop_delete discovery:workshop_edit
        handover:version_make_again
        handover:check_in_delete lvt:criteria_order lvt:criterion_add lvt:criterion_change
        lvt:criterion_delete lvt:method_change lvt:method_copy lvt:method_preset lvt:weights_keep
        operating_model:meeting_prepare
        """,
    "the room that is going on": """
        discovery:assessment_record discovery:assessment_record_all discovery:break_until
        discovery:breakout_assign discovery:breakout_deal discovery:consent_decide discovery:consent_propose
        discovery:console_activity discovery:console_activity_add discovery:console_activity_delete
        discovery:console_activity_minutes discovery:console_activity_time discovery:console_ask
        discovery:console_order discovery:console_skip
        discovery:console_take_in discovery:note_delete discovery:note_group_dissolve
        discovery:note_group_name discovery:note_group_turn discovery:note_move discovery:note_turn
        discovery:participant_let_in discovery:participant_merge discovery:participant_remove
        discovery:participant_separate discovery:proxy_add discovery:question_answer discovery:question_park
        discovery:slide_show discovery:workshop_lead_seen discovery:workshop_lock
        discovery:workshop_nudge discovery:workshop_reopen discovery:workshop_spotlight lvt:groups_move
        lvt:groups_shuffle lvt:proposal_accept lvt:proposal_decline lvt:ranking_focus lvt:room_tree_edit
        lvt:room_tree_take_out lvt:round_open lvt:round_take_in lvt:shortlist_decide
        operating_model:answer_decline operating_model:answer_take operating_model:filling_accept
        operating_model:filling_decline operating_model:room_question operating_model:room_question_edit
        products:map_mark_remove products:map_mark_settle products:map_mark_turn products:room_pattern_group
        products:room_pattern_group_dissolve products:room_pattern_move products:room_pattern_remove
        products:room_product products:room_template_edit products:room_template_take_out
        products:template_accept products:template_decline products:what_if_show
        """,
    "is kept in the browser": "discovery:language",
}
_LISTED = [name for names in LEAVE_NOTHING.values() for name in names.split()]
_GRANTING = [entry for entry in TABLE if entry.name in GRANTS]


def test_each_address_that_takes_something_says_whether_it_grants() -> None:
    posted = {entry.name for entry in TABLE if "POST" in entry.methods and entry.access not in GIVE_NOTHING}
    assert posted - GRANTS - {*_LISTED} == set(), "put it into GRANTS or LEAVE_NOTHING"
    assert {*_LISTED} - posted == set(), "no such address any more"
    assert len(_LISTED) == len({*_LISTED})
    assert GRANTS & {*_LISTED} == set()


def test_views_are_marked_as_they_are_listed() -> None:
    marked = {name for name, _route, pattern in addresses() if getattr(pattern.callback, "grants", False)}
    assert marked == GRANTS


def test_what_grants_asks_first(world: World) -> None:
    client = _signed_in_a_while_ago(world)
    wrong = []
    for entry in _GRANTING:
        for method in entry.methods:
            for htmx in (False, True):
                cache.clear()  # of guesses that were counted
                said = text_of(ask(client, method, entry.url(world.own), _filled(entry), htmx=htmx))
                kept = method == "GET" or 'name="anything" value="typed &lt;b&gt;"' in said
                if "What you typed is kept." not in said or not kept or ("<html" in said) is htmx:
                    wrong.append(f"{method} {entry.label} {htmx=}")
    assert wrong == []


def test_whom_nobody_lets_in_is_not_asked(world: World) -> None:
    """Who may not come in learns nothing from being asked."""
    stranger = world.client("stranger")
    _make_old(stranger)
    for entry in _GRANTING:
        if entry.access != "signed_in":
            assert ask(stranger, entry.methods[-1], entry.url(world.own)).status_code == 404, entry.label


def _signed_in_a_while_ago(world: World) -> Client:
    client = world.client("admin")
    _make_old(client)
    return client


def _make_old(client: Client) -> None:
    session = client.session
    session["signed_in_at"] = int(time.time()) - FRESH - 1
    session.save()


def _filled(entry: Entry) -> dict[str, Any] | None:
    return {"anything": "typed <b>"} if "POST" in entry.methods else None
