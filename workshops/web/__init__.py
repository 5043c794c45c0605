"""What views of a room need."""

from workshops.web.lookups import activity_of, deleted_activity, room_asked, workshop_of
from workshops.web.room_answers import check_kind, refused, saved, steered_from
