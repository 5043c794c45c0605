"""The form of a join code in an address."""


class JoinCode:
    """A join code as it may be in an address: any case, with or without its dash."""

    regex = "[0-9A-Za-z-]{1,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
