"""The command that erases a person, for operators.

Exit codes: 0 if the person is erased, or could be with --dry-run; 2 if the person is unknown, only texts name
them that are to stay, the organization is unknown, or a rule forbids it.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from discovery.management.failures import changing
from discovery.management.lookups import organization_with
from exchange.erasure.selectors import PersonRows, matches_of, selection_of
from exchange.erasure.services import erase_person, is_known, look
from organizations.actors import Actor
from organizations.models import Organization

FAILED = 2


class Command(BaseCommand):
    """Prints the known names of the person, and the pseudonym."""

    help = (
        "Replaces the name and email address of a person with a pseudonym everywhere in an organization, "
        "including history and frozen versions. This can't be undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "who",
            nargs="+",
            help="a name, an email address, or the identifiers in the log of an earlier erasure",
        )
        parser.add_argument("--organization", required=True, help="slug of the organization")
        parser.add_argument(
            "--keep-texts", action="store_true", help="don't change texts that mention the person"
        )
        parser.add_argument(
            "--one-word", action="store_true", help="also replace a name of a single word in texts"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change, without changing anything"
        )

    def handle(
        self,
        *args: Any,
        who: list[str],
        organization: str,
        keep_texts: bool,
        one_word: bool,
        dry_run: bool,
        **options: Any,
    ) -> None:
        actor = Actor.system("erase_person")
        with changing(returncode=FAILED):
            scope = organization_with(organization)
            selection = self._select(scope, who)
            if not is_known(actor=actor, organization=scope, selection=selection):
                raise CommandError(f"{selection.name!r} not found in this organization.")
            if not is_known(
                actor=actor, organization=scope, selection=selection, texts=not keep_texts, words=one_word
            ):
                way = "leave out --keep-texts" if keep_texts else "add --one-word"
                raise CommandError(
                    f"{selection.name!r} is only mentioned in texts. To replace it there, {way}."
                )
            outlook = look(actor=actor, selection=selection, organization=scope)
            self.stdout.write(f"Known as: {', '.join(outlook.names)}")
            self.stdout.write(
                f"Texts that mention them: {outlook.mentions}. Frozen versions: {outlook.versions}."
            )
            if dry_run:
                return
            erasure = erase_person(
                actor=actor, organization=scope, selection=selection, texts=not keep_texts, words=one_word
            )
        self.stdout.write(f"Erased as: {erasure.pseudonym}")

    def _select(self, scope: Organization, who: list[str]) -> PersonRows:
        kinds = ("account", "person", "guest")
        by_identifier = selection_of(scope, [f"{kind}:{each}" for kind in kinds for each in who])
        if by_identifier != PersonRows():
            return by_identifier
        name = " ".join(who)
        matches = matches_of(scope, name)
        for each in matches:
            self.stdout.write(f"{each.name}: {each.words}")
        return selection_of(scope, [each.key for each in matches], name)
