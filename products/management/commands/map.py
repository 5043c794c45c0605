"""`manage.py map SLUG --format svg --output FILE`: the landscape of a discovery, or the map of a use case."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from discovery.management.failures import writing
from discovery.management.lookups import check_choice, discovery_with, one_named
from documents.atomic_files import write_whole
from products.landscape.files import FORMATS, MapFile, map_title
from products.landscape.map_filters import narrowed
from products.landscape.rules import NodeKind, services_of
from products.landscape.selectors import graph_of
from products.selectors.landscape_file import with_footnotes


class Command(BaseCommand):
    """Prints the size of the file."""

    help = "Writes the landscape of a discovery, or the interaction map of one of its use cases, to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="slug of the discovery, as in its address")
        parser.add_argument("--use-case", default="", help="name of a use case, for its interaction map")
        parser.add_argument("--format", default="svg", help=", ".join(FORMATS))
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, slug: str, use_case: str, format: str, output: Path, **options: Any) -> None:
        check_choice(format, FORMATS, "format")
        with writing(output):
            write_whole(output, FORMATS[format].make(_map_of(slug, use_case)))
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")


def _map_of(slug: str, use_case: str) -> MapFile:
    discovery = discovery_with(slug)
    everything = graph_of(discovery)
    center = one_named(everything.of_kind(NodeKind.USE_CASE), use_case, "use case") if use_case else None
    whole, part = narrowed(everything, middle=[center.id] if center else ())
    file = MapFile(
        graph=part,
        services=services_of(whole),
        title=map_title(discovery.name, center.name if center else ""),
        place=discovery.name,
        by_domain=len({node.domain for node in part.nodes}) > 1,
    )
    return with_footnotes(file, discovery)
