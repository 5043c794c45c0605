"""All files of a discovery as one zip, the same each time for the same files."""

import io
import zipfile
from collections.abc import Iterable

# The first moment that a zip can name. The files have none of their own.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE_BY_ALL = 0o644 << 16
# What is compressed already.
_SMALL = (".pdf", ".pptx", ".xlsx", ".png", ".zip")


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The zip of `files`, pairs of a path with "/" and the content. Of two with one path the first counts.

    Raises ValueError for a path that leads out of the folder into which it is unpacked.
    """
    target = io.BytesIO()
    paths = set()
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in files:
            if path.startswith("/") or "\\" in path or ".." in path.split("/") or not path:
                raise ValueError(f"{path!r} leads out of the archive")
            if path in paths:
                continue
            paths.add(path)
            entry = zipfile.ZipInfo(path, _NO_TIME)
            entry.compress_type = zipfile.ZIP_STORED if path.endswith(_SMALL) else zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE_BY_ALL
            archive.writestr(entry, content)
    return target.getvalue()
