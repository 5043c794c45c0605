"""The command that reports the fitness of a discovery's data products, for other people's pipelines.

Exit codes: 0 when the file is written, with any result; 1 with --strict when a check is not passed (the file
is written all the same); 2 when it could not be made: an unknown discovery or format, a place that cannot be
written, a database that does not answer.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from discovery.management.failures import writing
from discovery.management.lookups import check_choice, discovery_with
from documents.atomic_files import write_whole
from technology.fitness_files import FORMATS
from technology.selectors.fitness import fitness_of
from technology.services.fitness import record_readings

RED, FAILED = 1, 2


class Command(BaseCommand):
    """Prints how many checks passed; its exit code tells pipelines whether all did."""

    help = (
        "Writes the results of the fitness functions of a discovery to a file, and records them as today's "
        "reading. Exit code 0: written; 1: with --strict, a check failed; 2: an error."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="slug of the discovery, as in its address")
        parser.add_argument("--format", default="json", help=", ".join(FORMATS))
        parser.add_argument("--output", required=True, type=Path, help="the file to write")
        parser.add_argument("--strict", action="store_true", help="exit with 1 if a check failed")

    def handle(self, *args: Any, slug: str, format: str, output: Path, strict: bool, **options: Any) -> None:
        with writing(output, returncode=FAILED):
            check_choice(format, FORMATS, "format")
            discovery = discovery_with(slug)
            fitness = fitness_of(discovery)
            record_readings(discovery=discovery, products=fitness)
            write_whole(output, FORMATS[format](discovery, fitness))
        passed, of = sum(each.passed for each in fitness), sum(each.of for each in fitness)
        failed = sum(len(each.failed) for each in fitness)
        unmeasured = sum(len(each.unmeasured) for each in fitness)
        noted = f", {unmeasured} promised but not measured yet" if unmeasured else ""
        self.stdout.write(f"{output}: {passed} of {of} checks passed{noted}, {len(fitness)} data products")
        if strict and failed:
            raise CommandError(f"{failed} checks failed.", returncode=RED)
