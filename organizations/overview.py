"""The pages of an organization, and what people do on them and with their account."""

from django.utils.translation import gettext_lazy

from organizations import registries


def register_own() -> None:
    """Register the tabs of this app, and the actions on its pages."""
    registries.organization_pages.register(
        registries.AddedPage(
            "people",
            gettext_lazy("People, teams and roles"),
            "discovery:organization_people",
            20,
            about=gettext_lazy("Everyone who takes part, with their team and roles"),
            rows=lambda organization: organization.people.all(),
        ),
        registries.AddedPage("members", gettext_lazy("Members"), "discovery:organization_members", 40),
    )
    registries.organization_actions.register(
        registries.Action(
            "member",
            gettext_lazy("Add a member"),
            "discovery:member_add",
            ("invite", "add user", "user", "colleague", "add person", "add people", "admin", "team mate"),
            icon="people",
        ),
        registries.Action(
            "domain",
            gettext_lazy("Add a domain"),
            "discovery:domain_add",
            ("department", "business unit"),
            icon="plus",
        ),
        registries.Action(
            "edit",
            gettext_lazy("Edit the organization"),
            "discovery:organization_edit",
            ("rename organization", "company name", "company"),
            icon="edit",
        ),
        registries.Action(
            "look",
            gettext_lazy("Change the branding"),
            "discovery:organization_look",
            ("brand", "logo", "colors", "fonts", "corporate design", "style", "look"),
            icon="eye",
        ),
        registries.Action(
            "outbox",
            gettext_lazy("Resend mail that wasn’t delivered"),
            "discovery:organization_outbox",
            ("mail", "email", "e-mail", "bounced", "not delivered", "letters", "outbox"),
            icon="refresh",
        ),
        registries.Action(
            "account",
            gettext_lazy("Edit your account"),
            "account_email",
            ("account", "profile", "password", "change password", "email address", "security", "login"),
            icon="gear",
            place=registries.place_of_account,
        ),
        registries.Action(
            "name",
            gettext_lazy("Change your name"),
            "discovery:account_name",
            ("my name", "profile", "rename me"),
            icon="person",
            place=registries.place_of_account,
        ),
        registries.Action(
            "sessions",
            gettext_lazy("End other sessions"),
            "usersessions_list",
            ("sessions", "devices", "sign out everywhere", "log out everywhere", "security"),
            icon="lock",
            place=registries.place_of_account,
        ),
        registries.Action(
            "sign_out",
            gettext_lazy("Sign out"),
            "account_logout",
            ("log out", "logout", "log off", "signout", "exit", "quit", "leave", "switch account"),
            icon="sign-out",
            place=registries.place_of_account,
        ),
        registries.Action(
            "term",
            gettext_lazy("Look up a term"),
            "discovery:glossary",
            ("help", "manual", "documentation", "guide", "explain", "definition", "meaning", "docs"),
            icon="help",
            place=registries.place_of_account,
        ),
    )
