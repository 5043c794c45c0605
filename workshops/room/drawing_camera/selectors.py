"""The camera of a stage: on the drawing in the spotlight, else on that of the current activity."""

from workshops.models import Track, Workshop
from workshops.registries import activity_kinds
from workshops.room.drawing_camera.rules import Camera, camera_on, pictured_in
from workshops.room.steering.selectors import SpotlightContent, shown_in_spotlight
from workshops.selectors.person_places import main_track


def camera_of(workshop: Workshop, track: Track) -> Camera | None:
    """The camera of the stage of a track; None while that shows no drawing."""
    content = shown_in_spotlight(workshop)
    return spotlit_camera(content) if content is not None else activity_camera(track)


def spotlit_camera(content: SpotlightContent) -> Camera | None:
    """The camera on what lies in the spotlight, which is the same one for all tracks."""
    picture = pictured_in(content.context)
    if picture is None:
        return None
    return camera_on(_subject(content.workshop), picture, main_track(content.workshop.pk).camera)


def activity_camera(track: Track) -> Camera | None:
    """The camera on what the current activity draws on the stage."""
    activity = track.current
    if activity is None or activity.kind not in activity_kinds:
        return None
    part, picture = activity_kinds.get(activity.kind).pictured(activity)
    return None if picture is None else camera_on(f"{activity.uuid}{part}", picture, track.camera)


def is_spotlit(camera: Camera, workshop: Workshop) -> bool:
    """Return True if the camera is on the artifact in the spotlight."""
    return camera.subject == _subject(workshop)


def _subject(workshop: Workshop) -> str:
    return f"{workshop.spotlight_kind}:{workshop.spotlight_uuid}"
