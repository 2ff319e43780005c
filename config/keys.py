"""Short texts with a shape: keys, names and the ids of platforms."""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from config.complaints import shown

_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LENGTH = 40


def is_key(text: str) -> bool:
    """Tell whether a text has the shape of a key."""
    return len(text) <= _LENGTH and _KEY.fullmatch(text) is not None


def _as_key(text: str) -> str:
    if is_key(text):
        return text
    raise ValueError(
        f"'{shown(text)}' is not a key; write lower-case letters, digits and single hyphens, a"
        f" letter first, at most {_LENGTH} characters, as in north-police."
    )


Key = Annotated[str, AfterValidator(_as_key)]
"""A short name in lower case: letters, digits and single hyphens."""
Words = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
