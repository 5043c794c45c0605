"""Forms of the value tree."""

from django.forms import Textarea
from django.utils.translation import gettext_lazy as _

from core.forms import ArtifactForm
from lvt.models import Vision


class VisionForm(ArtifactForm[Vision]):
    """The vision of the discovery; there is one."""

    class Meta:
        model = Vision
        fields = ("statement",)
        widgets = {"statement": Textarea(attrs={"class": "said", "rows": 3})}
        help_texts = {
            "statement": _("What will be different for customers and for us once all of this has worked?")
        }
