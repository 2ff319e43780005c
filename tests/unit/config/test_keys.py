"""Keys, and what is said of one that is none."""

import pytest
from pydantic import TypeAdapter, ValidationError

from config.keys import Key

KEY = TypeAdapter[str](Key)


@pytest.mark.parametrize("key", ["a", "north-police", "a1-b2-c3", "x" * 40])
def test_a_key(key: str) -> None:
    assert KEY.validate_python(key) == key


@pytest.mark.parametrize(
    "key", ["", "A", "1a", "-a", "a-", "a--b", "a b", "é", "a\n", "x" * 41, "a_b"]
)
def test_no_key(key: str) -> None:
    with pytest.raises(ValidationError, match="lower-case letters, digits and single hyphens"):
        KEY.validate_python(key)
