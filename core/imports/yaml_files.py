"""Files of YAML that someone sends: one, or several in an archive. Pure."""

import io
import zipfile
from collections.abc import Collection

from core.imports.yaml_parser import LARGEST, MOST_NODES, Node, NotYaml, TextRefusal, count_of, read_all
from core.zip_reading import DamagedZip, read_part, reading_zip

MOST_FILES = 1_000
MOST_ENTRIES = 10_000
"""Of all in an archive, those among them that are not read."""


class TooMany(Exception):
    """An archive has more in it than is read."""


def read_files(
    data: bytes, endings: Collection[str], most_files: int = MOST_FILES
) -> tuple[dict[str, list[Node] | NotYaml], list[str]]:
    """The documents of each file with one of these endings, by its name ("" for a file that is no archive),
    or why it is not read; and the names of the archive's other files.

    All of an archive may hold as much as one file. Raises DamagedZip, and TooMany.
    """
    if not data.startswith(b"PK"):
        return {"": _nodes_or_problem(data, MOST_NODES)}, []
    files: dict[str, list[Node] | NotYaml] = {}
    bytes_allowed, nodes = LARGEST, MOST_NODES
    try:
        with reading_zip():
            archive = zipfile.ZipFile(io.BytesIO(data))
    except OSError as error:
        raise DamagedZip from error
    with archive:
        files_of_people = [each for each in archive.infolist() if not _is_hidden(each.filename)]
        packed = [each for each in files_of_people if each.filename.lower().endswith(tuple(endings))]
        if len(archive.infolist()) > MOST_ENTRIES or len(packed) > most_files:
            raise TooMany
        for each in packed:
            content = read_part(archive, each, most=bytes_allowed + 1)
            bytes_allowed -= len(content)
            documents = _nodes_or_problem(content, nodes)
            if bytes_allowed < 0 or (
                isinstance(documents, NotYaml) and documents.wrong == TextRefusal.TOO_MANY
            ):
                raise TooMany
            nodes -= 0 if isinstance(documents, NotYaml) else count_of(documents)
            files[each.filename] = documents
    return files, [each.filename for each in files_of_people if each not in packed]


def _nodes_or_problem(data: bytes, most_nodes: int) -> list[Node] | NotYaml:
    try:
        return read_all(data, most_nodes)
    except NotYaml as wrong:
        return wrong


def _is_hidden(name: str) -> bool:
    """Return True for a folder, and for a file that programs such as macOS put into archives."""
    return name.endswith("/") or any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
