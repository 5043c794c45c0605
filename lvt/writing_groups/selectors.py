"""Groups that write cards together. They are kept on the activity; latecomers are placed when the groups are
read, in the order of joining, so that a latecomer only has to be there."""

from collections.abc import Sequence

from lvt.selectors.activity_people import everybody_at
from workshops.models import Activity, Participant
from workshops.room.breakouts.assignment import deal
from workshops.room.running.selectors import PersonInRoom, told_apart

ALONE, PAIRS, GROUPS = "alone", "pairs", "groups"
SMALLEST, LARGEST, USUAL = 3, 5, 4


def size_of(activity: Activity) -> int:
    """The number of people who write together: 1 alone, 2 in pairs, 3 to 5 in groups."""
    together = activity.settings.get("together", ALONE)
    if together == PAIRS:
        return 2
    if together != GROUPS:
        return 1
    size = activity.settings.get("group_size")
    return min(max(size, SMALLEST), LARGEST) if isinstance(size, int) else USUAL


def deal_groups(people: Sequence[tuple[str, str]], size: int) -> list[list[str]]:
    """Groups of about `size` of the `people` (uuid, side), both sides spread over all of them.

    No one stays alone: in pairs an odd one makes a group of three, larger groups are rather one smaller.
    """
    count = max(1, len(people) // 2) if size == 2 else -(-len(people) // size)
    groups: list[list[str]] = [[] for _number in range(count)]
    for uuid, place in deal(people, range(count)).items():
        groups[place].append(uuid)
    return [group for group in groups if group]


def groups_of(activity: Activity) -> list[list[PersonInRoom]]:
    """The current groups, without people who were removed; empty where everyone writes alone, and before the
    activity started."""
    size = size_of(activity)
    if size == 1 or activity.started_at is None:
        return []
    everyone = {str(person.uuid): person for person in everybody_at(activity)}
    groups = _with_latecomers(activity.groups, everyone, size)
    people = {
        person.uuid: person for person in told_apart(p for p in everyone.values() if p.removed_at is None)
    }
    present = [[people[uuid] for uuid in group if uuid in people] for group in groups]
    return [group for group in present if group]


def group_of(activity: Activity, participant: Participant) -> list[PersonInRoom]:
    """The group of the participant, themselves included; empty where everyone writes alone."""
    uuid = str(participant.uuid)
    return next((group for group in groups_of(activity) if any(each.uuid == uuid for each in group)), [])


def _with_latecomers(
    before: Sequence[Sequence[str]], everyone: dict[str, Participant], size: int
) -> list[list[str]]:
    """The groups with people who are in none yet: each joins the smallest, or opens a new one when all have
    one more than they should.

    People who were removed keep their seats here: else all latecomers would move to other groups.
    """
    groups = [[uuid for uuid in group if uuid in everyone] for group in before]
    seated = {uuid for group in groups for uuid in group}
    for uuid, person in everyone.items():
        if uuid in seated:
            continue
        if not groups or min(map(len, groups)) > size:
            groups.append([])
        seats = [(place, everyone[one].side) for place, group in enumerate(groups) for one in group]
        groups[deal([(uuid, person.side)], range(len(groups)), seats)[uuid]].append(uuid)
    return groups
