"""Adding the key questions that ship with Headwaters."""

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.models import Operation
from core.services import artifacts, kinds, operation
from discovery.models import Discovery
from discovery.permissions import check_edit_discovery
from discovery.selectors.default_language import in_language_of
from operating_model.models import KeyQuestion
from operating_model.shipped import SHIPPED_QUESTIONS
from organizations.actors import Actor


def add_shipped_questions(*, actor: Actor, discovery: Discovery) -> Operation:
    """Add the questions that ship with Headwaters and that the discovery lacks. Raises Conflict when it has
    all of them."""
    check_edit_discovery(actor, discovery)
    summary = _("Key questions of the method")
    with operation(actor, "key_question.added", summary=summary, place=discovery) as current:
        if not put_shipped_questions(discovery):
            raise Conflict(_("All questions of the method are already listed."))
    return current


def put_shipped_questions(discovery: Discovery) -> int:
    """Write the questions that the discovery lacks, inside the operation of add_shipped_questions or of the
    start of the activity. Returns the number of new ones."""
    artifacts.locked(discovery)
    there = set(KeyQuestion.objects.filter(discovery=discovery).values_list("key", flat=True))
    missing = [each for each in SHIPPED_QUESTIONS if each.key not in there]
    with in_language_of(discovery):
        for each in missing:
            kinds.insert(KeyQuestion(discovery=discovery, key=each.key, text=str(each.text)))
    return len(missing)
