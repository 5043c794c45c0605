"""An afternoon with every kind of activity: its agenda, its screens and how they are used."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import Watch
from tests.served import Headwaters

MAKE = """
import json
from organizations.models import Domain
from workshops.registries import activity_kinds
from workshops.agenda.services import add_activity
from discovery.discoveries.services import create_discovery
from tests import factories
from tests.factories import SYSTEM
discovery = create_discovery(
    actor=SYSTEM, domain=Domain.objects.first(), name="Supply in an afternoon", template="three_streams"
)
workshop = factories.workshop(discovery, "The whole afternoon")
for kind, title, minutes, settings in AGENDA:
    add_activity(
        actor=SYSTEM, workshop=workshop, kind=kind, title=title, minutes=minutes, settings=settings
    )
kinds = sorted(kind.key for kind in activity_kinds)
print("MADE " + json.dumps([kinds, workshop.code, str(workshop.uuid), discovery.slug]))
"""


MEASURE = """
from core.services import kinds
from lvt.models import Goal, Measure
from tests.factories import SYSTEM
goal = Goal.objects.get(discovery__slug=SLUG)
kinds.add(actor=SYSTEM, draft=Measure(goal=goal, name=NAME, unit="days", baseline=9, target=3))
print("ADDED 1")
"""


AGENDA: list[tuple[str, str, int, dict[str, object]]] = [
    ("welcome", "Good afternoon", 5, {}),
    ("check_in", "How do you arrive?", 5, {"form": "word", "at_once": True}),
    ("presentation", "Where we stand", 10, {"slides": "# Shelves are empty\n\n---\n\n# Data is there"}),
    ("brainstorm", "What holds us back?", 10, {"dots": 2, "most": 2}),
    ("tree_together", "Our tree", 10, {}),
    ("breakout", "By stream", 10, {"assignment": "side"}),
    ("break", "Coffee", 10, {}),
    ("talk", "Talk it through", 5, {}),
    ("write_use_cases", "Write cards", 10, {}),
    ("poll", "Which market first?", 5, {"form": "one", "options": ["Nordics", "Alps"]}),
    ("assessment", "Where do we stand?", 5, {"what": "suitability"}),
    ("prediction", "How far will it move?", 5, {}),
    ("card_dots", "Which cards first?", 5, {"dots": 2, "most": 2}),
    ("scoring", "Score the cards", 10, {}),
    ("ranking", "Look at the ranking", 10, {}),
    ("decide", "Choose", 5, {}),
    ("template_together", "Our first product", 10, {"name": "Stock levels"}),
    ("usage_patterns", "How is it used?", 5, {}),
    ("map_review", "Look at the map", 5, {}),
    ("product_ranking", "Which product first?", 10, {"dots": 2, "most": 2}),
    ("key_questions", "Actions tomorrow?", 5, {}),
    ("fill_roles", "Who takes which role?", 5, {}),
    ("consent", "Do we begin?", 10, {"proposal": "We begin in May."}),
    ("questions", "Open points?", 5, {}),
    ("roti", "Was it worth it?", 5, {}),
]

# What came out of each kind, as people read it; of the others only that they took place.
OUTCOMES = {
    "check_in": "Curious",
    "presentation": "Shelves are empty",
    "brainstorm": "Orders travel by fax",
    "tree_together": "Nobody waits for medicine",
    "breakout": "Only Product knows this",
    "write_use_cases": "Early warning",
    "poll": "Nordics",
    "assessment": "Several business domains produce data",
    "prediction": "Days until it arrives",
    "card_dots": "Early warning",
    "scoring": "Early warning",
    "ranking": "Early warning",
    "decide": "Early warning",
    "template_together": "Warehouse system",
    "usage_patterns": "Pharmacists at night",
    "map_review": "Suppliers are missing",
    "product_ranking": "Stock levels",
    "key_questions": "Each team owns its data",
    "fill_roles": "Zora Unheard",
    "consent": "May is too early",
    "questions": "Who pays for it?",
    "roti": "More coffee",
}
BRINGS_NOTHING = {"welcome", "break", "talk"}


class Afternoon:
    """Console and stage in one browser, Ann's phone of 360 pixels, and Bo's. `wrong` is what axe, the width
    and the size of the targets have against Ann's screen."""

    def __init__(self, headwaters: Headwaters, open_browser: Open) -> None:
        self.headwaters, self._open = headwaters, open_browser
        made = headwaters.told(f"AGENDA = {AGENDA!r}\n{MAKE}", "MADE")
        self.kinds, self.code, self.uuid, self.slug = made
        self.watches: list[Watch] = []
        self.wrong: list[str] = []
        laptop, watch = open_browser("facilitator", 1280, 800)
        self.watches.append(watch)
        self.console, self.stage = laptop.new_page(), laptop.new_page()
        self.stage.set_viewport_size({"width": 1920, "height": 1080})
        sign_in(self.console, headwaters)
        self.console.goto(f"/w/{self.code}/console/")
        self.stage.goto(f"/w/{self.code}/stage/")
        self.ann = self._join("Ann", "Business", 360)
        self.bo = self._join("Bo", "IT", 414)

    def _join(self, name: str, side: str, width: int) -> Page:
        context, watch = self._open(name, width, 740, is_mobile=True, has_touch=True)
        self.watches.append(watch)
        page = context.new_page()
        page.goto(f"/join/{self.code}/")
        page.get_by_label("Your name").fill(name)
        page.get_by_label(side, exact=True).check()
        page.get_by_role("button", name="Join").click()
        looking.arrived(page)
        return page

    @property
    def pages(self) -> tuple[Page, Page, Page, Page]:
        return self.console, self.stage, self.ann, self.bo

    def add_measure(self, name: str) -> None:
        """On the first goal of the tree, as somebody adds it on a page."""
        self.headwaters.told(f"SLUG, NAME = {self.slug!r}, {name!r}\n{MEASURE}", "ADDED")

    def all_at(self, title: str, *pages: Page) -> None:
        for page in pages or self.pages:
            expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()

    def key(self, key: str) -> None:
        """On the console, where nothing has the focus."""
        looking.settled(self.console)
        self.console.evaluate("document.activeElement.blur()")
        self.console.keyboard.press(key)

    def next(self, title: str, on_stage: str = "") -> None:
        """The next activity, on every screen. The title of the stage is the question `on_stage`, if one is
        asked, below the title of the activity."""
        self.key("ArrowRight")
        self.all_at(title, self.console, self.ann, self.bo)
        expect(self.stage.get_by_role("banner")).to_contain_text(title)
        if on_stage:
            self.all_at(on_stage, self.stage)

    def press(self, name: str) -> None:
        """A step of the console; whether it asks depends on who is done, the answer is yes."""
        button = self.console.get_by_role("main").get_by_role("button", name=name).first
        looking.press_and_agree(self.console, button)

    def look(self) -> None:
        looking.settled(self.ann)
        faults = looking.axe(self.ann) + self.ann.evaluate(looking.SMALL_TARGETS)
        if wider := looking.wider_than_the_screen(self.ann):
            faults.append(wider)
        title = self.ann.get_by_role("heading", level=1).first.inner_text()
        self.wrong += [f"{title}: {each}" for each in faults]

    def seen(self, text: str, *pages: Page) -> None:
        for page in pages or (self.stage, self.ann):
            expect(page.get_by_text(text).first).to_be_visible()


def saved(page: Page) -> None:
    expect(page.locator("[data-contribute-state]").first).to_contain_text("Saved")


def vote_for(afternoon: Afternoon, title: str, name: str) -> None:
    """Bo gives both dots to what has the name, which leads the results."""
    _console, stage, ann, bo = afternoon.pages
    afternoon.next(title)
    for _dot in range(2):
        bo.get_by_role("button", name=f"Add a dot to “{name}”").tap()
    expect(bo.locator("[data-board-purse-left]")).to_have_text("0")
    afternoon.look()
    afternoon.press("Show the results")
    for page in (stage, ann):
        expect(page.locator(".product-ranking > li").first).to_contain_text(name)
