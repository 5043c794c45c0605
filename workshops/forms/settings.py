"""Forms for the settings of a kind of activity."""

from __future__ import annotations

from typing import Any

from core.forms.artifacts import PlainForm
from workshops.models import Activity


class SettingsForm(PlainForm):
    """Base of the settings forms of activity kinds, shown below what every activity has.

    Its cleaned data is kept as JSON in `activity.settings`, so fields clean to what JSON can hold. `activity`
    is the one being changed; one without a track, of an agenda in a file, belongs to no discovery yet.
    """

    def __init__(self, data: Any, *, activity: Activity) -> None:
        super().__init__(data, initial=dict(activity.settings), prefix="settings")
        self.activity = activity
        if activity.track_id is not None:
            self.offer()

    def offer(self) -> None:
        """Set the choices that depend on the discovery of the activity."""
