"""The texts of reports, by module and template. config.room_texts has those of the room,
config.shipped_content_texts those of content that ships.

`manage.py words` brings the catalogs up to date with the code.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.utils import translation

from config.message_catalog_updates import SourceWords, collected, included_in, names_of
from config.message_extraction import TEMPLATE, SourceText, texts_of
from core.kinds import artifact_kinds
from core.labels import sources_of
from discovery.kinds.artifact_content import empty_texts, names_of_fields, names_of_links
from discovery.models import Discovery

# Titles of the board's paper: every language has them, whether or not it has reports.
TITLES = (
    "discovery/appendix_headlines.py",
    "discovery/headlines.py",
    "discovery/plan_headlines.py",
    "discovery/product_headlines.py",
)
# Modules all of whose words may stand in a report, its slides or its spreadsheet.
MODULES = (
    *TITLES,
    "*/assessment_sources.py",
    "*/exports*.py",
    "*/*/exports.py",
    "*/report.py",
    "*/*/report.py",
    "*/*/*/report.py",
    "*/report_*.py",
    "*/*_drawing.py",
    "*/*/*drawing.py",
    "*/*/*/*drawing.py",
    "products/landscape/files.py",
    "lvt/selectors/ranking_results.py",
    "*/results/selectors.py",
    "discovery/document_parts.py",
    "exchange/erasure/copies.py",
    "discovery/marks.py",
    "discovery/use_count_words.py",
    "discovery/reports/*.py",
    "workshops/reports/*.py",
    "handover/reports/*.py",
    "*/*/reports.py",
    "*/*/*/reports.py",
    "organizations/services/invitations.py",
    "documents/*.py",
    "process/delta/selectors.py",
    "handover/findings/selectors.py",
    "handover/section_reviews/selectors.py",
    "process/suitability/selectors.py",
    "lvt/overview.py",
    "lvt/activities/ranking_review.py",
    "discovery/operating_model_headlines.py",
    "discovery/spotlight_headlines.py",
    "lvt/selectors/kano_categories.py",
    "lvt/selectors/criterion_opinions.py",
    "lvt/selectors/close_places.py",
    "lvt/selectors/domain_goal_contributions.py",
    "lvt/ranking_evidence/selectors.py",
    "lvt/templatetags/use_cases.py",
    "lvt/sensitivity/selectors.py",
    "workshops/contributions/consent/selectors.py",
    "lvt/opinions_by_role/selectors.py",
    "lvt/measures/selectors.py",
    "lvt/selectors/open_points.py",
    "lvt/selectors/activity_people.py",
    "lvt/selectors/ranking_charts.py",
    "lvt/measure_predictions/selectors.py",
    "lvt/tree/selectors.py",
    "lvt/tree/folding.py",
    "operating_model/edge_framework.py",
    "operating_model/overview.py",
    "operating_model/*/overview.py",
    "operating_model/selectors/*.py",
    "operating_model/*/selectors.py",
    "products/overview.py",
    "products/landscape/red_thread/rules.py",
    "products/design/access/selectors.py",
    "products/design/checklist/selectors.py",
    "products/selectors/goal_coverage.py",
    "products/selectors/blockers.py",
    "products/planning/what_if/change_words.py",
    "products/planning/what_if_scenarios/selectors.py",
    "products/selectors/asked_rows.py",
    "products/selectors/gap_rows.py",
    "products/planning/cut_line/selectors.py",
    "products/selectors/goal_costs.py",
    "products/landscape/selectors.py",
    "products/selectors/product_makeup.py",
    "products/landscape/overlaps/selectors.py",
    "products/selectors/promise_words.py",
    "products/landscape/red_thread/selectors.py",
    "products/landscape/value_sheet/selectors.py",
    "products/promises/selectors.py",
    "products/design/template/selectors.py",
    "technology/fitness.py",
    "technology/overview*.py",
    "technology/selectors/*.py",
    "technology/*/selectors.py",
    "technology/port_sharing_pattern/rules.py",
)
# Of these only the labels of choices do: the rest is said on pages.
CHOICES = ("*/models/*.py", "*/*/models.py", "*/*/*/models.py")
# Of these modules only what the named definitions say.
PARTS = {
    "core/labels.py": {"quoted"},
    "workshops/overview.py": {"decisions_standing"},
    "process/overview.py": {"domain_standing", "strategy_standing", "why_standing"},
    "discovery/kinds/artifact_content.py": {"cell_of"},
    "discovery/data_mesh_basics.py": {"SOCIOTECHNICAL", "PRINCIPLES", "AUTONOMY", "CHALLENGES"},
    "discovery/process.py": {"PHASE_PURPOSES", "STREAM_PURPOSES"},
    "lvt/shortlist/services.py": {"_alternatives", "_title"},
    "products/planning/what_if/forms.py": {"WhatIfForm"},
    "products/planning/what_if/services.py": {"_effect"},
    "products/services/violation_actions.py": {"_texts"},
    "products/planning/what_if/selectors.py": {"World", "WhatIfRow", "WhatIf"},
    "products/indicator_wording.py": {"_CALENDAR", "_ROLLING", "_UNITS", "sentence", "duration"},
    "technology/capability_catalog.py": {"LEVELS"},
    "workshops/selectors/unrevealed.py": {"_WORDS"},
}
# And what they include; and mails.
TEMPLATES = (
    "*/report/**/*.html",
    "*/reports/**/*.html",
    "*/board/*.html",
    "*/activities/*/paper.html",
    "*/activities/*/results.html",
    "*/email/*.txt",
    "*/mail/*.txt",
)
# Folders of templates that bear no name of ours: mails about accounts.
_ACCOUNTS = ("account", "socialaccount")
# Excluded: these match the patterns above, but their words are shown in the interface only.
EXCLUDED = frozenset(
    {
        "handover/report_profiles/forms.py",
        *(
            "config/message_extraction.py",
            "config/report_texts.py",
            "config/room_texts.py",
            "config/message_catalog_updates.py",
        ),
        "config/shipped_content_texts.py",
        "workshops/reports/action_files.py",
        "handover/reports/jobs.py",
        "organizations/reports/logo_upload.py",
        "documents/pending_drawings.py",
        "handover/reports/report_files.py",
        "operating_model/selectors/calendars.py",
        "workshops/reports/activity.html",
        "handover/reports/order.html",
        "handover/reports/page.html",
    }
)


def words_of_reports(root: Path) -> dict[tuple[str, str], SourceWords]:
    """All words that may stand in a report, by context and message, in the order of their places. `root` is
    the folder of the project."""
    return collected((*_in_modules(root), *_in_templates(root), *_of_kinds()))


def words_of_titles(root: Path) -> dict[tuple[str, str], SourceWords]:
    """All words of the titles of the board's paper."""
    places = [(root / place, place) for place in TITLES]
    return collected(SourceWords.of(each, place) for path, place in places for each in _texts_of(path))


def _texts_of(path: Path) -> Iterator[SourceText]:
    with path.open("rb") as file:
        yield from texts_of(file, "python")


def _in_modules(root: Path) -> Iterator[SourceWords]:
    for path, place in _files(root, MODULES, settings.OUR_APPS):
        yield from (SourceWords.of(each, place) for each in _texts_of(path))
    for path, place in _files(root, CHOICES, settings.OUR_APPS):
        classes = [
            node
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases)
        ]
        yield from (SourceWords.of(each, place) for each in found_within(path, classes))
    yield from words_of_parts(root, PARTS)


def words_of_parts(root: Path, parts: Mapping[str, set[str]]) -> Iterator[SourceWords]:
    """Texts of the named definitions of these modules."""
    for place, names in parts.items():
        nodes = [node for node in ast.parse((root / place).read_text()).body if names_of(node) & names]
        yield from (SourceWords.of(each, place) for each in found_within(root / place, nodes))


def found_within(path: Path, nodes: Iterable[ast.stmt]) -> Iterator[SourceText]:
    """Texts of these statements of a module."""
    spans = [(node.lineno, node.end_lineno or node.lineno) for node in nodes]
    if spans:
        with path.open("rb") as file:
            for each in texts_of(file, "python"):
                if any(first <= each.line <= last for first, last in spans):
                    yield each


def _of_kinds() -> Iterator[SourceWords]:
    """The names of the kinds of artifacts in discoveries, and of their fields (`core.labels.as_label`), and
    the texts in place of empty fields."""
    with translation.override(None):
        for kind in artifact_kinds:
            if kind.root is Discovery:
                meta = kind.model._meta
                heads = (*names_of_fields(kind), *names_of_links(kind).values())
                for name in (*heads, meta.verbose_name, meta.verbose_name_plural, *empty_texts(kind)):
                    for context, message in (*sources_of(name),) or [("", str(name))]:
                        yield SourceWords(message, context=context, places={meta.label})


def _in_templates(root: Path) -> Iterator[SourceWords]:
    folder = root / "templates"
    places = [place for _path, place in _files(folder, TEMPLATES, (*settings.OUR_APPS, *_ACCOUNTS))]
    for place in included_in(folder, places):
        with (folder / place).open("rb") as file:
            yield from (SourceWords.of(each, f"templates/{place}") for each in texts_of(file, TEMPLATE))


def _files(root: Path, patterns: tuple[str, ...], apps: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    paths = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    for path in sorted(paths):
        place = path.relative_to(root).as_posix()
        if place.split("/")[0] in apps and place not in EXCLUDED:
            yield path, place
