"""The results of the workshops of a discovery in a few counts, for their list."""

from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from discovery.models import Discovery
from workshops.models import ActionItem, Decision
from workshops.results.quick_captures.selectors import is_overdue
from workshops.workshop.selectors import people_counts


def results_in_words(discovery: Discovery) -> dict[int, tuple[str, ...]]:
    """The counts of people, decisions and actions of each workshop by its primary key, in words; those that
    are 0 are left out. Three queries."""
    today = timezone.localdate()
    people = people_counts(discovery)
    decisions = Counter(
        Decision.objects.filter(workshop__discovery=discovery).values_list("workshop", flat=True)
    )
    rows = list(ActionItem.objects.filter(workshop__discovery=discovery))
    actions = Counter(row.workshop_id for row in rows)
    late = Counter(row.workshop_id for row in rows if is_overdue(row, today))
    return {pk: tuple(_counts(people[pk], decisions[pk], actions[pk], late[pk])) for pk in people}


def _counts(people: int, decisions: int, actions: int, late: int) -> list[str]:
    words = []
    if people:
        words.append(
            ngettext("%(count)s person joined", "%(count)s people joined", people) % {"count": people}
        )
    if decisions:
        words.append(ngettext("%(count)s decision", "%(count)s decisions", decisions) % {"count": decisions})
    if actions:
        words.append(ngettext("%(count)s action", "%(count)s actions", actions) % {"count": actions})
    if late:
        words[-1] = _("%(actions)s (%(count)s overdue)") % {"actions": words[-1], "count": late}
    return words
