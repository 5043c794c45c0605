"""Findings and recommendations: written, linked, ordered, taken back; hostile input loses nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.clean_text import is_link
from core.exceptions import Invalid, NotAllowed, NotFound, Stale
from core.models import Operation
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole, StreamKind
from discovery.models import Phase, Stream
from handover.exports import finding_slides
from handover.findings import services as recommendations
from handover.findings.kinds import FINDING
from handover.findings.selectors import handover_of
from handover.models import Finding, Recommendation, RecommendationAction, RecommendationFinding
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM, make
from tests.workbooks import workbook
from tests.workshops.addresses import url
from workshops.models import ActionItem

pytestmark = pytest.mark.django_db


def make_finding(discovery, title="Five copies of contacts", **fields):
    return kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title=title, **fields))


def recommended(discovery, title="Build once", stream="", **links):
    draft = Recommendation(discovery=discovery, title=title, stream=stream)
    return kinds.add(actor=SYSTEM, draft=draft, **links)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org", True),
        ("/d/x/landscape/", True),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("https:///x", False),
        ("https://a b", False),
        ("/a\x00b", False),
        ("d/x/", False),
        ("", False),
    ],
)
def test_only_what_a_browser_may_follow_is_a_link(text, is_one):
    assert is_link(text) is is_one


def test_a_finding_with_its_evidence_is_on_the_page(client_of, discovery, account):
    browser = client_of(account)

    answer = browser.post(
        url("handover:finding_add", discovery),
        {
            "uuid": uuid4(),
            "title": "Five <b>copies</b>",
            "stream": "product",
            "detail": "CRM\nand others",
            "evidence": "Counted",
            "link": f"/d/{discovery.slug}/landscape/",
        },
    )

    assert answer.status_code == 303
    text = browser.get(url("handover:handover", discovery)).content.decode()
    for expected in ("Five &lt;b&gt;copies", "CRM<br>and others", "Counted", "/landscape/", "Product"):
        assert expected in text
    assert "No evidence yet" not in text


def test_the_same_form_sent_twice_adds_one_finding(client_of, discovery, account):
    sent = {"uuid": uuid4(), "title": "Once"}
    for _time in range(2):
        client_of(account).post(url("handover:finding_add", discovery), sent)

    assert Finding.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "\u200d"),
        ("title", "x" * 301),
        ("link", "javascript:alert(1)"),
        ("link", "//evil.example"),
        ("stream", "sales"),
        ("evidence", "x" * 2001),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_the_rest_is_kept(
    client_of, discovery, account, field, value
):
    sent = {"uuid": uuid4(), "title": "A title", "detail": "A detail", field: value}

    answer = client_of(account).post(url("handover:finding_add", discovery), sent)

    assert answer.status_code == 422
    assert 'class="errorlist' in answer.content.decode()
    assert "A detail" in answer.content.decode()
    assert not Finding.objects.exists()


@pytest.mark.parametrize("fields", [{"stream": "sales"}, {"link": "javascript:alert(1)"}])
def test_services_refuse_what_no_form_lets_through(discovery, fields):
    with pytest.raises(Invalid):
        make_finding(discovery, **fields)
    with pytest.raises(Invalid):
        kinds.change(actor=SYSTEM, artifact=make_finding(discovery), **fields)


@pytest.mark.parametrize(
    ("runs", "offered"),
    [((), ["operating_model", "product", "tech"]), (("tech",), ["tech"])],
)
def test_the_streams_that_run_can_be_chosen(client_of, discovery, account, runs, offered):
    phase = make(Phase, discovery=discovery, kind="discovery")
    for kind in runs:
        make(Stream, phase=phase, kind=kind)
    form = client_of(account).get(url("handover:finding_add", discovery)).context["form"]

    choices = form.fields["stream"].choices
    assert [value for value, _label in choices] == ["", *offered]
    assert choices[0][1] == "All streams"


def test_findings_keep_the_order_that_was_given_to_them(client_of, discovery, account):
    first, second = make_finding(discovery, "First"), make_finding(discovery, "Second")

    answer = client_of(account).post(
        url("handover:finding_order", discovery), {"findings": [second.uuid, first.uuid]}
    )

    assert answer.status_code == 303
    assert [line.finding.title for line in handover_of(discovery).findings] == ["Second", "First"]
    foreign = make_finding(factories.discovery())
    answer = client_of(account).post(url("handover:finding_order", discovery), {"findings": [foreign.uuid]})
    assert answer.status_code == 409


def test_a_recommendation_says_why_and_who(client_of, discovery, account):
    one = make_finding(discovery, "Five copies")
    action = make(ActionItem, discovery=discovery, title="List the systems", owner_name="Tomás")
    browser = client_of(account)

    browser.post(
        url("handover:recommendation_add", discovery),
        {"uuid": uuid4(), "title": "Build once", "findings": [one.uuid], "actions": [action.uuid]},
    )

    text = browser.get(url("handover:handover", discovery)).content.decode()
    line = handover_of(discovery).recommendations[0]
    assert ([each.title for each in line.findings], [each.title for each in line.actions]) == (
        ["Five copies"],
        ["List the systems"],
    )
    assert handover_of(discovery).findings[0].recommendations == (line.recommendation,)
    for chip in ("Not based on a finding", "No action yet"):
        assert chip not in text


def test_a_recommendation_begins_with_the_finding_it_is_made_from(client_of, discovery, account):
    one, other = make_finding(discovery, "One"), make_finding(discovery, "Other")

    address = f"{url('handover:recommendation_add', discovery)}?finding={one.uuid}"
    text = client_of(account).get(address).content.decode()

    def checked(finding):
        return "checked" in text.split(f'value="{finding.uuid}"')[1].split(">")[0]

    assert (checked(one), checked(other)) == (True, False)


def test_what_a_recommendation_rests_on_is_replaced_and_comes_back_by_undo(client_of, discovery, account):
    old, new = make_finding(discovery, "Old"), make_finding(discovery, "New")
    recommendation = recommended(discovery, findings=[old])
    browser = client_of(account)

    browser.post(
        url("handover:recommendation_edit", discovery, recommendation.uuid),
        {"title": "Build once", "findings": [new.uuid], "revision": 1},
    )
    assert [each.title for each in Recommendation.objects.get().findings] == ["New"]

    changed = Operation.objects.get(verb="recommendation.changed")
    browser.post(reverse("discovery:operation_undo", args=[changed.uuid]))
    assert [each.title for each in Recommendation.objects.get().findings] == ["Old"]


def test_somebody_who_changed_the_findings_meanwhile_is_noticed(client_of, discovery, account):
    old, new = make_finding(discovery, "Old finding"), make_finding(discovery, "New finding")
    recommendation = recommended(discovery, findings=[old])
    kinds.change(actor=SYSTEM, artifact=recommendation, findings=[new])

    answer = client_of(account).post(
        url("handover:recommendation_edit", discovery, recommendation.uuid),
        {"title": "Mine", "findings": [old.uuid], "revision": 1},
    )

    assert answer.status_code == 409
    assert "New finding" in answer.content.decode()
    with pytest.raises(Stale):
        kinds.change(actor=SYSTEM, artifact=recommendation, title="Mine", revision=1)


def test_findings_and_actions_of_another_discovery_are_refused(client_of, discovery, account):
    foreign = make_finding(factories.discovery())
    make_finding(discovery)

    answer = client_of(account).post(
        url("handover:recommendation_add", discovery),
        {"uuid": uuid4(), "title": "T", "findings": [foreign.uuid]},
    )

    assert answer.status_code == 422
    with pytest.raises(Invalid):
        recommended(discovery, findings=[foreign])
    with pytest.raises(Invalid):
        recommended(discovery, actions=[make(ActionItem, discovery=factories.discovery(), title="A")])
    assert not Recommendation.objects.exists()


def test_an_action_is_added_to_what_it_carries_out(client_of, discovery, account):
    recommendation = recommended(discovery, stream=StreamKind.TECH)

    answer = client_of(account).post(
        url("handover:recommendation_act", discovery, recommendation.uuid),
        {
            "uuid": uuid4(),
            "title": "Set up roles",
            "responsible": "Elif",
            "due": "2026-12-24",
            "stream": "tech",
        },
    )

    assert answer.status_code == 303
    action = ActionItem.objects.get()
    assert (action.title, action.responsible, action.stream) == ("Set up roles", "Elif", "tech")
    assert Recommendation.objects.get().actions == [action]


def test_a_deleted_finding_leaves_the_recommendation_and_comes_back_with_the_link(
    client_of, discovery, account
):
    one = make_finding(discovery)
    recommended(discovery, findings=[one])
    browser = client_of(account)

    browser.post(url("handover:finding_delete", discovery, one.uuid))
    assert Recommendation.objects.get().findings == []

    deleted = Operation.objects.get(verb="finding.deleted")
    browser.post(reverse("discovery:operation_undo", args=[deleted.uuid]))
    assert Recommendation.objects.get().findings == [one]


def test_a_deleted_recommendation_leaves_findings_and_actions(client_of, discovery, account):
    action = make(ActionItem, discovery=discovery, title="A")
    recommendation = recommended(discovery, findings=[make_finding(discovery)], actions=[action])

    client_of(account).post(url("handover:recommendation_delete", discovery, recommendation.uuid))

    assert (Finding.objects.count(), ActionItem.objects.count()) == (1, 1)
    assert not RecommendationFinding.objects.exists()


def test_a_deleted_action_carries_nothing_out(discovery):
    action = make(ActionItem, discovery=discovery, title="A")
    recommendation = recommended(discovery, actions=[action])
    kinds.delete(actor=SYSTEM, artifact=action)

    assert handover_of(discovery).recommendations[0].actions == ()
    assert recommendation.actions == []


@pytest.mark.parametrize("model", [RecommendationFinding, RecommendationAction])
def test_the_database_keeps_each_link_once(discovery, model):
    recommendation = recommended(discovery)
    other = (
        {"finding": make_finding(discovery)}
        if model is RecommendationFinding
        else {"action": make(ActionItem, discovery=discovery, title="A")}
    )
    make(model, recommendation=recommendation, **other)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(model, recommendation=recommendation, **other)


def test_viewers_read_strangers_find_nothing(client_of, discovery):
    one, viewer, stranger = (
        make_finding(discovery),
        factories.access(discovery, DiscoveryRole.VIEWER),
        factories.user(),
    )

    assert client_of(viewer).get(url("handover:handover", discovery)).status_code == 200
    for person, error in ((viewer, NotAllowed), (stranger, NotFound)):
        actor = Actor.of_account(person)
        for refused in (
            lambda actor=actor: kinds.change(actor=actor, artifact=one, title="Mine"),
            lambda actor=actor: kinds.delete(actor=actor, artifact=one),
            lambda actor=actor: kinds.add(actor=actor, draft=Finding(discovery=discovery, title="Mine")),
            lambda actor=actor: kinds.reorder(FINDING, actor=actor, parent=discovery, order=[one.uuid]),
            lambda actor=actor: kinds.add(
                actor=actor, draft=Recommendation(discovery=discovery, title="Mine")
            ),
        ):
            with pytest.raises(error):
                refused()


def test_the_spreadsheet_says_why_and_what_carries_it_out(discovery):
    action = make(ActionItem, discovery=discovery, title="List the systems")
    one = make_finding(discovery, "Five copies", evidence="Counted")
    recommended(discovery, findings=[one], actions=[action])

    sheets = workbook(discovery)

    assert [(row["Finding"], row["Evidence"]) for row in sheets["Findings"]] == [("Five copies", "Counted")]
    [row] = sheets["Recommendations"]
    assert [row[each] for each in ("Recommendation", "Based on", "Actions")] == [
        "Build once",
        "Five copies",
        "List the systems",
    ]


def test_an_empty_handover_says_what_to_do(client_of, discovery, account):
    text = client_of(account).get(url("handover:handover", discovery)).content.decode()

    for words in ("No findings yet", "No recommendations yet", "No action yet"):
        assert words in text


def test_the_page_asks_a_fixed_number_of_queries(
    client_of, discovery, account, django_assert_max_num_queries
):
    for number in range(6):
        recommendation = recommended(discovery, findings=[make_finding(discovery, f"F{number}")])
        recommendations.act_on(
            actor=SYSTEM,
            recommendation=recommendation,
            action=ActionItem(discovery=discovery, title=f"A{number}"),
        )
    browser = client_of(account)

    with django_assert_max_num_queries(22):
        browser.get(url("handover:handover", discovery))


@pytest.mark.parametrize(
    ("evidence", "title"),
    [
        (["Seen", "Measured"], "Both findings have evidence"),
        (["Seen", ""], "1 of 2 findings has evidence"),
        (["", ""], "0 of 2 findings have evidence"),
        (["Seen"], "The finding has evidence"),
    ],
)
def test_the_slide_of_findings_counts_those_with_evidence(discovery, evidence, title):
    for number, words in enumerate(evidence):
        make(Finding, discovery=discovery, title=f"F{number}", evidence=words)
    assert finding_slides(discovery)[0].title == title
