"""How long the report of a very large discovery takes, and how much memory: asked for as a command, which
lays it out as the worker does."""

import re
import resource
import subprocess
import sys
import time
from pathlib import Path

from bench.results import Figure
from bench.server_processes import ROOT, memory_kb
from core.services import artifacts, operation
from discovery.discoveries.services import create_discovery
from discovery.models import Discovery
from lvt.models import UseCase
from organizations.actors import Actor
from products.models import DataProduct, InputPort, OutputPort, PortColumn, ProductUseCase, Source

PAGES = 300
SECONDS = 90
MEGABYTES = 1536
# Of the time that is measured, this may be too much, in seconds.
_LOOK_EVERY = 0.1
_PRODUCTS = 200
_USE_CASES = 80
_WORDS = "What the people of the domain know about it, written down so that nobody has to ask again. " * 4


def large_report(folder: Path) -> list[Figure]:
    """Seconds and memory (of all its processes together, at the worst moment) of a report of at least PAGES
    pages. Raises RuntimeError when it is not made, or has fewer."""
    discovery = large_discovery()
    output = folder / "large.pdf"
    command = [sys.executable, "manage.py", "report", discovery.slug, "--output", str(output)]
    used = _processor_seconds()
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        most = max(most, _memory_kb_of_all(process.pid))
        time.sleep(_LOOK_EVERY)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError("the large report was not made")
    told = subprocess.run(["pdfinfo", output], stdout=subprocess.PIPE, check=True, text=True).stdout
    counted = re.search(r"^Pages: +(\d+)", told, re.MULTILINE)
    pages = int(counted[1]) if counted else 0
    if pages < PAGES:
        raise RuntimeError(f"the large report has {pages} pages only")
    # What others do beside it makes the seconds longer, but not this.
    note = f"{pages} pages, {_processor_seconds() - used:.0f} s of processor"
    return [
        Figure(f"report of {PAGES} pages", seconds, "s", f"<= {SECONDS}", note),
        Figure(f"memory of a report of {PAGES} pages", most / 1024, "MB", f"<= {MEGABYTES}", note),
    ]


def _processor_seconds() -> float:
    """What all processes used that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory_kb_of_all(pid: int) -> int:
    """Resident memory of a process and of those that it started; 0 for one that has ended."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return memory_kb(pid) + sum(_memory_kb_of_all(int(child)) for child in children)
    except (OSError, StopIteration):
        return 0


def large_discovery() -> Discovery:
    """A discovery with many use cases and data products, each as full as they get."""
    discovery = create_discovery(
        actor=Actor.system("bench"),
        domain=Discovery.objects.get(slug="commercial-discovery").domain,
        name="Large report",
        template="three_streams",
        with_workshops=False,
    )
    with operation(Actor.system("bench"), "bench.made", place=discovery):
        use_cases = [
            artifacts.add(
                UseCase,
                discovery=discovery,
                name=f"Use case {number}",
                we_believe=_WORDS,
                will_help=_WORDS,
                example_want=_WORDS[:400],
            )
            for number in range(_USE_CASES)
        ]
        for number in range(_PRODUCTS):
            _product(discovery, number, use_cases[number % _USE_CASES])
    return discovery


def _product(discovery: Discovery, number: int, use_case: UseCase) -> None:
    own = {"discovery": discovery, "domain": discovery.domain}
    source = artifacts.add(Source, **own, name=f"System of the report {number}", description=_WORDS)
    product = artifacts.add(
        DataProduct,
        **own,
        name=f"Product of the report {number}",
        kind="consumer_oriented",
        job=_WORDS[:400],
        description=_WORDS,
        access_policy=_WORDS,
    )
    artifacts.add(ProductUseCase, product=product, use_case=use_case)
    artifacts.add(InputPort, product=product, source=source, kind="api", description=_WORDS)
    port = artifacts.add(OutputPort, product=product, name="Table", kind="table", description=_WORDS)
    for column in range(6):
        artifacts.add(
            PortColumn, port=port, name=f"column_{column}", description=_WORDS[:200], position=column
        )
