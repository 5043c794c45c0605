"""The audit list of an organization, for its admins."""

import csv
import io
from typing import Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core.clean_text import csv_cell
from documents.concurrency_limit import takes_turn
from exchange.organization_audit.forms import AuditFilterForm
from exchange.organization_audit.selectors import AuditFilter, audit_of, line_of, table_of
from organizations.models import Organization
from organizations.web import AccountRequest, access, attachment, page

_PER_PAGE: Final = 50
MOST: Final = 50_000
"""How many rows a file has at most: the latest."""


@access.organization("admin")
@require_safe
def audit(request: AccountRequest, organization: Organization) -> HttpResponse:
    """The filtered audit list."""
    form = AuditFilterForm(request.GET)
    filters = form.filters()
    current_page = Paginator(audit_of(organization, filters), _PER_PAGE).get_page(request.GET.get("page"))
    query = {name: value for name, value in request.GET.items() if name in form.fields and value}
    lines = [line_of(entry) for entry in current_page]
    context = {
        "organization": organization,
        "form": form,
        "page": current_page,
        "lines": lines,
        "has_addresses": any(line.entry.address for line in lines),
        "kept": urlencode(query),
        "is_filtered": filters != AuditFilter(),
    }
    return page(request, "exchange/audit.html", context, part="list")


@access.organization("admin")
@require_safe
@takes_turn
def audit_csv(request: AccountRequest, organization: Organization) -> HttpResponse:
    """The filtered audit list as CSV without formulas."""
    filters = AuditFilterForm(request.GET).filters()
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    rows = [line_of(entry) for entry in audit_of(organization, filters)[:MOST]]
    for cells in table_of(rows):
        writer.writerow([csv_cell(cell) for cell in cells])
    content = b"\xef\xbb\xbf" + stream.getvalue().encode()
    return attachment(content, "text/csv; charset=utf-8", f"{organization.slug}-audit.csv")
