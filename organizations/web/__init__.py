"""Requests, access, forms and pages of every app; what nearly every view uses is imported from here."""

from organizations.web.form_pages import (
    form_methods,
    form_page,
    form_view,
    posted,
    redirect_with_toast,
    way_back,
)
from organizations.web.in_place import PagePart, edit_in_place
from organizations.web.page_responses import (
    attachment,
    page,
    page_for_many,
    redirect_htmx,
    with_toast,
    with_trigger,
)
from organizations.web.requests import (
    AccountRequest,
    Request,
    page_before,
    page_shown,
    sent_choice,
    sent_order,
    sent_values,
)
from organizations.web.url_objects import find
