"""Addresses of documents, and of personal data."""

from django.urls import URLPattern, URLResolver, path

from core import plugging
from exchange.column_mapping import views as column_mapping
from exchange.discovery_documents import views as discovery_documents
from exchange.erasure import views as erasure
from exchange.file_imports import views as incoming
from exchange.grid import views as grid
from exchange.next_discovery import views as next_discovery
from exchange.organization_audit import views as audit
from exchange.whiteboard_notes import views as whiteboard_notes

urlpatterns: list[URLPattern | URLResolver] = [
    path("exchange/schema.json", discovery_documents.schema, name="exchange_schema"),
    path("exchange/text.schema.json", incoming.text_schema, name="text_schema"),
    path("d/<slug:slug>/start-from-last/", next_discovery.start, name="start_from_last"),
    path("d/<slug:slug>/discovery.yaml", incoming.text_export, name="text_export"),
    path("d/<slug:slug>/table.xlsx", incoming.table_template, name="table_template"),
    path("d/<slug:slug>/list/<slug:heading>/", incoming.list_paste, name="list_paste"),
    path("d/<slug:slug>/grid/<slug:heading>/", grid.grid, name="grid"),
    path("d/<slug:slug>/bring-in/", incoming.upload, name="bring_in"),
    path("d/<slug:slug>/bring-in/columns/", column_mapping.columns, name="bring_in_columns"),
    path("d/<slug:slug>/bring-in/check/", incoming.check, name="bring_in_check"),
    path("kept/", erasure.retention_page, name="kept"),
    path("account/delete/", erasure.account_delete, name="account_delete"),
    path("organizations/<slug:organization_slug>/audit/", audit.audit, name="organization_audit"),
    path("organizations/<slug:organization_slug>/audit.csv", audit.audit_csv, name="organization_audit_csv"),
    path(
        "organizations/<slug:organization_slug>/kept/",
        erasure.organization_retention,
        name="organization_kept",
    ),
    path("organizations/<slug:organization_slug>/kept/erase/", erasure.person_erase, name="person_erase"),
    path("organizations/<slug:organization_slug>/import/", discovery_documents.upload, name="import_upload"),
    path(
        "organizations/<slug:organization_slug>/import/check/", discovery_documents.check, name="import_check"
    ),
    path(
        "organizations/<slug:organization_slug>/import/text/",
        discovery_documents.text_check,
        name="import_text_check",
    ),
    path(
        "d/<slug:slug>/workshops/<uuid:uuid>/agenda/<uuid:activity>/notes/",
        whiteboard_notes.bring_in_notes,
        name="notes_bring_in",
    ),
    path("d/<slug:slug>/discovery.json", discovery_documents.export, name="exchange_export"),
    *plugging.addresses("exchange"),
]
