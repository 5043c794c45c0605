"""HTML in, a tagged PDF out: the layout program, as a process of its own or inside another one.

Knows no Django, so that the process starts quickly: `python -m documents.pdf_engine` reads a job from its
standard input and writes what it did to its standard output, see documents/pdf_engine_process.py.
"""

import base64
import gc
import hashlib
import io
import json
import logging
import os
import re
import select
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pikepdf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from config.patches.weasyprint import (
    first_pages,
    fonts_kept,
    hyphenated_alone,
    in_whole_words,
    lengths_resolved_once,
    lines_split_once,
    markers_styled_where_shown,
    pages_counted_once,
    pages_packed,
    paper_of,
)
from documents.process_priority import WAITS, step_behind

# What the engine is doing, told at each step and each page.
LAYOUT, WRITING = "layout", "writing"
Tell = Callable[[str], None]

# What no font draws, and what turns the direction of the text around it. Marks that right-to-left scripts
# need stay.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_TYPES = {".css": "text/css; charset=utf-8", ".ttf": "font/ttf"}
_DRAWING = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/]+=*)")
# The moment that fonts name as that of their last change: else it is the second in which they were cut to
# the letters of a document, and no two PDFs of it were the same.
_MOMENT_OF_FONTS = "0"


class AddressRefused(ValueError):
    """A report asked for something that is not its own."""


class FileFetcher(URLFetcher):  # type: ignore[misc]  # the library is untyped
    """Serves the files that it is given, by their addresses, drawings that it took out, and `data:`; nothing
    else."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self._files = files
        self._drawings: dict[str, bytes] = {}

    def take_out(self, html: str) -> str:
        """The document with an address in place of each drawing that it brings: most of its letters, which
        the parser would go through and keep several times."""
        return _DRAWING.sub(self._address_of, html)

    def _address_of(self, data: re.Match[str]) -> str:
        url = f"drawing:{hashlib.sha256(data[1].encode()).hexdigest()}"
        self._drawings[url] = base64.b64decode(data[1])
        return url

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Raises AddressRefused for any other address."""
        if url in self._drawings:
            return URLFetcherResponse(url, self._drawings[url], {"Content-Type": "image/svg+xml"})
        if url in self._files:
            path = self._files[url]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[path.suffix]})
        if url.startswith("data:"):
            return super().fetch(url, headers)
        raise AddressRefused(f"a report may not load {url[:80]}")


def render(
    candidates: Sequence[str],
    *,
    fetcher: URLFetcher,
    tell: Tell | None = None,
    most_pages: int = 0,
    sizes: Sequence[float] = (),
) -> bytes:
    """The PDF of the first of `candidates`, documents in HTML, that has at most `most_pages` pages (0: the
    first). When all are longer, the last one up to that page.

    Everything on its pages is drawn larger, by the largest of `sizes` (from the smallest to the largest) with
    which it has no more pages: so its last page isn't nearly empty.

    Tagged for screen readers (PDF/UA), and the same bytes for the same HTML. A document brings its language,
    title and headings, and the alternative text of its pictures.
    """
    html = ""
    document: Any = None  # the library is untyped
    fonts = FontConfiguration()
    os.environ["SOURCE_DATE_EPOCH"] = _MOMENT_OF_FONTS  # asked for by fontTools
    with _progress_reports(tell), _faster():
        if not candidates:
            raise ValueError("there is nothing to lay out")

        def pages(*styles: CSS) -> Any:
            # What write_pdf does, with a look at the pages in between.
            # The widths that pictures say count as hints: drawings are as large as was measured for them.
            return HTML(string=html, url_fetcher=fetcher).render(
                font_config=fonts, pdf_variant="pdf/ua-1", presentational_hints=True, stylesheets=styles
            )

        size = 1.0
        for candidate in candidates:
            html = _UNPRINTABLE.sub("", candidate)
            document = pages()
            if not most_pages or len(document.pages) <= most_pages:
                document, size = _largest(document, sizes, pages)
                break
        else:
            whole = document
            document = first_pages(whole, most_pages)
        # Compressed below; with an identifier, WeasyPrint would put everything together twice.
        pdf = io.BytesIO()
        document.write_pdf(
            pdf, zoom=size, pdf_variant="pdf/ua-1", uncompressed_pdf=True, finisher=_tell_scopes
        )
    # What was laid out is given back before the PDF takes its place: boxes and drawings refer to each other.
    document = whole = None
    if not gc.isenabled():
        gc.collect()
    return _compressed(pdf, hashlib.sha256(html.encode()).digest()[:16])


def _largest(document: Any, sizes: Sequence[float], pages: Callable[..., Any]) -> tuple[Any, float]:
    """The document with the largest of `sizes` that leaves it as many pages, and this size. A page that is
    laid out smaller by as much, and enlarged, has the size of the paper again."""
    sides, margins = paper_of(document)
    best, few, many = (document, 1.0), 0, len(sizes)
    while few < many:
        middle = (few + many) // 2
        size = sizes[middle]
        lengths = [" ".join(f"{each / size:.3f}px" for each in group) for group in (sides, margins)]
        larger = pages(
            CSS(string=f"@page {{ size: {lengths[0]} !important; margin: {lengths[1]} !important }}")
        )
        if len(larger.pages) <= len(document.pages):
            best, few = (larger, size), middle + 1
        else:
            many = middle
    return best


@contextmanager
def _faster() -> Iterator[None]:
    with (
        in_whole_words(),
        fonts_kept(),
        pages_counted_once(),
        pages_packed(),
        hyphenated_alone(),
        lines_split_once(),
        lengths_resolved_once(),
        markers_styled_where_shown(),
    ):
        yield


def _tell_scopes(document: Any, pdf: Any) -> None:
    """Write what WeasyPrint does not say of a header cell: whether it heads a column or a row. Those of the
    table's head do the first, the others the second."""
    for cell in pdf.objects:
        if isinstance(cell, dict) and cell.get("S") == "/TH":
            around = cell
            while around.get("S") not in ("/THead", "/Table", "/Document"):
                around = pdf.objects[int(around["P"].split()[0])]
            cell["A"]["Scope"] = "/Column" if around["S"] == "/THead" else "/Row"


def _compressed(source: io.BytesIO, identifier: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(source) as pdf:
        pdf.trailer.ID = pikepdf.Array([pikepdf.String(identifier)] * 2)
        pdf.save(
            target,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return target.getvalue()


# --- Telling --------------------------------------------------------------------------------------


@contextmanager
def _progress_reports(tell: Tell | None) -> Iterator[None]:
    """While inside, `tell` hears what the engine logs of its progress."""
    if tell is None:
        yield
        return
    logger = logging.getLogger("weasyprint.progress")
    handler = _Progress(tell)
    level, propagates = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagates


class _Progress(logging.Handler):
    """Turns the engine's log lines into steps for the person who waits."""

    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.INFO)
        self._tell = tell

    def handle(self, record: logging.LogRecord) -> bool:
        # Not `emit`, which swallows exceptions: the callback may raise one to stop the work.
        self._tell(WRITING if "PDF" in str(record.msg) else LAYOUT)
        return True


# --- As a process of its own ----------------------------------------------------------------------


def _first_of_all(addresses: Iterable[str]) -> str:
    """A small document with something of everything, in the styles that are among `addresses`."""
    styles = "".join(f'<link rel="stylesheet" href="{url}">' for url in addresses if url.endswith(".css"))
    return (
        f'<html lang="en"><head><title>-</title>{styles}</head><body><h1 id="a">A <b>word</b></h1>'
        '<a href="#a">B</a><p class="said">C</p><ul class="figures"><li>D</li></ul>'
        "<table><thead><tr><th>E</th></tr></thead><tbody><tr><td>F</td></tr></tbody></table>"
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>G</title>'
        '<path d="M1 1h4" stroke="red"/><text x="1" y="9">H</text></svg></body></html>'
    )


def main() -> None:
    """Read a line of JSON, the files by their addresses, and then one job as JSON, {candidates, most_pages,
    sizes}; write a line for each step, then the line "pdf" and the PDF. It ends without a job after WAITS
    seconds, and when no one is there any more to give it one. The argument says how far this process steps
    behind those that serve people (man 2 nice)."""
    step_behind(int(sys.argv[1]))
    take_job(load(json.loads(sys.stdin.buffer.readline())))


def load(files: Mapping[str, str]) -> FileFetcher:
    """Load everything that a document needs, and return a fetcher of these files, by their addresses. The
    process collects no garbage from here on."""
    # A document is made of millions of objects that live until it is written, and then this process ends. To
    # look through them for garbage again and again takes a tenth of the time.
    gc.disable()
    fetcher = FileFetcher({url: Path(path) for url, path in files.items()})
    # While the document is still being written: what is loaded when it is first needed is there by then.
    render([_first_of_all(files)], fetcher=fetcher)
    gc.freeze()
    return fetcher


def take_job(fetcher: FileFetcher) -> NoReturn:
    """Wait for the job, answer as `main` says, and end the process."""
    out = sys.stdout.buffer

    def tell(step: str) -> None:
        out.write(f"{step}\n".encode())
        out.flush()

    line = sys.stdin.buffer.read() if select.select([sys.stdin], [], [], WAITS)[0] else b""
    if not line:
        os._exit(0)
    job = json.loads(line)
    del line
    candidates = [fetcher.take_out(html) for html in job.pop("candidates")]
    pdf = render(candidates, fetcher=fetcher, tell=tell, **job)
    tell("pdf")
    out.write(pdf)
    out.flush()
    # Everything is written: to give each object back one by one would only take time.
    os._exit(0)


if __name__ == "__main__":
    main()
