"""`manage.py outbox`: what waits to be sent, and what could not be."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import QuerySet

from organizations.delivery_queue import services as outbox
from organizations.models import Outgoing, OutgoingState


class Command(BaseCommand):
    """Prints a line for each row of the installation, also of mails that belong to no organization, such as
    those with links for new passwords."""

    help = "Lists messages that weren't delivered yet. With --again, failed messages are sent again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="send failed messages again")

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        for channel in outbox.channels:
            rows: QuerySet[Outgoing] = channel.rows().exclude(state=OutgoingState.TAKEN)
            for row in rows.order_by("state", "due_at", "pk"):
                what, where = channel.described(row)
                is_sent = again and row.state == OutgoingState.FAILED and not row.has_expired
                if is_sent:
                    outbox.hurry(row)
                state = "sent again" if is_sent else row.get_state_display()
                tried = f"{row.attempts} attempts, due {row.due_at:%Y-%m-%d %H:%M}"
                self.stdout.write(f"{state}: {what}, {where} ({tried}) {row.detail}".rstrip())
