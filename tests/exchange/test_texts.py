"""A discovery from a text, and as one: what people write, what comes of it, and one undo."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from django.core.management import CommandError, call_command

from core.exceptions import NotAllowed, NotFound
from core.models import Operation
from core.services import kinds
from core.services.imports import PreviewOutdated, Refusal
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from exchange.discovery_documents.services import export_file
from exchange.services.discovery_text import NewDiscovery, export_text, import_text
from lvt.models import Goal, Hypothesis, Initiative, UseCase, Vision
from organizations.actors import Actor
from organizations.models import Domain, Person
from products.models import DataProduct, InputPort, PortColumn, Slo
from tests import factories
from tests.exchange.exchanging import again
from tests.factories import SYSTEM, make
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
KINDS = "source_oriented, aggregate and consumer_oriented"

TEXT = """\
discovery:
  name: Commercial discovery
  domain: Commercial
vision: Every visit helps a patient
goals:
- title: More visits that matter
  owner: Ana
  hypotheses:
  - Reps visit the right people
  - statement: Reps know what to say
    initiatives: [Briefing on the phone]
- title: "No"
use_cases:
- name: Next best action
  hypothesis: Reps visit the right people
products:
- name: HCP profile
  kind: Aggregate
  use_cases: Next best action
  input_ports:
  - source: CRM
  output_ports:
  - name: Profile
    kind: table
    columns: [id, name]
  consumers: [Reps]
  slos:
  - indicator: profiles that are complete
    kind: completeness
    windows: [99.5]
sources: [CRM]
consumers:
- name: Reps
  use_cases: [Next best action]
people: [Ana]
"""


def new(text: str = TEXT) -> Discovery:
    """A discovery of the text, in an organization of its own."""
    made = import_text(actor=SYSTEM, data=text.encode(), into=NewDiscovery(factories.organization()))
    return Discovery.objects.select_related("domain__organization").get(slug=made.slug)


def refused(text: str, into: Discovery | None = None) -> list[tuple[int, str]]:
    """The lines at which the text is refused, and why."""
    with pytest.raises(Refusal) as caught:
        import_text(actor=SYSTEM, data=dedent(text).encode(), into=into or factories.discovery())
    return [(each.place.line, each.message or str(each.trouble)) for each in caught.value.problems]


def test_a_person_writes_only_what_is_given() -> None:
    discovery = new()
    assert Vision.objects.get().statement == "Every visit helps a patient"
    assert [goal.title for goal in Goal.objects.all()] == ["More visits that matter", "No"]
    assert [bet.statement for bet in Hypothesis.objects.all()] == [
        "Reps visit the right people",
        "Reps know what to say",
    ]
    assert Initiative.objects.get().hypothesis.statement == "Reps know what to say"
    assert UseCase.objects.get().hypothesis == Hypothesis.objects.first()
    product = DataProduct.objects.get()
    assert (product.kind, product.domain) == ("aggregate", discovery.domain)
    assert InputPort.objects.get().source == product.discovery.sources.get()
    assert [column.name for column in PortColumn.objects.all()] == ["id", "name"]
    assert "99.5" in Slo.objects.get().sentence


def test_what_is_written_comes_out_again() -> None:
    said = yaml.safe_load(export_text(actor=SYSTEM, discovery=new()))
    assert said["goals"][0]["hypotheses"][0] == "Reps visit the right people"
    assert said["goals"][1] == "No"
    assert said["products"][0]["output_ports"][0]["columns"] == ["id", "name"]
    assert [*said][:5] == ["headwaters", "discovery", "vision", "goals", "use_cases"]


def test_what_came_from_a_text_goes_into_a_document_and_back() -> None:
    discovery = new()
    again(export_file(actor=SYSTEM, discovery=discovery))
    assert set(Slo.objects.values_list("sentence", flat=True)) != {""}


def test_one_undo_takes_all_of_it_back() -> None:
    discovery = new()
    text = "goals: [One more]\nproducts:\n- name: HCP profile\n  job: Tells who somebody is\n"
    done = import_text(actor=SYSTEM, data=text.encode(), into=discovery).operation
    assert Goal.objects.count() == 3
    assert done is not None
    undo(actor=SYSTEM, target=Operation.objects.get(pk=done.pk))
    assert Goal.objects.count() == 2
    assert DataProduct.objects.get().job == ""


def test_what_is_merged_changes_what_it_names_and_nothing_else() -> None:
    discovery = new()
    text = """\
    goals:
    - title: more  VISITS that matter
      description: Said twice as often
      owner: null
      hypotheses: [Reps visit the right people, Reps listen]
    """
    plan = import_text(actor=SYSTEM, data=dedent(text).encode(), into=discovery).plan
    assert [row.title for row in plan.added] == ["Reps listen"]
    assert [[change.name for change in row.changes] for row in plan.changed] == [
        ["title", "description", "owner"]
    ]
    assert [row.title for row in plan.absent] == ["No", "Reps know what to say"]
    goal = Goal.objects.get(description="Said twice as often")
    assert goal.owner is None
    assert goal.hypotheses.count() == 3
    assert DataProduct.objects.count() == 1


def test_siblings_stand_as_they_are_written() -> None:
    discovery = new()
    text = "goals: ['No', First of all, More visits that matter]"
    assert import_text(actor=SYSTEM, data=text.encode(), into=discovery).plan.orders
    titles = ["No", "First of all", "More visits that matter"]
    assert [goal.title for goal in Goal.objects.filter(deleted_at=None)] == titles


def test_a_trial_writes_nothing() -> None:
    discovery = factories.discovery()
    came = import_text(actor=SYSTEM, data=TEXT.encode(), into=discovery, is_trial=True)
    assert len(came.plan.added) == 18
    assert not Goal.objects.exists()
    assert not Operation.objects.filter(verb__endswith="text.imported").exists()


# --- What is wrong --------------------------------------------------------------------------------


def test_every_problem_is_told_with_its_line_and_nothing_is_written() -> None:
    text = """\
    goals:
    - ttle: Wrong
    - title: Right
      wip_limit: many
      owner: Nobody of here
    products:
    - name: Profile
      kind: round
    - name: Other
      kind: aggregate
      effort: 1e
    """
    assert refused(text) == [
        (2, "“ttle” isn’t recognized here. Did you mean “title”?"),
        (4, "wip_limit: “many” isn’t a number."),
        (5, "Trouble.UNKNOWN"),
        (8, f"kind: “round” isn’t one of the options. Use one of these: {KINDS}."),
        (11, "effort: “1e” isn’t a number."),
    ]
    assert not Goal.objects.exists()


def test_what_is_called_after_a_refused_row_is_not_written_either() -> None:
    text = """\
    products:
    - name: HCP profile
      kind: aggregate
      needs:
      - capability: Storage
        level: 3
    capabilities: [Storage]
    """
    assert refused(text) == [(7, "plane: This field cannot be blank.")]


def test_what_names_a_refused_row_later_on_is_refused_with_it() -> None:
    text = """\
    use_cases:
    - name: HCP 360
      hypothesis: Reps prepare better
    goals:
    - title: Grow
    - title: Better visits
      contributes_to: Grow
      hypotheses: [Reps prepare better]
    """
    assert refused(text) == [
        (7, "contributes_to: You can’t choose this here. It belongs elsewhere or was deleted.")
    ]


def test_rules_of_pages_are_those_of_texts() -> None:
    text = """\
    products:
    - name: Profile
      kind: aggregate
      effort_low: 5
      effort_high: 2
      input_ports:
      - name: From nowhere
        kind: product
    - name: Other
      kind: aggregate
    - name: other
      kind: aggregate
    key_questions:
    - text: Who decides?
      state: decided
    goals:
    - title: Too much at once
      wip_limit: 1
      hypotheses:
      - statement: First
        state: exploring
      - statement: Second
        state: in_delivery
    """
    lines = refused(text)
    assert [line for line, _said in lines] == [5, 11, 14, 22]
    assert "“At most” can’t be less" in lines[0][1]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("goals: &all [a]\nuse_cases: *all", 1),
        ("goals:\n- !!python/object/apply:os.system [ls]", 2),
        ("goals: [a]\ngoals: [b]", 2),
        ("goals:\n- title: a\n  title: b", 3),
        ("goals: " + "[" * 10_000, 1),
        ("goals: [" + "a, " * 200_001 + "]", 1),
        ("goals:\n - a\n- b: : c", 3),
        ("- a\n- b", 1),
        ("goals: a", 1),
        ("goals: [[a]]", 1),
        ("goals:\n- title: {a: b}", 2),
        ("headwaters: 2", 1),
        ("discovery: [a]", 1),
        ('goals: ["a\\0b"]', 1),
        ("goals: [" + "a" * 201 + "]", 1),
        ("goals:\n- title: b\n  description: " + "a" * 100_001, 3),
        ("bodies:\n- name: Board\n  kind: domain\n  at: noon", 4),
        ("decisions:\n- title: We go\n  reason: It is time\n  decided_at: yesterday", 4),
        ("a: 1\n--- \nb: 1", 2),
    ],
)
def test_what_is_no_text_of_a_discovery_is_refused_with_its_line(text: str, line: int) -> None:
    assert [at for at, _said in refused(text)][:1] == [line]


def test_a_file_that_is_too_large_or_no_text_is_refused() -> None:
    for data in (b"#" * 5_000_001, b"goals: [\xff]", "goals: [a]".encode("utf-16")):
        with pytest.raises(Refusal):
            import_text(actor=SYSTEM, data=data, into=factories.discovery())


def test_a_name_that_two_have_is_told_apart_by_what_it_hangs_on() -> None:
    text = """\
    goals:
    - title: One
      hypotheses: [Same]
    - title: Two
      hypotheses: [Same, Same]
    use_cases:
    - name: Next best action
      hypothesis: %s
    """
    assert [line for line, _said in refused(text % "Same")] == [8]
    assert [line for line, _said in refused(text % "{name: Same, of: Two}")] == [8]
    discovery = new("discovery: {name: a, domain: b}\n" + dedent(text % "{name: Same, of: Two, number: 2}"))
    assert UseCase.objects.get().hypothesis == Hypothesis.objects.last()
    said = yaml.safe_load(export_text(actor=SYSTEM, discovery=discovery))
    assert said["use_cases"][0]["hypothesis"] == {"name": "Same", "of": "Two", "number": 2}


def test_of_several_with_one_name_it_is_not_guessed_which_is_meant() -> None:
    discovery = factories.discovery()
    for _number in range(2):
        make(Goal, discovery=discovery, title="Same")
    assert refused("goals: [{title: Same, description: Which?}]", discovery) == [(1, "Trouble.UNCLEAR")]


def test_five_thousand_lines_are_answered() -> None:
    plan = import_text(
        actor=SYSTEM,
        data=("risks:\n" + "".join(f"- Risk {number}\n" for number in range(5_000))).encode(),
        into=factories.discovery(),
        is_trial=True,
    ).plan
    assert len(plan.added) == 5_000


def test_what_changed_since_it_was_seen_is_not_written() -> None:
    discovery = new()
    text = b"goals:\n- title: 'No'\n  description: Said in the text\n"
    seen = import_text(actor=SYSTEM, data=text, into=discovery, is_trial=True).digest
    goal = Goal.objects.get(title="No")
    kinds.change(actor=SYSTEM, artifact=goal, description="Said meanwhile")
    with pytest.raises(PreviewOutdated):
        import_text(actor=SYSTEM, data=text, into=discovery, digest=seen)
    goal.refresh_from_db()
    assert goal.description == "Said meanwhile"
    seen = import_text(actor=SYSTEM, data=text, into=discovery, is_trial=True).digest
    assert import_text(actor=SYSTEM, data=text, into=discovery, digest=seen).plan.changed


# --- Who may --------------------------------------------------------------------------------------


def test_who_may_not_write_something_does_not_write_it_by_a_text() -> None:
    discovery = factories.discovery()
    editor = Actor.of_account(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda"))
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER, name="Vic"))
    for actor, error in ((viewer, NotAllowed), (Actor.of_account(factories.user()), NotFound)):
        with pytest.raises(error):
            import_text(actor=actor, data=b"goals: [a]", into=discovery)
        with pytest.raises(error):
            export_text(actor=actor, discovery=discovery)
        with pytest.raises(error if error is NotFound else NotAllowed):
            import_text(actor=actor, data=TEXT.encode(), into=NewDiscovery(discovery.domain.organization))
    assert import_text(actor=editor, data=b"goals: [a]", into=discovery).plan.added
    with pytest.raises(Refusal, match="line 1: Only facilitators"):
        import_text(actor=editor, data=b"people: [Ana]", into=discovery)
    with pytest.raises(Refusal, match="line 2: Only facilitators"):
        import_text(actor=editor, data=b"goals: [b]\ndomains: [Sales]", into=discovery)
    assert not Person.objects.exists()
    assert [goal.title for goal in Goal.objects.all()] == ["a"]


# --- Commands -------------------------------------------------------------------------------------


def run(command: str, *args: object) -> list[str]:
    printed = StringIO()
    call_command(command, *map(str, args), stdout=printed)
    return printed.getvalue().splitlines()


def test_commands_make_a_discovery_and_merge_into_it(tmp_path: Path) -> None:
    organization = factories.organization()
    file = tmp_path / "text.yaml"
    file.write_text(TEXT)
    to = ("--organization", organization.slug, "--domain", "Sales")
    counts = ["added: 18", "changed: 0", "unchanged: 0"]
    assert run("import_text", file, *to, "--dry-run") == ["discovery: commercial-discovery", *counts]
    assert not Domain.objects.filter(name="Sales").exists()
    assert run("import_text", file, *to) == ["discovery: commercial-discovery", *counts]
    discovery = Discovery.objects.get(slug="commercial-discovery")
    assert discovery.domain.name == "Sales"
    run("export_text", discovery.slug, "--output", file)
    again = ["discovery: commercial-discovery", "added: 0", "changed: 0", "unchanged: 18"]
    assert run("import_text", file, "--into", discovery.slug) == again


def test_a_command_says_each_problem_on_a_line(tmp_path: Path) -> None:
    discovery = factories.discovery()
    file = tmp_path / "text.yaml"
    file.write_text("goals:\n- titel: a\n- title: b\n  owner: Ana\n")
    with pytest.raises(CommandError) as error:
        run("import_text", file, "--into", discovery.slug)
    assert str(error.value).splitlines() == [
        "line 2: “titel” isn’t recognized here. Did you mean “title”?",
        "line 4: “Ana” (person) wasn’t found.",
    ]
    for wrong in (("--into", "nowhere"), ("--organization", "nowhere"), ()):
        with pytest.raises(CommandError):
            run("import_text", file, *wrong)
    with pytest.raises(CommandError):
        run("import_text", tmp_path / "missing.yaml", "--into", discovery.slug)
    with pytest.raises(CommandError):
        run("export_text", "nowhere", "--output", file)
