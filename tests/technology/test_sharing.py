"""How the data of an output port is shared: the decision aid, the choice with its reason, and its page."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.exceptions import Invalid, NotAllowed, Stale
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.models import User
from products.models import DataProduct, OutputPort
from technology.fitness import STANDARD_PORTS
from technology.models import SharingChoice, SharingPattern
from technology.port_sharing_pattern import rules as sharing
from technology.port_sharing_pattern.selectors import patterns, sharing_in, sharing_of
from technology.port_sharing_pattern.services import choose_sharing, withdraw_sharing
from tests import factories
from tests.factories import make
from workshops.services.undo import undo


@pytest.mark.parametrize(
    ("is_simple", "is_same", "nearby", "pattern", "asks"),
    [
        (None, None, None, None, "is_simple_reporting"),
        (None, True, True, None, "is_simple_reporting"),
        (True, None, None, "virtual", ""),
        (True, False, True, "virtual", ""),
        (False, None, True, None, "is_same_platform"),
        (False, True, True, "native", ""),
        (False, False, None, None, "needs_locality"),
        (False, False, False, "virtual", ""),
        (False, False, True, "copy", ""),
    ],
)
def test_the_decision_aid(
    is_simple: bool | None, is_same: bool | None, nearby: bool | None, pattern: str | None, asks: str
) -> None:
    advice = sharing.advise(is_simple, is_same, nearby)
    assert (advice.pattern, advice.asks) == (pattern, asks)
    assert advice.because
    for chosen in SharingPattern.values:
        assert sharing.departs(chosen, is_simple, is_same, nearby) == (
            pattern is not None and chosen != pattern
        )


def test_patterns_are_those_of_the_model_and_all_have_cautions() -> None:
    assert [each.value for each in sharing.Pattern] == SharingPattern.values
    assert [each.key for each in patterns()] == SharingPattern.values
    assert all(each.cautions and each.when for each in patterns())


@pytest.fixture
def discovery(db: None) -> Discovery:
    return factories.discovery()


@pytest.fixture
def account(discovery: Discovery) -> User:
    return factories.access(discovery, DiscoveryRole.EDITOR)


@pytest.fixture
def port(discovery: Discovery) -> OutputPort:
    product = make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="HCP 360", kind="consumer_oriented"
    )
    return make(OutputPort, product=product, name="Profiles", kind="table")


@pytest.fixture
def browser(client: Client, account: User) -> Client:
    client.force_login(account)
    return client


def _url(name: str, port: OutputPort, *more: object) -> str:
    return reverse(f"technology:{name}", args=[port.product.discovery.slug, port.product.uuid, *more])


def test_a_choice_is_kept_with_its_reason_and_replaced_by_the_next(editor: Actor, port: OutputPort) -> None:
    first = choose_sharing(
        actor=editor,
        port=port,
        pattern="copy",
        reason="Another cloud",
        is_simple_reporting=False,
        is_same_platform=False,
        cautions="Their steward keeps them",
        revision=0,
    )
    second = choose_sharing(
        actor=editor,
        port=port,
        pattern="virtual",
        reason="Reporting is enough",
        is_simple_reporting=True,
        is_same_platform=False,
        cautions="of the copy",
        revision=first.revision,
    )
    assert SharingChoice.objects.get() == second == first
    assert (second.is_same_platform, second.cautions) == (None, ""), "neither is asked of simple reporting"
    (line,) = sharing_of(port.product)
    assert (line.choice, line.departs, line.is_unguarded) == (second, False, False)


@pytest.mark.parametrize(
    ("pattern", "reason", "message"),
    [("carrier pigeon", "x", "Unknown sharing method"), ("copy", " ", "Enter a reason")],
)
def test_a_choice_says_which_way_and_why(
    editor: Actor, port: OutputPort, pattern: str, reason: str, message: str
) -> None:
    with pytest.raises(Invalid, match=message):
        choose_sharing(actor=editor, port=port, pattern=pattern, reason=reason)
    assert not SharingChoice.objects.exists()


def test_two_who_choose_at_once(editor: Actor, port: OutputPort) -> None:
    choose_sharing(actor=editor, port=port, pattern="virtual", reason="First", revision=0)
    with pytest.raises(Stale):
        choose_sharing(actor=editor, port=port, pattern="native", reason="Second", revision=0)
    with pytest.raises(Stale):
        choose_sharing(actor=editor, port=port, pattern="native", reason="Second", revision=7)


def test_viewers_only_look(discovery: Discovery, port: OutputPort) -> None:
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER))
    with pytest.raises(NotAllowed):
        choose_sharing(actor=viewer, port=port, pattern="copy", reason="x")
    choice = make(SharingChoice, port=port, pattern="copy", reason="x")
    with pytest.raises(NotAllowed):
        withdraw_sharing(actor=viewer, choice=choice)


def test_a_withdrawn_choice_comes_back(editor: Actor, port: OutputPort) -> None:
    choice = choose_sharing(actor=editor, port=port, pattern="copy", reason="x")
    operation = withdraw_sharing(actor=editor, choice=choice)
    assert sharing_of(port.product)[0].choice is None
    undo(actor=editor, target=operation)
    assert sharing_of(port.product)[0].choice == choice


def test_one_choice_for_a_port(port: OutputPort) -> None:
    make(SharingChoice, port=port, pattern="copy", reason="x")
    with pytest.raises(IntegrityError, match=r"sharingchoice_once|port_id"), transaction.atomic():
        make(SharingChoice, port=port, pattern="native", reason="y")


def test_no_other_pattern(port: OutputPort) -> None:
    with pytest.raises(IntegrityError, match="sharingchoice_pattern"), transaction.atomic():
        make(SharingChoice, port=port, pattern="fax", reason="x")


def test_retired_products_and_other_discoveries_are_not_listed(
    discovery: Discovery, port: OutputPort
) -> None:
    retired = make(
        DataProduct,
        discovery=discovery,
        domain=discovery.domain,
        name="Old",
        kind="source_oriented",
        state="retired",
    )
    make(OutputPort, product=retired, name="Old port", kind="file")
    assert [each.port for each in sharing_in(discovery)] == [port]
    assert sharing_in(factories.discovery()) == []


# --- Pages ----------------------------------------------------------------------------------------


def test_without_a_chosen_way_the_answers_decide(browser: Client, port: OutputPort) -> None:
    said = {"is_simple_reporting": "no", "is_same_platform": "yes", "pattern": "", "reason": "Same lake"}
    answer = browser.post(_url("sharing_edit", port, port.uuid), said, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    choice = SharingChoice.objects.get()
    assert (choice.pattern, choice.is_simple_reporting, choice.is_same_platform) == ("native", False, True)
    assert "Native sharing of the platform" in answer.content.decode()


def test_open_questions_are_asked_beside_the_field_and_nothing_is_lost(
    browser: Client, port: OutputPort
) -> None:
    said = {"is_simple_reporting": "no", "pattern": "", "reason": "<b>kept</b>"}
    answer = browser.post(_url("sharing_edit", port, port.uuid), said, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose one, or answer the questions above." in page
    assert "&lt;b&gt;kept&lt;/b&gt;" in page
    assert not SharingChoice.objects.exists()


def test_a_choice_against_the_answers_is_shown_as_one(browser: Client, port: OutputPort) -> None:
    said = {"is_simple_reporting": "yes", "pattern": "copy", "reason": "Habit"}
    saved = browser.post(_url("sharing_edit", port, port.uuid), said)
    assert (saved.status_code, saved["Location"]) == (303, _url("product_sharing", port) + "#part-sharing")
    page = browser.get(_url("product_sharing", port), follow=True).content.decode()
    assert "The answers suggest another method:" in page
    assert "Not described yet" in page


def test_the_first_choice_of_two_is_not_overwritten(browser: Client, editor: Actor, port: OutputPort) -> None:
    choose_sharing(actor=editor, port=port, pattern="virtual", reason="Quicker")
    said = {"is_simple_reporting": "", "pattern": "copy", "reason": "Slower", "revision": "0"}
    answer = browser.post(_url("sharing_edit", port, port.uuid), said, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Quicker" in page
    assert "Slower" in page
    assert SharingChoice.objects.get().reason == "Quicker"


def test_the_page_says_what_to_do_without_ports(browser: Client, port: OutputPort) -> None:
    empty = make(
        DataProduct,
        discovery=port.product.discovery,
        domain=port.product.domain,
        name="Bare",
        kind="source_oriented",
    )
    url = reverse("technology:product_sharing", args=[port.product.discovery.slug, empty.uuid])
    assert "No output port yet" in browser.get(url, follow=True).content.decode()


def test_a_virtual_database_is_a_port_that_programs_read(port: OutputPort) -> None:
    made = make(OutputPort, product=port.product, name="Federated view", kind="virtual")
    assert str(made.get_kind_display()) == "Virtual database"
    assert made.kind in STANDARD_PORTS
