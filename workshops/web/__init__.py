"""Lookups and answers for views of a room."""

from workshops.web.lookups import activity_of, deleted_activity, room_asked, workshop_of
from workshops.web.room_responses import check_kind, refused, saved_answer, steered_from
