"""Owners of the data products, ownership gaps, and the business processes from which ownership follows."""

from typing import Any

from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.web.single_part_pages import OnPartPage, PartPage
from operating_model.business_processes.kinds import BUSINESS_PROCESS
from operating_model.business_processes.selectors import processes_of
from operating_model.models import BusinessProcess
from operating_model.ownership.selectors import ownership_of
from operating_model.selectors.deleted_owners import left_behind
from operating_model.views.page_access import viewer
from organizations.web import Request


def _ownership(_request: Request, discovery: Discovery) -> dict[str, Any]:
    lines = ownership_of(discovery)
    return {
        "lines": lines,
        "complete": sum(line.is_complete for line in lines),
        "processes": processes_of(discovery),
        "left_behind": left_behind(discovery),
    }


OWNERSHIP = PartPage(
    "ownership", "operating_model:ownership", "operating_model/ownership/list.html", _ownership
)
ownership = viewer(require_safe(OWNERSHIP.show))


class BusinessProcessPages(OnPartPage[BusinessProcess]):
    """Processes are written in place."""

    kind = BUSINESS_PROCESS
    on = OWNERSHIP
    add_title = gettext_lazy("Add a business process")


BUSINESS_PROCESS_PAGES = BusinessProcessPages()
