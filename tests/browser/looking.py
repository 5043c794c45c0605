"""What holds for every page, asked of a page that is open in the browser."""

from __future__ import annotations

import json
import os
import re
import time
from collections import deque
from functools import cache
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import BrowserContext, Locator, Page, Request, Response, expect

from tests.served import ROOT

AXE = ROOT / "node_modules/axe-core/axe.min.js"
# A rule that is off by default: size of targets, which WCAG 2.2 asks for.
EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
# The rules that look at colors: all that another theme may break.
COLORS = {"runOnly": ["color-contrast", "link-in-text-block"]}
# What axe finds in order is not told in detail; selectors of elements, which nobody reads, are a quarter of
# its work.
# Nor does it load the sheets again, as styles that the policy of the pages refuses: only a rule about sheets
# that ask which way a screen is held needs them, and no sheet does (test_style_sheets.py).
AXE_RUN = """options => axe.run({
    ...options, resultTypes: ["violations"], selectors: false, preload: {assets: ["media"]}
  }).then(
    result => result.violations.map(
        one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 160)).join(" | ")))"""
SETTLED = """() => document.readyState === "complete"
    && !document.querySelector(".htmx-request, .htmx-settling, .htmx-swapping, .htmx-added")
    && (!document.body.dataset.liveUrl || document.documentElement.dataset.connection === "live")"""

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


WIDER = """() => {
    const width = document.documentElement.clientWidth;
    const by = document.documentElement.scrollWidth - width;
    return by <= 0 ? "" : `${by} pixels wider: ` + [...document.body.querySelectorAll("*")]
      .filter(element => element.getBoundingClientRect().right > width + 0.5)
      .map(element => element.cloneNode().outerHTML.slice(0, 100)).slice(0, 20).join(" ");
  }"""


def settled(page: Page) -> None:
    """Wait until the page has loaded, htmx has nothing under way, and a live page hears the server."""
    page.wait_for_function(SETTLED)


def goto(page: Page, address: str, status: int = 200) -> None:
    """Open the address, which has to answer with the status, and wait until the page is settled."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, f"{answer.status}: {address}"
    settled(page)


def choose_agenda(page: Page, name: str) -> None:
    """Choose the agenda of a new workshop, in the gallery where it is not in sight."""
    choice = page.get_by_label(name)
    if not choice.is_visible():
        page.locator(".agenda-gallery > summary").click()
    choice.check()


def arrived(page: Page) -> None:
    """Wait until the person who joined is in the room. The page before settles too, so that is no sign."""
    page.wait_for_url("**/w/**")
    settled(page)


# Both happen within the click: a question, or that the step is on its way.
LISTEN = """() => {
    window.onItsWay = false;
    const heard = ({ target }) => { if (target.closest?.("button, form, a")) window.onItsWay = true; };
    for (const name of ["htmx:beforeRequest", "submit"]) document.addEventListener(name, heard);
}"""
ASKED_OR_SENT = "() => window.onItsWay !== false || document.querySelector('#confirm-dialog[open]')"


def press_and_agree(page: Page, button: Locator) -> None:
    """Press a button that asks only if somebody is not done, or something is lost; the answer is yes."""
    page.evaluate(LISTEN)
    button.click()
    page.wait_for_function(ASKED_OR_SENT)
    question = page.locator("#confirm-dialog[open]")
    if question.is_visible():
        question.locator("button[value=yes]").click()
        expect(question).to_have_count(0)


def axe(page: Page, what: dict[str, Any] = EVERYTHING) -> list[str]:
    """What axe finds against the page as it stands: rule and elements."""
    if not page.evaluate("typeof axe === 'object'"):
        # Through the debugger: the page's own policy admits no script from elsewhere.
        session = page.context.new_cdp_session(page)
        session.send("Runtime.evaluate", {"expression": axe_itself()})
        session.detach()
    return list(page.evaluate(AXE_RUN, what))


@cache
def axe_itself() -> str:
    """The script."""
    return AXE.read_text()


def show_in(page: Page, scheme: Scheme) -> None:
    """Show the page in light or dark, as if the system had switched. The stage stays dark."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(
        "scheme => document.documentElement.dataset.theme === scheme || document.querySelector('body.stage')",
        arg=scheme,
    )


def axe_in_both_themes(page: Page) -> list[str]:
    """What axe finds in light, and in the colors of dark; the page stays in light."""
    violations = []
    themes: tuple[tuple[Scheme, dict[str, Any]], ...] = (("dark", COLORS), ("light", EVERYTHING))
    for scheme, what in themes:
        show_in(page, scheme)
        violations += [f"{page.url}, {scheme}: {violation}" for violation in axe(page, what)]
    return violations


def wider_than_the_screen(page: Page) -> str:
    """What makes the page scroll sideways; empty when it does not."""
    return str(page.evaluate(WIDER))


def is_uncovered(element: Locator) -> bool:
    """Whether nothing lies over the corners and the middle of the element."""
    return bool(
        element.evaluate(
            """(element) => {
              const { left, top, right, bottom } = element.getBoundingClientRect();
              const places = [[left + 3, top + 3], [right - 3, top + 3], [left + 3, bottom - 3],
                [right - 3, bottom - 3], [(left + right) / 2, (top + bottom) / 2]];
              return places.every(([x, y]) => element.contains(document.elementFromPoint(x, y)));
            }"""
        )
    )


def keeps_pictures() -> bool:
    """Whether somebody wants to look at the pages."""
    return bool(os.environ.get("HEADWATERS_SCREENSHOTS"))


def screenshot(page: Page, name: str) -> None:
    """Keep a picture in the folder that HEADWATERS_SCREENSHOTS names, if it does, for people to look at."""
    if folder := os.environ.get("HEADWATERS_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


# The hyphen of tabular figures is 41 % wider than the one of words.
WIDE_HYPHENS = """() => [...document.querySelectorAll("body *")]
  .filter(element => [...element.childNodes].some(
      node => node.nodeType === 3 && /\\p{L}-\\p{L}/u.test(node.data)))
  .filter(element => getComputedStyle(element).fontVariantNumeric.includes("tabular-nums"))
  .map(element => `the hyphen is too wide: ${element.outerHTML.slice(0, 120)}`)"""

SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, a.button, label:has(input[type=radio], input[type=checkbox]), summary, select, textarea, input")]
  .filter(element => element.checkVisibility({visibilityProperty: true})
      && !(element.matches("input") && element.closest("label"))
      && !element.matches("[type=hidden], .visually-hidden"))
  .map(element => [element, element.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
  .map(([element, box]) => `${Math.round(box.width)} × ${Math.round(box.height)}: `
      + element.outerHTML.slice(0, 120))"""

# What can be pressed or filled besides navigation, links of rows, the steps of the console and the fields of
# a form that is the page. The menus and ticks of all rows are one, and so are the answers to one question.
AT_REST = """() => {
  const all = "button, a.button, select, textarea, summary, input:not([type='hidden'])";
  const seen = each => each.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && getComputedStyle(each).clipPath === "none";
  const controls = [...document.querySelectorAll(all)].filter(each =>
    seen(each.type === "radio" ? each.closest("label") ?? each : each)
    && !each.closest(".console-steps, nav, .side-nav-bar, form.form")
    && !each.matches(".account-button, .agenda-go, .handle"));
  const ofRows = controls.filter(each => each.matches(".row-tools *, .tick, li [popovertarget]"));
  const questions = new Map();
  for (const each of controls.filter(each => !ofRows.includes(each)))
    questions.set(each.type === "radio" ? each.form ?? each.name : each, each);
  const names = [...questions.values()].map(each => each.ariaLabel ?? (each.textContent.trim() || each.name));
  return [...names, ...(ofRows.length ? ["rows"] : [])];
}"""


def controls_at_rest(page: Page) -> list[str]:
    """What can be pressed or filled while nobody points at anything, by name."""
    return list(page.evaluate(AT_REST))


# Buttons are heard by their form, htmx, the platform, or one of our scripts through a data attribute.
DEAD_BUTTONS = """() => [...document.querySelectorAll("button, [role=button]")].filter(button => {
    if (button.closest("[hidden], template")) return false;
    if (button.matches("[popovertarget], .handle, [data-dialog], [data-dialog-close], [data-copy],"
        + "[data-copy-from], [data-act], [data-move], [data-theme-choice], [data-step], [data-view],"
        + "[data-apply-stale], [data-back], [data-dismiss], [data-undo], [data-cancel],"
        + "[data-show-code], [data-sound], [data-map-do], [data-next-part], [data-hold]")) return false;
    if (["hx-get", "hx-post"].some(name => button.hasAttribute(name))) return false;
    if (button.closest("#confirm-dialog")) return false;
    return !(button.type === "submit" && button.form);
  }).map(button => button.outerHTML.slice(0, 160))"""

ADDRESSES = """() => [...new Set(
    [...document.querySelectorAll("a[href]")].map(link => link.getAttribute("href"))
      .concat([...document.querySelectorAll("[hx-get]")].map(element => element.getAttribute("hx-get"))))]"""


def dead_ends(page: Page, known: set[str]) -> list[str]:
    """Buttons that nobody listens to and links that lead nowhere; `known` are addresses tried before."""
    ends = [f"button: {button}" for button in page.evaluate(DEAD_BUTTONS)]
    for address in page.evaluate(ADDRESSES):
        if address.startswith("#"):
            if page.locator(f"[id='{address[1:]}']").count() != 1:
                ends.append(f"no such place: {address}")
        elif address not in known and not address.startswith("http"):
            known.add(address)
            answer = page.request.get(address)
            if answer.status >= 400:
                ends.append(f"{answer.status}: {address}")
    return ends


# What moves longer than a moment, in milliseconds, though its reader asked for less motion; and how long
# anything moved.
MOMENT = 50
MOVES = """(() => {
  const heard = () => {
    for (const each of document.getAnimations()) {
      const { endTime } = each.effect.getComputedTiming();
      window.movedFor = Math.max(window.movedFor ?? 0, endTime);
      if (endTime > MOMENT && matchMedia("(prefers-reduced-motion: reduce)").matches)
        console.error(`moves: ${each.animationName ?? each.transitionProperty ?? "a script"} of `
          + each.effect.target.outerHTML.slice(0, 120));
    }
  };
  for (const name of ["animationstart", "transitionrun"]) document.addEventListener(name, heard, true);
})()"""


LEFT = "a response that was navigated away from"
"""How the browser's driver refuses the body of an answer to a page that was left."""


class Watch:
    """Hears everything that goes wrong in the pages of a browser context, and once it `listens`, everything
    that the pages opened later are told.

    `bodies` are all answers and all events of streams; `failures` what the console, a script or the
    Content-Security-Policy complained about, and what moves for somebody who asked for less motion. Only what
    a test does on purpose may go wrong: `expecting` takes patterns for that.
    """

    def __init__(self, context: BrowserContext, name: str) -> None:
        self.context, self.name = context, name
        self.bodies: list[tuple[str, str]] = []
        self.unread: list[str] = []
        self.failures: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        # What was asked for last, for the report of a test that fails: time, status and address. Pulses would
        # fill it.
        self.story: deque[str] = deque(maxlen=80)
        context.on("request", lambda asked: self._tell("→", asked))
        context.on("response", lambda answer: self._tell(str(answer.status), answer.request))
        context.on("requestfailed", lambda asked: self._tell(f"failed: {asked.failure}", asked))
        context.on("weberror", lambda error: self.failures.append(f"{name}: {error.error}"))
        context.on("console", lambda said: self._note(said.type, f"{said.text} ({said.location['url']})"))
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', event => console.error("
            "'policy: ' + event.violatedDirective + ' ' + event.blockedURI))"
        )
        context.add_init_script(MOVES.replace("MOMENT", str(MOMENT)))

    def _tell(self, what: str, asked: Request) -> None:
        if "/static/" not in asked.url and not asked.url.endswith("/pulse/"):
            self.story.append(f"{time.time() % 1000:7.3f} {self.name} {what} {asked.method} {asked.url}")

    def listen(self) -> None:
        """Keep what pages are told from now on. Opening a page takes a sixth longer then."""
        self.context.on("page", self._follow)
        self.context.on("requestfinished", self._read)

    def expecting(self, *patterns: str) -> None:
        """From now on, complaints that match are meant."""
        self._expected += map(re.compile, patterns)

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not any(pattern.search(text) for pattern in self._expected):
            self.failures.append(f"{self.name}: {kind}: {text}")

    def _follow(self, page: Page) -> None:
        # The body of a stream never ends, so Playwright cannot read it; the debugger hears each event.
        session = self.context.new_cdp_session(page)
        session.on("Network.eventSourceMessageReceived", self._hear)
        session.send("Network.enable")

    def _hear(self, event: dict[str, Any]) -> None:
        self.bodies.append((f"stream, {event['eventName']}", event["data"]))

    def _read(self, request: Request) -> None:
        response = request.response()
        if response is None or not _is_ours(response):
            return
        try:
            self.bodies.append((f"{request.method} {request.url}", response.text()))
        except Exception as error:
            # No one sees an answer to a page that was closed or left.
            if not (request.frame.page.is_closed() or LEFT in str(error)):
                self.unread.append(f"{request.method} {request.url}: {error}")

    def heard(self, *, after: int = 0) -> list[tuple[str, str]]:
        """Answers and events in the order in which they came, each with where it came from."""
        return [(source, readable(body)) for source, body in self.bodies[after:]]


def _is_ours(response: Response) -> bool:
    """Whether there is a body that a person's data could be in."""
    kind = response.headers.get("content-type", "")
    return (
        "/static/" not in response.url
        and "event-stream" not in kind
        and "pdf" not in kind
        and response.status not in {204, 301, 302, 303, 304}
    )


def readable(body: str) -> str:
    """A body as one text; the fragments in an event are taken out of their JSON."""
    try:
        patches = json.loads(body)
    except ValueError:
        return body
    if isinstance(patches, list):
        return "\n".join(str(patch.get("html", "")) for patch in patches if isinstance(patch, dict))
    return body


# The sheet is there, and a large board has fetched its items.
COMPLETE = """() => document.readyState === "complete"
  && !document.querySelector(".htmx-request, [data-pending-drawing], [data-board]")"""
DRAWN = """document.fonts.ready.then(
  () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"""


def show_stage(stage: Page, code: str, size: tuple[int, int] | None = None) -> None:
    """Show the stage of the room in the page, whole and at rest, in this size of the window."""
    if size is not None:
        stage.set_viewport_size({"width": size[0], "height": size[1]})
    stage.goto(f"/w/{code}/stage/")
    stage.wait_for_function(COMPLETE)
    stage.evaluate(DRAWN)
