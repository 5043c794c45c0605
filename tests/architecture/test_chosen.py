"""What `make check` chooses for a change."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from tests.chosen import EVERY_PAGE, ROOT, SWEEPS, chosen, imports_of, texts_of_tests

TREE, TOGETHER, SCORES, HELPER = (
    "tests/lvt/test_tree.py",
    "tests/lvt/test_tree_together.py",
    "tests/lvt/test_scores.py",
    "tests/lvt/rooms.py",
)
MODULES = {
    PurePath(TREE): {"lvt.tree.services", "lvt.services"},
    PurePath(TOGETHER): {"tests.lvt.rooms"},
    PurePath(SCORES): {"lvt.scores.services"},
    PurePath(HELPER): {"lvt.scores.services"},
    PurePath("tests/browser/test_scores.py"): {"lvt.scores.services"},
}


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("lvt/scores/services.py", {SCORES}),
        ("lvt/tree/services.py", {TREE, TOGETHER}),
        ("lvt/tree/views.py", {TREE, TOGETHER, EVERY_PAGE}),
        ("templates/lvt/tree.html", {TREE, TOGETHER, EVERY_PAGE}),
        ("lvt/attendance_effect.py", {"tests/lvt"}),
        ("lvt/urls.py", {"tests/lvt", EVERY_PAGE, *SWEEPS["urls"]}),
        ("lvt/tree/models.py", {TREE, TOGETHER, *SWEEPS["models"]}),
        ("lvt/scoring/activity.py", {"tests/lvt", *SWEEPS["activities"]}),
        (TREE, {TREE}),
        (HELPER, {TOGETHER}),
        ("docs/testing.md", set()),
    ],
)
def test_a_change_chooses_the_tests_that_have_to_do_with_it(changed: str, tests: set[str]) -> None:
    assert chosen([PurePath(changed)], MODULES) == tests


@pytest.fixture(scope="module")
def of_the_product() -> dict[PurePath, set[str]]:
    return {path: {*imports_of(text)} for path, text in texts_of_tests().items()}


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("lvt/use_case_merging/likeness.py", {"test_card_likeness"}),
        ("lvt/use_cases/views.py", {"test_use_cases"}),
        ("products/promises/rules.py", {"test_promises", "test_promise_pages", "test_slo"}),
        ("products/promises/views.py", {"test_promises", "test_promise_pages", "test_promise_language"}),
        (
            "products/landscape/drawing.py",
            {"test_landscape_pages", "test_map_drawing", "test_edge_trunks", "test_use_counts"},
        ),
        ("products/design/product_votes/services.py", {"test_rooms"}),
        ("technology/gaps/order.py", {"test_gaps"}),
        ("templates/workshops/activities/consent/stage.html", {"test_consent"}),
        (
            "workshops/contributions/notes/services.py",
            {"test_brainstorm_board", "test_brainstorm_dots", "test_brainstorm_notes", "test_moving_notes"},
        ),
    ],
)
def test_a_concept_chooses_its_tests_and_few_others(
    changed: str, tests: set[str], of_the_product: dict[PurePath, set[str]]
) -> None:
    assert (ROOT / changed).exists()
    stems = {PurePath(each).stem for each in chosen([PurePath(changed)], of_the_product)}
    assert tests <= stems
    assert len(stems) <= len(tests) + 6


def test_what_the_sweeps_walk_through_is_asked_as_one_role() -> None:
    world, access = PurePath("tests/architecture/world.py"), PurePath("tests/architecture/test_access.py")
    modules = {world: set(), access: {"tests.architecture.world"}}
    assert chosen([world], modules) == {EVERY_PAGE, *SWEEPS["urls"]}
    assert chosen([world, access], modules) == {str(access)}


def test_the_sweeps_that_are_chosen_are_there() -> None:
    for named in {each for sweeps in SWEEPS.values() for each in sweeps} | {EVERY_PAGE}:
        file, _colons, test = named.partition("::")
        assert f"def {test.partition('[')[0]}" in (ROOT / file).read_text(), named


def test_what_is_imported_from_a_package_may_be_a_module() -> None:
    text = "import a.b\nfrom lvt.tree import services\n"
    assert {*imports_of(text)} == {"a.b", "lvt.tree", "lvt.tree.services"}
