"""Three hours with every kind of activity: console and stage on a laptop, two phones, all of it in browsers.

Somebody contributes to each kind, it is revealed, and what came out is seen on the stage, on a phone, on the
page of results and in the report.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.afternoon import AGENDA, BRINGS_NOTHING, OUTCOMES, Afternoon, saved, vote_for
from tests.browser.conftest import Open
from tests.served import Headwaters
from workshops.registries import activity_kinds

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

REPORT = """
from datetime import UTC, datetime
from discovery.models import Discovery
from handover.reports.document import assemble
print(assemble(Discovery.objects.get(slug=SLUG), made_at=datetime.now(UTC), progress=lambda *_: None))
"""


def test_three_hours_with_every_kind_of_activity(headwaters: Headwaters, open_browser: Open) -> None:
    afternoon = Afternoon(headwaters, open_browser)
    kinds, planned = {kind for kind, *_ in AGENDA}, [minutes for _kind, _title, minutes, _ in AGENDA]
    differing = kinds ^ {*afternoon.kinds}
    assert not differing, f"give each a place in AGENDA (afternoon.py), and use it here: {differing}"
    assert len(AGENDA) == len(kinds), "each kind is on the agenda once"
    assert sum(planned) == 180, "the minutes of a new kind come off longer ones: it is three hours"
    differing = {*OUTCOMES, *BRINGS_NOTHING} ^ {*afternoon.kinds}
    assert not differing, f"say in OUTCOMES or BRINGS_NOTHING (afternoon.py) what comes out: {differing}"
    arrive(afternoon)
    present(afternoon)
    brainstorm(afternoon)
    draw_the_tree(afternoon)
    break_out_and_gather(afternoon)
    pause_and_resume(afternoon)
    write_cards(afternoon)
    poll(afternoon)
    assess(afternoon)
    predict(afternoon)
    vote_on_cards(afternoon)
    score_and_decide(afternoon)
    shape_products(afternoon)
    answer_key_questions(afternoon)
    fill_roles(afternoon)
    consent(afternoon)
    ask_and_look_back(afternoon)
    end(afternoon)
    results(afternoon)
    assert not afternoon.wrong, "\n".join(afternoon.wrong)
    failures = [failure for watch in afternoon.watches for failure in watch.failures]
    assert not failures, "\n".join(failures)


def arrive(afternoon: Afternoon) -> None:
    expect(afternoon.console.locator(".who")).to_contain_text("Bo")
    afternoon.key("ArrowRight")
    afternoon.all_at("Good afternoon")
    afternoon.seen("Ann", afternoon.stage, afternoon.bo)
    afternoon.look()
    afternoon.next("How do you arrive?")
    for phone, word in ((afternoon.ann, "Curious"), (afternoon.bo, "Tired")):
        phone.get_by_label("Your word").fill(word)
        phone.get_by_label("Your word").press("Enter")
        saved(phone)
    expect(afternoon.stage.locator(".cloud")).to_contain_text("Tired")
    afternoon.look()
    afternoon.press("Reveal the answers")
    expect(afternoon.ann.locator(".cloud")).to_contain_text("Curious")


def present(afternoon: Afternoon) -> None:
    afternoon.next("Where we stand")
    afternoon.seen("Shelves are empty")
    afternoon.look()
    expect(afternoon.console.get_by_role("button", name="Next slide")).to_be_visible()
    afternoon.key("PageDown")
    afternoon.seen("Data is there")


def brainstorm(afternoon: Afternoon) -> None:
    console, stage, ann, bo = afternoon.pages
    afternoon.next("What holds us back?")
    for phone, text in ((ann, "Orders travel by fax"), (bo, "Stock is counted by hand")):
        phone.get_by_label("One thought per note").fill(text)
        phone.get_by_role("button", name="Add to the board").click()
        expect(phone.locator(".board-own > li")).to_have_count(1)
    afternoon.look()
    for page in (console, stage, bo):
        assert "fax" not in page.content()
    afternoon.press("Reveal the notes")
    for page in afternoon.pages:
        expect(page.locator("[data-note]")).to_have_count(2)
    afternoon.press("Start the vote")
    for _dot in range(2):
        ann.get_by_role("button", name="Add a dot to “Orders travel by fax”").tap()
    expect(ann.locator("[data-board-purse-left]")).to_have_text("0")
    afternoon.look()
    afternoon.press("Show the results")
    for page in (stage, ann):
        expect(page.locator(".board-ranking > li").first).to_contain_text("Orders travel by fax")
    # One note turns into an artifact, in one step.
    console.locator(".board-ranking > li").first.get_by_role("button", name="More actions for").click()
    console.locator("#dialog").get_by_role("button", name="Risk").click()
    expect(console.locator(".board-ranking > li").first.locator(".chip.good")).to_have_text("Risk")


def draw_the_tree(afternoon: Afternoon) -> None:
    afternoon.next("Our tree")
    afternoon.ann.get_by_label("A goal").fill("Nobody waits for medicine")
    afternoon.ann.get_by_role("button", name="Propose it").click()
    expect(afternoon.ann.locator(".own-cards")).to_contain_text("On the list")
    afternoon.look()
    afternoon.press("Add to the tree")
    for page in afternoon.pages:
        expect(page.locator(".live-goal h3")).to_have_text("Nobody waits for medicine")


def break_out_and_gather(afternoon: Afternoon) -> None:
    """Each phone is in the room of its stream; one room is steered, all are called together and sent back."""
    console, stage, ann, bo = afternoon.pages
    afternoon.key("ArrowRight")
    afternoon.all_at("By stream", console, stage)
    afternoon.all_at("Collect on your own", ann, bo)
    expect(ann.locator(".room-head").get_by_text("Product", exact=True)).to_be_visible()
    expect(bo.locator(".room-head").get_by_text("Technology", exact=True)).to_be_visible()
    ann.get_by_label("One thought per note").fill("Only Product knows this")
    ann.get_by_role("button", name="Add to the board").click()
    expect(ann.locator(".board-own > li")).to_have_count(1)
    afternoon.look()
    console.get_by_role("link", name="Control Product").click()
    afternoon.all_at("Collect on your own", console)
    afternoon.press("Reveal the notes")
    expect(ann.locator("[data-note]")).to_have_count(1)
    assert "Only Product knows" not in bo.content()
    console.get_by_role("button", name="Gather everyone").click()
    afternoon.all_at("By stream", ann, bo)
    expect(stage.get_by_text("Everyone back, please.")).to_be_visible()
    console.get_by_role("button", name="Back to the rooms").click()
    afternoon.all_at("Collect on your own", ann, bo)
    console.get_by_role("link", name="Main room", exact=True).click()
    afternoon.all_at("By stream", console)


def pause_and_resume(afternoon: Afternoon) -> None:
    console, stage, ann, _bo = afternoon.pages
    afternoon.next("Coffee")
    expect(stage.locator(".break-back")).to_contain_text(re.compile(r"\d:\d\d"))
    afternoon.look()
    afternoon.key("b")
    dialog = console.get_by_role("dialog", name="Pause the workshop")
    dialog.get_by_role("button", name="Pause", exact=True).click()
    for page in (ann, stage):
        expect(page.get_by_role("heading", name="Paused")).to_be_visible()
    expect(console.get_by_role("button", name="Resume the workshop")).to_be_visible()
    afternoon.key("ArrowRight")
    afternoon.all_at("Coffee")
    afternoon.next("Talk it through")
    ann.get_by_role("button", name="I’m done").click()
    expect(ann.get_by_role("button", name="Undo?")).to_be_visible()
    expect(console.locator(".console-progress")).to_contain_text("1 of 2")
    afternoon.look()


def write_cards(afternoon: Afternoon) -> None:
    afternoon.next("Write cards")
    for phone, name in ((afternoon.ann, "Early warning"), (afternoon.bo, "Shared stock")):
        phone.get_by_label("Name of the use case").fill(name)
        phone.get_by_role("button", name="Add to the board").click()
        for page in (afternoon.console, afternoon.stage):
            expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(afternoon.ann.locator(".own-cards")).to_contain_text("Early warning")
    afternoon.look()


def poll(afternoon: Afternoon) -> None:
    afternoon.next("Which market first?")
    afternoon.ann.get_by_label("Nordics").check()
    saved(afternoon.ann)
    afternoon.look()
    afternoon.press("Reveal the answers")
    for page in (afternoon.stage, afternoon.ann):
        expect(page.locator(".bars .leads")).to_contain_text("Nordics")


def assess(afternoon: Afternoon) -> None:
    """Rated on both phones, shown by side, and recorded with one press."""
    console, stage, ann, bo = afternoon.pages
    afternoon.next("Where do we stand?", on_stage="How true is this here?")
    for phone, level in ((ann, "4: Fully"), (bo, "1: Hardly")):
        phone.get_by_role("group", name="Several business domains").get_by_label(level).check()
        saved(phone)
    afternoon.look()
    afternoon.press("Reveal the answers")
    line = stage.get_by_role("row", name="Several business domains")
    expect(line.locator(".room-says")).to_have_text("1")
    expect(ann.get_by_text("Largest differences")).to_be_visible()
    afternoon.look()
    afternoon.press("Record 1 answer")
    line = console.get_by_role("row", name="Several business domains")
    expect(line).to_contain_text("recorded: 1")


def predict(afternoon: Afternoon) -> None:
    afternoon.add_measure("Days until it arrives")
    afternoon.next("How far will it move?")
    for phone, value in ((afternoon.ann, "4"), (afternoon.bo, "6.5")):
        phone.get_by_label("Predicted value (days)").fill(value)
        phone.get_by_role("button", name="Send").click()
        saved(phone)
    afternoon.look()
    afternoon.press("Reveal the answers")
    afternoon.seen("2 people predicted.")


def vote_on_cards(afternoon: Afternoon) -> None:
    vote_for(afternoon, "Which cards first?", "Early warning")


def score_and_decide(afternoon: Afternoon) -> None:
    console, stage, ann, bo = afternoon.pages
    afternoon.next("Score the cards")
    for phone, value in ((ann, "5"), (bo, "4")):
        case = phone.locator(".scoring-case:not([hidden])")
        expect(case.get_by_role("heading", level=2)).to_have_text("Early warning")
        criteria = case.locator("[data-criterion]")
        for criterion in criteria.all():
            criterion.locator(f'.scale label:has(input[value="{value}"])').tap()
        expect(case.locator("[data-saving]")).to_have_text(["Saved"] * criteria.count())
    afternoon.look()
    expect(console.get_by_role("button", name="Reveal the scores")).to_be_enabled()
    afternoon.key("w")  # all at once; that the order builds up is tried in test_workshop.py
    question = console.locator("#confirm-dialog[open]")
    question.locator("button[value=yes]").click()
    ranking = stage.locator("ol.ranking > li:not([data-line])")
    expect(ranking.first).to_contain_text("Early warning")
    expect(ann.get_by_role("heading", name="Your scores")).to_be_visible()
    afternoon.key("ArrowRight")
    afternoon.all_at("Look at the ranking", console, ann, bo)
    afternoon.all_at("The room’s recommendation", stage)
    afternoon.seen("Early warning")
    afternoon.look()
    afternoon.key("ArrowRight")
    afternoon.all_at("Choose", console, ann, bo)
    afternoon.all_at("The room’s recommendation", stage)
    form = console.locator("#deciding")
    expect(form.get_by_role("checkbox", name="Early warning")).to_be_checked()
    afternoon.key("d")
    expect(form.get_by_label("Reason for this choice")).to_be_focused()
    form.get_by_label("Reason for this choice").fill("It pays from the first week")
    afternoon.console.get_by_role("button", name="Decide", exact=True).click()
    afternoon.seen("It pays from the first week")
    afternoon.look()


def shape_products(afternoon: Afternoon) -> None:
    """A product is made, filled, described by its use, found on the map, and comes first."""
    console, stage, ann, bo = afternoon.pages
    afternoon.next("Our first product")
    ann.locator("#template-part").select_option("producer")
    ann.get_by_label("Your proposal").fill("Warehouse system")
    ann.get_by_role("button", name="Add to template").click()
    for page in afternoon.pages:
        expect(page.locator(".rt-line.producer")).to_contain_text("Warehouse system")
    afternoon.look()
    afternoon.press("Close proposals")
    expect(ann.locator("#template-form")).to_have_count(0)

    afternoon.next("How is it used?")
    ann.get_by_label(re.compile("^User")).fill("Pharmacists at night")
    ann.get_by_role("button", name="Add to the board").click()
    for page in (console, stage, bo):
        expect(page.locator(".usage-pattern")).to_contain_text("Pharmacists at night")
    afternoon.look()
    afternoon.press("Group the patterns")
    console.get_by_role("button", name="Move to …").first.click()
    console.locator("#board-dialog").get_by_role("button", name="New group").click()
    console.get_by_label("Name of the group").fill("Around the clock")
    console.get_by_label("Name of the group").press("Enter")
    expect(stage.locator("[data-board-group]")).to_contain_text("Around the clock")
    afternoon.press("Show by group")
    afternoon.seen("Around the clock")

    afternoon.next("Look at the map")
    expect(stage.locator(".map-scroll svg")).to_contain_text("Stock levels")
    ann.get_by_label("What exactly?").fill("Suppliers are missing")
    ann.get_by_role("button", name="Add mark").click()
    for page in (console, stage, bo):
        expect(page.locator(".mark-list")).to_contain_text("Suppliers are missing")
    afternoon.look()
    afternoon.press("Create an action")
    expect(stage.locator(".mark-list .settled")).to_contain_text("Suppliers are missing")

    vote_for(afternoon, "Which product first?", "Stock levels")


def answer_key_questions(afternoon: Afternoon) -> None:
    console, stage, ann, _bo = afternoon.pages
    asked = "Does the structure of our teams fit data products, and what has to change?"
    afternoon.next("Actions tomorrow?", on_stage=asked)
    ann.get_by_label("Your answer").fill("Each team owns its data")
    ann.get_by_role("button", name="Propose it").click()
    expect(ann.locator(".own-cards")).to_contain_text("Each team owns its data")
    afternoon.look()
    console.get_by_role("button", name="Add to answer").click()
    for page in (stage, ann):
        expect(page.locator(".key-answer")).to_have_text("Each team owns its data")
    afternoon.press("Close answers")


def fill_roles(afternoon: Afternoon) -> None:
    """Proposed on a phone, and filled with one press."""
    console, stage, ann, _bo = afternoon.pages
    afternoon.next("Who takes which role?")
    ann.get_by_label("Role", exact=True).select_option(label="Domain owner")
    ann.get_by_label("Who?").fill("Zora Unheard")
    ann.get_by_role("button", name="Propose", exact=True).click()
    expect(stage.get_by_role("row", name="Domain owner").locator(".chip")).to_have_text("Zora Unheard")
    afternoon.look()
    console.get_by_role("row", name="Domain owner").get_by_role("button", name="Assign").click()
    expect(ann.locator(".own-cards .chip")).to_have_text("Assigned")
    filled = stage.get_by_role("row", name="Domain owner").get_by_role("cell").first
    expect(filled).to_contain_text("Zora Unheard")


def consent(afternoon: Afternoon) -> None:
    console, _stage, ann, bo = afternoon.pages
    afternoon.next("Do we begin?")
    ann.locator('form[data-contribute] label:has(input[value="2"])').tap()
    ann.get_by_label("What do you object to?").fill("May is too early")
    ann.get_by_role("button", name="Send").click()
    saved(ann)
    bo.locator('form[data-contribute] label:has(input[value="5"])').tap()
    saved(bo)
    afternoon.look()
    afternoon.press("Reveal the fingers")
    afternoon.seen("May is too early")
    expect(console.get_by_role("link", name="Record the decision")).to_be_visible()
    afternoon.key("d")
    form = console.locator("#dialog-body")
    expect(form.get_by_role("textbox", name="Decision", exact=True)).to_have_value("We begin in May.")
    form.get_by_label("Adopt it despite the objections").check()
    form.get_by_role("button", name="Record the decision").click()
    for page in (ann, console):  # the console is drawn after the phones
        expect(page.get_by_text("Decided: We begin in May.")).to_be_visible()


def ask_and_look_back(afternoon: Afternoon) -> None:
    afternoon.next("Open points?")
    afternoon.ann.get_by_label("Your question").fill("Who pays for it?")
    afternoon.ann.get_by_role("button", name="Ask").click()
    question = afternoon.bo.locator(".question", has_text="Who pays for it?")
    question.get_by_role("button").tap()
    expect(question.locator(".support b")).to_have_text("1")
    expect(afternoon.stage.locator(".asked li").first).to_contain_text("Who pays for it?")
    afternoon.look()
    afternoon.next("Was it worth it?", on_stage="What was this time worth to you?")
    afternoon.ann.locator('form[data-contribute] label:has(input[value="4"])').tap()
    afternoon.ann.get_by_label("What would have made it better?").fill("More coffee")
    afternoon.ann.get_by_role("button", name="Send").click()
    saved(afternoon.ann)
    afternoon.look()
    afternoon.press("Reveal the answers")
    afternoon.seen("More coffee")


def end(afternoon: Afternoon) -> None:
    afternoon.press("End the workshop")
    for page in (afternoon.ann, afternoon.bo, afternoon.stage):
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    afternoon.look()


def results(afternoon: Afternoon) -> None:
    """The page of the workshop and the report say of every kind what came out."""
    page = afternoon.console
    looking.goto(page, f"/d/{afternoon.slug}/workshops/{afternoon.uuid}/results/")
    titles = {kind: title for kind, title, *_rest in AGENDA if kind in OUTCOMES}
    names = {kind: str(activity_kinds.get(kind).result_label or title) for kind, title in titles.items()}
    for kind, title, _minutes, _settings in AGENDA:
        if kind in OUTCOMES:
            heading = page.get_by_role("heading", name=names[kind], level=2)
            part = page.locator(".result-part", has=heading).first
            expect(part).to_be_visible()
            expect(part).to_contain_text(OUTCOMES[kind])
        else:
            expect(page.locator(".result-part", has_text=title).first).to_be_visible()
    expect(page.get_by_text("It pays from the first week")).to_have_count(1)
    expect(page.get_by_role("main").get_by_role("heading", name="Risks")).to_be_visible()
    report = afternoon.headwaters.python(f"SLUG = {afternoon.slug!r}\n{REPORT}")
    assert [name for name in names.values() if name not in report] == []
    assert [text for text in OUTCOMES.values() if text not in report] == []
