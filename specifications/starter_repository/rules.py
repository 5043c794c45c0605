"""A starter repository for a data product: the architectural quantum as files.

It contains the agreements of the room: specification, contracts, access policy with its tests, sample data
that fit the contracts, tests, and a file for continuous integration. Unknown parts are placeholders. Pure.
"""

import csv
import io
from collections.abc import Iterable

from core.clean_text import csv_cell
from specifications.files import File, contract_file, product_file
from specifications.product_rows import ColumnSpec, OutputPortSpec, ProductSpec, ValueThread
from specifications.starter_repository.access_policy import in_words, policy, policy_tests, rule_of
from specifications.starter_repository.texts import filled_template

SAMPLES = 3
"""How many rows of sample data an output port gets."""
RELIED_ON = "relied-on"
"""The folder of the contracts of others."""

# Invented values by the logical type of a column, one for each row.
_VALUES = {
    "date": ("2026-01-31", "2026-02-28", "2026-03-31"),
    "timestamp": ("2026-01-31T08:00:00+00:00", "2026-02-28T12:30:00+00:00", "2026-03-31T23:59:59+00:00"),
    "time": ("08:00:00", "12:30:00", "23:59:59"),
    "number": ("0.5", "12.25", "1000.0"),
    "integer": ("1", "2", "3"),
    "boolean": ("true", "false", "true"),
    "object": ("{}", "{}", "{}"),
    "array": ("[]", "[]", "[]"),
}


def files_of(product: ProductSpec, relied_on: Iterable[File] = ()) -> dict[str, str]:
    """The texts of all files, by their path in the repository; the same each time for the same product.
    `relied_on` are the contracts of others that its input ports name."""
    described = product_file(product)
    contracts = {port.id: contract_file(product, port) for port in product.ports}
    rules = [rule_of(row) for row in product.rules]
    default_allows = product.access_default == "allow"
    return {
        "README.md": _readme(product, described.file_name),
        f"specification/{described.file_name}": described.text,
        **{f"specification/{file.file_name}": file.text for file in contracts.values()},
        **{f"specification/{RELIED_ON}/{file.file_name}": file.text for file in relied_on},
        "policy/access.rego": policy(
            product.name, rules, [row.note for row in product.rules], default_allows=default_allows
        ),
        "policy/access_test.rego": policy_tests(rules, default_allows=default_allows),
        **{
            f"samples/{contracts[port.id].file_name.replace('.odcs.yaml', '.csv')}": _sample(port)
            for port in product.ports
        },
        "checks/test_samples.py": filled_template("test_samples.txt"),
        "requirements.txt": filled_template("requirements.txt"),
        "pipeline/README.md": filled_template(
            "pipeline.md",
            name=product.name,
            inputs=_bullets(port.name for port in product.inputs),
            inside=_bullets(
                f"{part}: {text}"
                for part, text in (
                    ("Storage", product.storage),
                    ("Processing", product.processing),
                    ("Transformation", product.transformation),
                )
                if text
            ),
            ports=_bullets(_port_words(port) for port in product.ports),
        ),
        "infrastructure/README.md": filled_template(
            "infrastructure.md",
            name=product.name,
            ports=_bullets(_port_words(port) for port in product.ports),
        ),
        ".github/workflows/check.yaml": filled_template("check.yaml", odps=described.file_name),
    }


def _readme(product: ProductSpec, odps: str) -> str:
    return filled_template(
        "README.md",
        name=product.name,
        job=product.job or product.description or "No purpose yet.",
        domain=product.domain.name,
        organization=product.organization.name,
        team=f", {product.team.name}" if product.team else ", not named yet",
        reasons=_bullets(
            [
                *map(_thread_words, product.threads),
                *(f"Measure of success: {measure.name}" for measure in product.measures),
            ]
        ),
        odps=odps,
        inputs=_bullets(port.name for port in product.inputs),
        access=_bullets(
            [
                *(
                    f"{'May' if rule.allows else 'May not'}: {in_words(rule)}"
                    for rule in map(rule_of, product.rules)
                ),
                f"Everyone else: {'may' if product.access_default == 'allow' else 'may not'}",
            ]
        ),
        promises=_bullets(promise.sentence for promise in product.promises),
    )


def _thread_words(thread: ValueThread) -> str:
    """ "Goal: …, hypothesis: …, use case: …", each without the full stop of a sentence."""
    parts = (("goal", thread.goal), ("hypothesis", thread.hypothesis), ("use case", thread.use_case))
    words = ", ".join(f"{label}: {each.name.rstrip('.')}" for label, each in parts if each)
    return f"{words[0].upper()}{words[1:]}"


def _bullets(lines: Iterable[str]) -> str:
    texts = [" ".join(line.split()) for line in lines]
    return "\n".join(f"- {text}" for text in texts if text) or "Nothing yet."


def _port_words(port: OutputPortSpec) -> str:
    return f"{port.name} ({port.kind}){f': {port.location}' if port.location else ''}"


def _sample(port: OutputPortSpec) -> str:
    """Rows of invented values for the port; a port without columns has an empty file."""
    if not port.columns:
        return ""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(csv_cell(column.name) for column in port.columns)
    writer.writerows([_value(column, number) for column in port.columns] for number in range(SAMPLES))
    return lines.getvalue()


def _value(column: ColumnSpec, number: int) -> str:
    if column.type in _VALUES:
        return _VALUES[column.type][number]
    return f"{'Invented person' if column.is_personal else 'Invented'} {number + 1}"
