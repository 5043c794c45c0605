"""The result of one attempt to send something. No Django."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SendResult:
    """`status` is that of the last answer, 0 where there was none; `detail` begins the text of the answer, or
    says what went wrong. `attempts` is 0 where another one would end in the same way."""

    status: int
    detail: str
    attempts: int

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_for_later(self) -> bool:
        """True if the server was not reached, or answered that it is busy or broken."""
        return self.status in (0, 429) or self.status >= 500
