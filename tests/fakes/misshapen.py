"""Payloads that are almost what a platform sends: something in them is of another shape."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

_GONE = object()
_SHAPES = st.one_of(
    st.just(_GONE),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["", "\0", "\u202e", "x" * 300, "https://[", "19:x;messageid=", "-", "1.2"]),
    st.just([]),
    st.just({}),
    st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=3), st.just({})), max_size=2),
    st.dictionaries(
        st.sampled_from(["id", "type", "value", "text", "team"]),
        st.one_of(st.none(), st.integers(), st.text(max_size=3), st.just([])),
        max_size=2,
    ),
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of a payload: what holds it, and the name or number under which."""
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    for key, held in inner:
        yield value, key
        yield from places(held)


@st.composite
def misshapen(draw: st.DrawFn, payloads: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Draw one of the payloads with one to three of its places changed, or taken out."""
    payload = deepcopy(draw(st.sampled_from(payloads)))
    for _ in range(draw(st.integers(1, 3))):
        found = list(places(payload))
        if not found:
            break
        holder, key = draw(st.sampled_from(found))
        shape = draw(_SHAPES)
        if shape is _GONE:
            del holder[key]
        else:
            holder[key] = deepcopy(shape)
    return payload
