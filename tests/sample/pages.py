"""The pages on which doubts are written, and their addresses."""

from __future__ import annotations

from django.urls import reverse

from discovery.models import Discovery
from organizations.web.kind_pages import Dialog
from tests.sample.kinds import DOUBT
from tests.sample.models import Doubt


class DoubtPages(Dialog[Doubt]):
    kind = DOUBT
    add_title = "Add a doubt"

    def back(self, scope: Discovery, artifact: Doubt) -> str:
        return reverse("lvt:use_case", args=[scope.slug, artifact.use_case.uuid])


app_name = "sample"
urlpatterns = DoubtPages().urls("<uuid:uuid>/doubts/", "doubts/<uuid:doubt>/")
