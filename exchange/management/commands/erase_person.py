"""The command that forgets a person, for operators.

Exit codes: 0 when the person is erased, or with --dry-run could be; 2 when nobody is known by that name and
nothing names them but texts that are to stay, the organization is unknown, or a rule stands against it.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from discovery.management.failures import changing
from discovery.management.named import organization_with
from exchange.selectors.erasure import Chosen, chosen_of, known_as
from exchange.services.erasure import erase_person, is_known, look
from organizations.actors import Actor
from organizations.models import Organization

FAILED = 2


class Command(BaseCommand):
    """Prints the names by which the person is known, and what they are called from now on."""

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
            where = organization_with(organization)
            chosen = self._chosen(where, who)
            if not is_known(actor=actor, organization=where, chosen=chosen):
                raise CommandError(f"{chosen.name!r} not found in this organization.")
            if not is_known(
                actor=actor, organization=where, chosen=chosen, texts=not keep_texts, words=one_word
            ):
                way = "leave out --keep-texts" if keep_texts else "add --one-word"
                raise CommandError(f"{chosen.name!r} is only mentioned in texts. To replace it there, {way}.")
            outlook = look(actor=actor, chosen=chosen, organization=where)
            self.stdout.write(f"Known as: {', '.join(outlook.names)}")
            self.stdout.write(
                f"Texts that mention them: {outlook.mentions}. Frozen versions: {outlook.versions}."
            )
            if dry_run:
                return
            erased = erase_person(
                actor=actor, organization=where, chosen=chosen, texts=not keep_texts, words=one_word
            )
        self.stdout.write(f"Erased as: {erased.pseudonym}")

    def _chosen(self, where: Organization, who: list[str]) -> Chosen:
        kinds = ("account", "person", "guest")
        by_identifier = chosen_of(where, [f"{kind}:{each}" for kind in kinds for each in who])
        if by_identifier != Chosen():
            return by_identifier
        name = " ".join(who)
        known = known_as(where, name)
        for each in known:
            self.stdout.write(f"{each.name}: {each.words}")
        return chosen_of(where, [each.key for each in known], name)
