"""Sessions of an account: allauth's page, whose table may lack sessions."""

from typing import Any

from allauth.usersessions.views import ListUserSessionsView
from django.http import HttpResponse

from organizations.sessions.selectors import not_noted
from organizations.sessions.services import end_other_sessions
from organizations.web import access


class OwnSessions(ListUserSessionsView):  # type: ignore[misc]  # the library is untyped
    """Lists and ends the sessions of which nothing was noted, too."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        every = [*context["sessions"], *not_noted(self.request.user, context["sessions"])]
        return {**context, "sessions": every, "session_count": len(every)}

    def form_valid(self, form: Any) -> HttpResponse:
        end_other_sessions(self.request.user, str(self.request.session.session_key))
        answer: HttpResponse = super().form_valid(form)
        return answer


own_sessions = access.signed_in(OwnSessions.as_view())
