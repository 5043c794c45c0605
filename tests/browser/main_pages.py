"""The main pages of the demo, for tests that look at all of them."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser import looking

D = "/d/commercial-discovery/"
ORGANIZATION = "/organizations/aurelia-health/"
NEXT = "Workshop 2: use cases and priorities"

# Pages of the facilitator: a name, and an address, with the links to follow from there.
FACILITATOR_PAGES: dict[str, tuple[str, ...]] = {
    "home": ("/",),
    "organization": (ORGANIZATION,),
    "organization_new": ("/organizations/new/",),
    "members": (f"{ORGANIZATION}members/",),
    "member_add": (f"{ORGANIZATION}members/add/",),
    "not_delivered": (f"{ORGANIZATION}outbox/",),
    "people": (f"{ORGANIZATION}people/",),
    "audit": (f"{ORGANIZATION}audit/",),
    "strategy": (f"{ORGANIZATION}strategy/",),
    "onboarding": (f"{ORGANIZATION}onboarding/",),
    "templates": (f"{ORGANIZATION}templates/",),
    "template_upload": (f"{ORGANIZATION}templates/upload/",),
    "discovery_new": ("/discoveries/new/",),
    "workshop_now": ("/workshops/new/",),
    "overview": (D,),
    "why": (f"{D}why/",),
    "delta": (f"{D}delta/",),
    "learnings": (f"{D}learnings/",),
    "settings": (f"{D}settings/",),
    "search": (f"{D}search/?q=hcp",),
    "access": (f"{D}access/",),
    "capture": (f"{D}capture/",),
    "outcomes": (f"{D}outcomes/all/",),
    "actions": (f"{D}outcomes/?state=",),
    "questions": (f"{D}outcomes/questions/",),
    "risks": (f"{D}outcomes/risks/",),
    "parking_lot": (f"{D}outcomes/parking-lot/",),
    "decisions": (f"{D}outcomes/decisions/",),
    "decision_add": (f"{D}outcomes/decisions/add/",),
    "history": (f"{D}history/",),
    "report": (f"{D}report/",),
    "handover": (f"{D}handover/",),
    "check_ins": (f"{D}handover/check-ins/",),
    "workshops": (f"{D}workshops/",),
    "workshop_new": (f"{D}workshops/new/",),
    "workshop_planned": (f"{D}workshops/", NEXT),
    "run_sheet": (f"{D}workshops/", NEXT, "Run sheet"),
    "workshop_ended": (f"{D}workshops/", "First ranking"),
    "activity_ahead": (f"{D}workshops/", NEXT, "Open it before the workshop"),
    "results": (f"{D}workshops/", "First ranking", "Results"),
    "workshop_report": (f"{D}workshops/", "First ranking", "Report"),
    "timeline": (f"{D}workshops/", "First ranking", "Results", "Timeline and trash"),
    "trash": (f"{D}workshops/", "First ranking", "Results", "Timeline and trash", "Trash"),
    "tree": (f"{D}tree/",),
    "tree_presenting": (f"{D}tree/?present",),
    "tree_diagram": (f"{D}tree/diagram/",),
    "measure": (f"{D}tree/", "Engagement rate"),
    "hypotheses": (f"{D}prioritization/hypotheses/",),
    "use_cases": (f"{D}use-cases/",),
    "use_case": (f"{D}use-cases/", "HCP 360 dashboard"),
    "use_case_edit": (f"{D}use-cases/", "HCP 360 dashboard", "Edit"),
    "use_case_add": (f"{D}use-cases/add/",),
    "prioritization": (f"{D}prioritization/",),
    "method": (f"{D}prioritization/method/",),
    "weights": (f"{D}prioritization/weights/",),
    "value_sheet": (f"{D}products/value/",),
    "what_if": (f"{D}products/what-if/?now=4",),
    "cut_line": (f"{D}products/cut-line/?k=4",),
    "checklists": (f"{D}products/checklist/",),
    "checklist": (f"{D}products/checklist/", "Digital Engagement"),
    "products": (f"{D}products/",),
    "product_add": (f"{D}products/add/",),
    "product": (f"{D}products/", "Content catalog"),
    "product_questions": (f"{D}products/", "Content catalog", "Six questions"),
    "roadmap": (f"{D}products/roadmap/",),
    "sources": (f"{D}products/sources/",),
    "consumers": (f"{D}products/consumers/",),
    "landscape": (f"{D}landscape/",),
    "promises": (f"{D}products/promises/",),
    "promise": (f"{D}products/promises/", "The directory answers"),
    "promise_add": (f"{D}products/", "Digital Engagement", "Promise", "Add a promise", "Availability"),
    "usage": (f"{D}products/", "Digital Engagement", "Promise"),
    "operating_model": (f"{D}operating-model/",),
    "key_questions": (f"{D}operating-model/questions/",),
    "teams": (f"{D}operating-model/teams/",),
    "roles": (f"{D}operating-model/roles/",),
    "responsibilities": (f"{D}operating-model/responsibilities/",),
    "ownership": (f"{D}operating-model/ownership/",),
    "governance": (f"{D}operating-model/governance/",),
    "agenda": (f"{D}operating-model/governance/", "Next agenda"),
    "guardrails": (f"{D}operating-model/guardrails/",),
    "technology": (f"{D}technology/",),
    "capabilities": (f"{D}technology/capabilities/",),
    "today": (f"{D}technology/today/",),
    "gaps": (f"{D}technology/gaps/",),
    "needs": (f"{D}technology/gaps/", ": Needs"),
    "architecture": (f"{D}technology/architecture/",),
    "architecture_organization": (f"{D}technology/architecture/organization/",),
    "supervision": (f"{D}technology/supervision/",),
    "portfolio": (f"{ORGANIZATION}portfolio/",),
    "learned": (f"{ORGANIZATION}portfolio/learned/",),
    "supervision_organization": (f"{ORGANIZATION}supervision/",),
    "promise_of_product": (f"{D}products/", "Content catalog", "Promise"),
    "interface": (f"{D}products/", "Content catalog", "Interface"),
    "plan": (f"{D}products/", "Content catalog", "Plan"),
    "account_email": ("/accounts/email/",),
    "account_name": ("/account/name/",),
    "sessions": ("/accounts/sessions/",),
    "account_given": ("/account/given/",),
    "account_password": ("/accounts/password/set/",),
    "not_found": (f"{D}nowhere/",),
}


def open_page(page: Page, name: str) -> None:
    """Open the page by its address and the links from there, in a menu where they are only there."""
    address, *way = FACILITATOR_PAGES[name]
    looking.goto(page, address, 404 if name == "not_found" else 200)
    for link in way:
        main = page.locator("main")
        if not main.get_by_role("link", name=link).count():
            hidden = page.get_by_role("link", name=link, include_hidden=True)
            for menu in main.locator(".menu[popover]").filter(has=hidden).all()[:1]:
                main.locator(f'[popovertarget="{menu.get_attribute("id")}"]').click()
        while not main.get_by_role("link", name=link).count() and (more := main.locator(".show-all").all()):
            more[0].click()  # on a phone, what goes on beyond four screens
        main.get_by_role("link", name=link).first.click()
        page.wait_for_load_state()
    looking.settled(page)
