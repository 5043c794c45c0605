"""Addresses of files for trackers, beside the gaps."""

from django.urls import URLPattern, path

from organizations.web.url_converters import register_choice
from technology.tracker_files import views
from technology.tracker_files.rules import TRACKERS

register_choice("tracker", TRACKERS)

urlpatterns: list[URLPattern] = [
    path("d/<slug:slug>/technology/tasks-<tracker:tracker>.csv", views.tasks_file, name="tasks_file"),
    path("d/<slug:slug>/technology/tasks/", views.tasks_again, name="tasks_again"),
]
