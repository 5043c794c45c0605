"""Key questions, with their answers for today and tomorrow."""

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from core.kinds import ArtifactKind, Layout, Lines, Quote, Radios
from operating_model.models import KeyQuestion, KeyQuestionState


class KeyQuestionKind(ArtifactKind[KeyQuestion]):
    """A key question of the operating model, and the discovery's answers for today and for tomorrow."""

    model = KeyQuestion
    extra_file_fields = ("key",)
    path = "discovery"
    title = "text"
    page = "operating_model:key_questions"
    anchor = "slot"
    layout = Layout(Lines("text"), Quote("today", 3), Quote("tomorrow", 3), "owner", Radios("state"))
    help_texts = {
        "today": gettext_lazy("Describe how it’s done now."),
        "tomorrow": gettext_lazy("Describe how it will be done with data products."),
    }
    on_delete_trash = ("proposals",)

    def check(self, draft: KeyQuestion, before: KeyQuestion | None) -> None:
        if draft.state == KeyQuestionState.DECIDED and not draft.tomorrow.strip():
            raise Invalid(_("To decide a question, write tomorrow’s answer first."), "tomorrow")


KEY_QUESTION = KeyQuestionKind()
