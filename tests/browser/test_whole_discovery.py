"""A whole discovery, from an empty one to the signed handover: facilitator, two phones, a sponsor who reviews
and an observer who reads by a link."""

from __future__ import annotations

import re
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Locator, Page, expect

from operating_model.shipped import SHIPPED_QUESTIONS
from process.shipped import STATEMENTS
from tests.browser.conftest import Open
from tests.browser.discovering import Discovery, name_it, save, top_of
from tests.browser.looking import settled
from tests.browser.test_workshop import confirm, give, join
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

USE_CASE = "Early warning of stock-outs"
PRODUCT = "Stock levels"
FINDING = "Stock is known at every site, but not shared"
ADVICE = "Share stock levels first"
# How long the worker may take for a report, on a machine that is busy with other tests as well.
A_WHILE = 180_000


def test_from_an_empty_discovery_to_the_signed_handover(
    headwaters: Headwaters, open_browser: Open, tmp_path: Path
) -> None:
    discovery = Discovery(headwaters, open_browser)
    start(discovery)
    headwaters.work()
    missing_at_first = discovery.missing()
    why_and_what(discovery)
    score_and_decide(discovery)
    design_a_product(discovery)
    shape_the_operating_model(discovery)
    need_a_platform(discovery)
    share_and_look_at_fitness(discovery)
    measure_the_delta(discovery)
    recommend(discovery)
    assert discovery.missing() < missing_at_first
    review(discovery)
    address, frozen = freeze_and_share(discovery, tmp_path)
    for said in (USE_CASE, PRODUCT, FINDING, ADVICE, "Version 1", "Ada Sponsor", "Say who pays for it"):
        assert said in frozen, said
    revoke(discovery, address)
    text = report(discovery, tmp_path)
    for said in (USE_CASE, ADVICE):  # what is asked for, on two pages
        assert said in text, said
    failures = [failure for watch in discovery.watches for failure in watch.failures]
    assert not failures, "\n".join(failures)


def start(discovery: Discovery) -> None:
    page = discovery.console
    page.goto(discovery.headwaters.url + discovery.headwaters.sign_in_path())
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Start a discovery in Supply chain").click()
    expect(page.get_by_label("Three-stream discovery")).to_be_checked()
    name_it(page, "Supply in three streams")
    page.get_by_role("button", name="Start the discovery").click()
    expect(page.get_by_role("heading", name="Supply in three streams")).to_be_visible()
    discovery.home = page.url
    discovery.next_is("Is Data Mesh right for us?")


def why_and_what(discovery: Discovery) -> None:
    """Suitability with a verdict, vision, goal, bet and measure, and a use case that hangs on the bet."""
    page = discovery.go("why/")
    page.get_by_role("button", name="Start the check").click()
    statements = page.locator("li.statement")
    expect(statements).to_have_count(len(STATEMENTS))
    for number, statement in enumerate(statements.all()):
        mostly = statement.locator('label:has(input[value="3"])')
        mostly.evaluate("element => element.scrollIntoView({ block: 'center' })")
        was = top_of(mostly)
        with page.expect_response("**/rate/"):
            mostly.click()
        settled(page)
        expect(statement.locator('input[value="3"]')).to_be_checked()
        if number == 4:  # what stands above grew shorter, and nothing moves under the finger
            assert abs(top_of(mostly) - was) < 1
    expect(page.get_by_role("main").get_by_text("Yes, Data Mesh fits here")).to_be_visible()
    discovery.next_is("Vision")
    discovery.go("tree/")
    page.get_by_role("link", name="Write the vision").click()
    name_it(page, "No patient waits for medicine that lies on another shelf", "Vision")
    save(page)
    page.get_by_role("link", name="Add a goal").click()
    name_it(page, "Half as many stock-outs", "Goal")
    save(page)
    page.get_by_role("link", name="Add a hypothesis").click()
    name_it(page, "Sites that see each other's stock order earlier", "Hypothesis")
    save(page)
    discovery.go("use-cases/add/")
    name_it(page, USE_CASE)
    page.get_by_label("Linked to the hypothesis").select_option(index=1)
    save(page)


def score_and_decide(discovery: Discovery) -> None:
    """Two phones score; what they gave is revealed and decided."""
    page = discovery.go("workshops/")
    page.get_by_role("link", name="Use cases and priorities", exact=True).click()
    discovery.code = page.locator(".join-code .code").first.inner_text().replace("-", "")
    page.get_by_role("link", name="Open the console").click()
    settled(page)
    join(discovery)
    page.get_by_role("button", name="Start the workshop").click()
    discovery.all_at("Welcome")
    for title in ("Write use cases", "Choose the best", "Score the use cases"):
        page.keyboard.press("ArrowRight")
        discovery.all_at(title)
    give(discovery.first, {USE_CASE: "5555555"})
    give(discovery.second, {USE_CASE: "4444444"})
    expect(page.locator(".who .chip.good")).to_have_count(2)
    settled(page)
    expect(page.locator("button[data-key=r]:not([data-confirm])")).to_be_enabled()  # nobody is still at it
    page.keyboard.press("r")
    for screen in (discovery.stage, page):
        expect(screen.locator("ol.ranking > li:not([data-line])")).to_contain_text(USE_CASE)
    for title in ("Look at the ranking", "Decide the shortlist"):
        page.keyboard.press("ArrowRight")
        discovery.all_at(title, "The room’s recommendation")
    form = page.locator("#deciding")
    expect(form.get_by_role("checkbox", name=USE_CASE)).to_be_checked()
    form.get_by_label("Reason for this choice").fill("It pays from the first week")
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(discovery.first.get_by_text("It pays from the first week")).to_be_visible()
    page.locator("main").get_by_role("button", name="End the workshop").click()
    confirm(page, "End the workshop")
    for other in (discovery.first, discovery.second, discovery.stage):
        expect(other.get_by_role("heading", name="Thank you")).to_be_visible()
        other.close()


def design_a_product(discovery: Discovery) -> None:
    """Backwards from the use case, with owner, team, a port and a promise."""
    page = discovery.go("products/")
    page.get_by_role("link", name="Design a product for it").click()
    page.get_by_label("Data product that serves the use case").fill(PRODUCT)
    page.get_by_label("Takes data from sources that aren’t listed").fill("Warehouse system")
    save(page, "Propose it")
    expect(page.get_by_role("heading", name=PRODUCT, level=1)).to_be_visible()
    page.get_by_role("link", name="Assign an owner").click()
    page.get_by_label("Owner").select_option(label="Marta Keller")
    page.get_by_label("Team").select_option(label="Customer data")
    save(page)
    expect(page.locator("#slot-ownership")).to_contain_text("Marta Keller")
    page.get_by_role("link", name="Interface", exact=True).click()
    page.locator("#ports").get_by_role("link", name="Add an output port").click()
    name_it(page, "Stock by site")
    page.get_by_label("Type").select_option(label="Table")
    page.get_by_label("Data set").fill("Stock by site and day")
    save(page)
    page.locator(".tabs").get_by_role("link", name="Promise", exact=True).click()
    page.get_by_role("link", name="Add a promise").click()
    page.get_by_role("link", name="Availability", exact=True).click()
    page.get_by_label(re.compile("^What has to be usable")).fill("Stock by site")
    page.get_by_label("Target in percent").fill("99")
    save(page, "Save the promise")
    expect(page.locator(".slo")).to_contain_text("99%")


def shape_the_operating_model(discovery: Discovery) -> None:
    """A role, a governing body, and a key question that is decided."""
    page = discovery.go("operating-model/roles/")
    page.get_by_role("link", name="Add a role of your own").click()
    name_it(page, "Keeper of stock levels")
    save(page)
    expect(page.get_by_role("heading", name="Keeper of stock levels")).to_be_visible()
    discovery.go("operating-model/governance/")
    page.get_by_role("link", name=re.compile("Add a body.*Domain governance")).click()
    name_it(page, "Stock council")
    save(page)
    expect(page.get_by_role("heading", name="Stock council")).to_be_visible()
    discovery.go("operating-model/questions/")
    page.get_by_role("button", name="Start with the questions of the method").click()
    page.get_by_role("heading", name=re.compile("How do we prioritize use cases within")).click()
    page.get_by_label("Tomorrow").fill("By value, every quarter")
    page.get_by_label("Decided").check()
    save(page)
    expect(page.get_by_text(f"1 of {len(SHIPPED_QUESTIONS)} decided")).to_be_visible()


def need_a_platform(discovery: Discovery) -> None:
    """A capability that is there by hand, and that the product needs for all teams: a gap."""
    page = discovery.go("technology/capabilities/")
    page.get_by_role("button", name=re.compile("^Add.*Data infrastructure")).click()
    page.get_by_role("link", name=re.compile("^Your own")).locator("visible=true").click()
    name_it(page, "Streams of events")
    page.get_by_label("Maturity today").select_option("1")
    page.get_by_role("textbox", name=re.compile("^Evidence")).fill("One script, run by one person")
    save(page)
    expect(page.get_by_role("rowheader", name="Streams of events")).to_be_visible()
    discovery.go("technology/gaps/")
    page.get_by_role("link", name=re.compile(f"needs.*{PRODUCT}|{PRODUCT}.*needs|{PRODUCT}")).first.click()
    page.get_by_label("Level of Streams of events").select_option("4")
    save(page)
    expect(page.locator("main")).to_contain_text("Streams of events")


def share_and_look_at_fitness(discovery: Discovery) -> None:
    page = discovery.go("products/")
    page.get_by_role("link", name=PRODUCT, exact=True).first.click()
    page.get_by_role("link", name="Interface", exact=True).click()
    page.get_by_role("link", name=re.compile("^Choose a sharing method for Stock by site")).click()
    yes = page.get_by_role("group", name=re.compile("simple reporting only")).get_by_label("Yes")
    yes.check()
    name_it(page, "Planners look once a week", "Why")
    save(page)
    expect(page.locator("main")).to_contain_text("queried in place")
    page.locator(".tabs").get_by_role("link", name="Promise", exact=True).click()
    expect(page.get_by_role("heading", name="Fitness", exact=True)).to_be_visible()
    # Published, and not measured yet: neither green nor kept, so it's open.
    expect(page.get_by_role("link", name="Add a measurement").first).to_be_visible()
    discovery.go("technology/supervision/")
    expect(page.get_by_text(PRODUCT).locator("visible=true").first).to_be_visible()


def measure_the_delta(discovery: Discovery) -> None:
    """One dimension is scored, and its gap becomes an action."""
    page = discovery.go("delta/")
    page.get_by_role("button", name="Start the delta").click()
    page.get_by_role("heading", name="Governance", exact=True).click()
    form = page.get_by_role("form", name="Governance")
    form.locator('label:has([name="today"][value="1"])').click()
    form.locator('label:has([name="wanted"][value="4"])').click()
    save(page)
    page.get_by_role("button", name="More actions for Governance").click()
    page.get_by_role("button", name=re.compile("^Create an action")).click()
    page.get_by_label(re.compile("^Owner")).select_option(label="Marta Keller")
    name_it(page, "Agree few rules, and check them by machine", "Action")
    save(page)
    expect(page.locator("main")).to_contain_text("Marta Keller")


def recommend(discovery: Discovery) -> None:
    """A finding leads to a recommendation, which an action carries out."""
    page = discovery.go("handover/")
    page.get_by_role("link", name="Add a finding").click()
    name_it(page, FINDING, "Finding")
    page.get_by_role("textbox", name=re.compile("^Evidence")).fill("Seven of nine sites keep their own lists")
    save(page, "Add the finding")
    page.get_by_role("button", name=re.compile("^More actions for")).click()
    page.get_by_role("link", name="Add a recommendation based on this").click()
    name_it(page, ADVICE, "Recommendation")
    expect(page.get_by_role("checkbox", name=FINDING)).to_be_checked()
    save(page, "Add the recommendation")
    page.get_by_role("button", name=f"More actions for {ADVICE}").click()
    page.get_by_role("link", name=re.compile(f"^Add an action.*{ADVICE}")).click()
    name_it(page, "Open the lists of the nine sites", "Summary")
    save(page, "Add the action")
    recommended = page.locator("#recommendations").locator("xpath=..")
    expect(recommended).to_contain_text("Open the lists of the nine sites")


def review(discovery: Discovery) -> None:
    """One who has an account approves a section by herself; what another says is written down."""
    page = discovery.console
    page.goto("/organizations/aurelia-health/members/")
    page.get_by_role("link", name="Add a member").click()
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label(re.compile("^Name")).fill("Ada Sponsor")
    page.get_by_role("button", name="Add the member").click()
    link = page.locator("[data-copy]").first.get_attribute("data-copy") or ""
    discovery.go("access/")
    page.get_by_role("link", name="Give access").click()
    page.get_by_label("Member").select_option(label="Ada Sponsor")
    save(page, "Give access")

    discovery.go("handover/review/")
    ask(page, account="Ada Sponsor")
    ask(page, name="Jon, head of warehouses")

    sponsor = discovery.browser("sponsor", 1280, 800).new_page()
    sponsor.goto(link)
    sponsor.get_by_role("button", name="Sign in").click()
    sponsor.goto(f"{discovery.home}handover/review/")
    mine = sponsor.get_by_role("region", name="Your reviews")
    mine.get_by_role("link", name=re.compile("^Read")).click()
    expect(report_in(sponsor)).to_contain_text(FINDING)
    sponsor.go_back()
    mine.get_by_role("link", name=re.compile("^Answer")).click()
    sponsor.get_by_label("Yes, I approve").check()
    save(sponsor, "Save the answer")
    expect(mine).to_contain_text("Approved")
    sponsor.context.close()

    discovery.go("handover/review/")
    page.get_by_role("link", name=re.compile("^Record the answer.*Jon")).click()
    page.get_by_label("No, I want changes").check()
    page.get_by_label("Comment").fill("Say who pays for it")
    save(page, "Save the answer")
    expect(page.get_by_text("1 of 2 approved").first).to_be_visible()
    discovery.next_is("Hypotheses")  # a single one hangs on the goal


def ask(page: Page, *, account: str = "", name: str = "") -> None:
    page.get_by_role("link", name="Ask for a review").click()
    if account:
        page.get_by_label("Person with access").select_option(label=account)
    else:
        page.get_by_role("textbox", name=re.compile("^Someone else")).fill(name)
    page.get_by_role("checkbox", name="The whole report").uncheck()
    page.get_by_role("checkbox", name="Findings and recommendations").check()
    save(page, "Ask")
    expect(page.locator("main").get_by_text(account or name, exact=True)).to_be_visible()


def report_in(page: Page) -> Locator:
    """The report, which a page shows in a frame of its own or as itself."""
    return page.locator("body")


def freeze_and_share(discovery: Discovery, folder: Path) -> tuple[str, str]:
    """Version 1: the address under which somebody without an account reads it, and the text of its PDF."""
    page = discovery.go("handover/versions/")
    page.get_by_role("link", name="Freeze a version").click()
    page.get_by_label("Changes in this version").fill("The first one")
    page.get_by_label("Freeze it anyway").check()
    save(page, "Freeze")
    page.get_by_role("link", name="Version 1", exact=True).click(timeout=A_WHILE)
    row = page.get_by_role("row", name=re.compile("Ada Sponsor"))
    expect(row).to_contain_text("Approved")
    expect(page.locator("main")).to_contain_text("Say who pays for it")
    to_sign = page.get_by_role("link", name="Download the PDF")
    expect(to_sign).to_be_visible(timeout=A_WHILE)
    signed = downloaded(page, to_sign, folder / "signed.pdf")
    page.get_by_role("link", name="Create a link").click()
    page.get_by_label("Recipient").fill("The board")
    save(page, "Create the link")
    address = page.locator(".share-url a").inner_text()
    observer = discovery.browser("observer", 360, 740).new_page()
    observer.goto(address)
    expect(report_in(observer)).to_contain_text(ADVICE)
    expect(report_in(observer)).to_contain_text("Ada Sponsor")
    # Its page is in a sandbox that downloads nothing: the way to the PDF opens a tab, which is not.
    way = observer.get_by_role("link", name="Download as PDF")
    assert downloaded(observer, way, folder / "shared.pdf") == signed
    observer.context.close()
    return address, text_of(folder / "signed.pdf")


def downloaded(page: Page, link: Locator, path: Path) -> bytes:
    """What the link downloads, also one that opens a tab: that closes at once, and its opener hears of it."""
    with page.expect_download() as started:
        link.click()
    started.value.save_as(path)
    return path.read_bytes()


def revoke(discovery: Discovery, address: str) -> None:
    page = discovery.console
    page.get_by_role("button", name=re.compile("^Revoke.*The board")).click()
    confirm(page, "Revoke")
    expect(page.locator("main").get_by_text("Revoked")).to_be_visible()
    discovery.expecting(r"status of (404|410) ")
    observer = discovery.browser("late observer", 360, 740)
    discovery.expecting(r"status of (404|410) ")
    late = observer.new_page()
    late.goto(address)
    expect(late.locator("body")).not_to_contain_text(ADVICE)
    expect(late.locator("body")).not_to_contain_text(PRODUCT)


def report(discovery: Discovery, folder: Path) -> str:
    """The PDF as it is asked for and downloaded; its text."""
    page = discovery.go("report/")
    page.get_by_role("button", name="Create the PDF").click()
    link = page.get_by_role("link", name="Download").first
    expect(link).to_be_visible(timeout=A_WHILE)
    downloaded(page, link, folder / "report.pdf")
    return text_of(folder / "report.pdf")


def text_of(path: Path) -> str:
    with pdfplumber.open(path) as document:
        return " ".join(" ".join(sheet.extract_text().split()) for sheet in document.pages)
