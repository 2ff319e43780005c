"""What a single value of a card must look like: checks of which the table is made."""

import re
from collections.abc import Callable
from typing import Any

from config.addresses import is_link

Check = Callable[[Any], str | None]
"""Says what is wrong with a value, or None."""


def text(value: Any) -> str | None:
    """Want any text."""
    return None if isinstance(value, str) else "must be text"


def words(value: Any) -> str | None:
    """Want text that is not empty."""
    return None if isinstance(value, str) and value.strip() else "must be text that is not empty"


def flag(value: Any) -> str | None:
    """Want true or false."""
    return None if isinstance(value, bool) else "must be true or false"


def count(value: Any) -> str | None:
    """Want a whole number from 1."""
    good = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    return None if good else "must be a whole number from 1"


def number(value: Any) -> str | None:
    """Want a number."""
    good = isinstance(value, int | float) and not isinstance(value, bool)
    return None if good else "must be a number"


def fallback(value: Any) -> str | None:
    """Want what may stand in for a part that a client does not know."""
    return None if value == "drop" or isinstance(value, dict) else "must be a part or 'drop'"


def table(value: Any) -> str | None:
    """Want an object."""
    return None if isinstance(value, dict) else "must be an object"


def address(value: Any) -> str | None:
    """Want a web address over TLS."""
    good = isinstance(value, str) and re.fullmatch(r"https://[^\s/]+\S*", value)
    return None if good else "must be an https address"


def link(value: Any) -> str | None:
    """Want an address that a link may lead to: over TLS, or on this machine alone."""
    good = isinstance(value, str) and is_link(value)
    return None if good else address(value)


def picture(value: Any) -> str | None:
    """Want an address of a picture, or the picture itself."""
    inline = isinstance(value, str) and value.startswith("data:image/")
    return None if inline else address(value)


def pixels(value: Any) -> str | None:
    """Want a size such as "50px"."""
    good = isinstance(value, str) and re.fullmatch(r"\d+px", value)
    return None if good else 'must be a size such as "50px"'


def width(value: Any) -> str | None:
    """Want a column's width."""
    if value in ("auto", "stretch") or number(value) is None or pixels(value) is None:
        return None
    return 'must be "auto", "stretch", a weight or a size such as "50px"'


def one_of(*values: str) -> Check:
    """Want one of these words; capitals do not matter, as in the documentation's own samples."""

    def check(value: Any) -> str | None:
        good = isinstance(value, str) and value.lower() in {v.lower() for v in values}
        return None if good else f"must be one of {', '.join(values)}"

    return check
