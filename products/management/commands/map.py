"""`manage.py map SLUG --format svg --output FILE`: the landscape of a discovery, or the map of a use case."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from core.exceptions import DrawingFailed
from discovery.management.named import choices, discovery_with
from documents.files import write_whole
from products.interaction_map import Graph, Kind, Node, narrowed, served
from products.map_files import FORMATS, MapFile, map_title
from products.selectors.landscape import graph_of
from products.selectors.landscape_file import noted


class Command(BaseCommand):
    help = "Writes the landscape of a discovery, or the interaction map of one of its use cases, to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="which discovery, as in its address")
        parser.add_argument("--use-case", default="", help="the name of a use case, for its interaction map")
        parser.add_argument("--format", default="svg", help=", ".join(FORMATS))
        parser.add_argument("--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, slug: str, use_case: str, format: str, output: Path, **options: Any) -> None:
        if format not in FORMATS:
            raise CommandError(f"There is no format {format!r}. There are: {', '.join(FORMATS)}.")
        try:
            write_whole(output, FORMATS[format].make(_map_of(slug, use_case)))
        except DrawingFailed as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror or error}.") from error
        except DatabaseError as error:
            raise CommandError(f"Cannot read the database: {error}") from error
        self.stdout.write(f"{output}: {output.stat().st_size} bytes")


def _map_of(slug: str, use_case: str) -> MapFile:
    discovery = discovery_with(slug)
    everything = graph_of(discovery)
    chosen = _chosen(everything, use_case) if use_case else None
    whole, part = narrowed(everything, use_case=chosen.uuid if chosen else "")
    file = MapFile(
        graph=part,
        services=served(whole),
        title=map_title(discovery.name, chosen.name if chosen else ""),
        place=discovery.name,
        by_domain=len({node.domain for node in part.nodes}) > 1,
    )
    return noted(file, discovery)


def _chosen(graph: Graph, name: str) -> Node:
    """The use case of this name, in whatever case it is written."""
    use_cases = graph.of_kind(Kind.USE_CASE)
    matching = [node for node in use_cases if node.name.casefold() == name.strip().casefold()]
    if not matching:
        raise CommandError(f"There is no use case {name!r}. {choices(node.name for node in use_cases)}")
    if len(matching) > 1:
        raise CommandError(f"There are {len(matching)} use cases {name!r}: rename one of them first.")
    return matching[0]
