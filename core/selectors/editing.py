"""Other people who have an artifact open for editing."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from core.models import Editing

# An open form speaks up every eight seconds; one that was silent for longer is closed, or its device asleep.
SILENCE = timedelta(seconds=20)


def others_editing(uuid: UUID, editor: UUID) -> list[str]:
    """The labels of the others who edit the artifact at the moment, in the order in which they came."""
    since = timezone.now() - SILENCE
    rows = Editing.objects.filter(uuid=uuid, seen_at__gte=since).exclude(editor=editor)
    return list(rows.order_by("pk").values_list("label", flat=True))
