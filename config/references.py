"""How the directory's entries refer to each other. It is looked at in the file as it was written,
so that one wrong field hides nothing of what is wrong elsewhere."""

from collections.abc import Collection, Iterable, Iterator

from config.complaints import shown
from config.errors import Problem
from config.keys import is_key
from config.located import EACH, Located, Location

_REFERENCES = {
    ("agencies", EACH, "leads", EACH, "workspace"): "workspaces",
    ("agencies", EACH, "deputies", EACH, "workspace"): "workspaces",
    ("agencies", EACH, "terms"): "term_dates",
    ("workspaces", EACH, "agency"): "agencies",
    ("channels", EACH, "agency"): "agencies",
    ("channels", EACH, "workspace"): "workspaces",
    ("audiences", EACH, "agencies", EACH): "agencies",
    ("audiences", EACH, "channels", EACH): "channels",
    ("people", EACH, "workspace"): "workspaces",
}
"""Where a key of another entry stands, and in which list that entry does."""


def reference_problems(located: Located, platforms: Collection[str]) -> Iterator[Problem]:
    """Yield what is there twice, what refers to nothing and what is reserved, each with its line.
    `platforms` are the names of those there are. What cannot be read is passed over: it is for
    others to tell."""
    for name in ("agencies", "workspaces", "channels", "audiences", "term_dates"):
        yield from _twice(located, name, "key")
    yield from _twice(located, "workspaces", "platform", "id")
    yield from _twice(located, "channels", "workspace", "id")
    for location, key in located.texts(("audiences", EACH, "key")):
        if key == "everyone":
            what = "'everyone' is always there; name another."
            yield Problem(located.where(location), what)
    for path, target in _REFERENCES.items():
        known = [key for _, key in located.texts((target, EACH, "key")) if is_key(key)]
        yield from _unknown(located, path, target, known)
    if not any(located.texts(("term_dates", EACH, "key"))):
        for location, key in located.texts(("agencies", EACH, "terms")):
            what = f"'{shown(key)}' is not there: add its dates under 'term_dates'."
            yield Problem(located.where(location), what)
    yield from _unknown(located, ("workspaces", EACH, "platform"), "platforms", platforms)


def _unknown(
    located: Located, path: Location, target: str, known: Collection[str]
) -> Iterable[Problem]:
    """Find the keys that are none of the known; where none is known, the list itself is wrong."""
    for location, key in located.texts(path):
        if known and is_key(key) and key not in known:
            names = ", ".join(sorted(set(known)))
            what = f"'{key}' is not one of the {target} ({names})."
            yield Problem(located.where(location), what)


def _twice(located: Located, name: str, *fields: str) -> Iterable[Problem]:
    """Find entries of a list that agree in all of these fields; the last one is told of."""
    columns = [
        {location[1]: text.strip() for location, text in located.texts((name, EACH, field))}
        for field in fields
    ]
    first: dict[tuple[str, ...], str] = {}
    for index in columns[-1]:
        if not all(index in column for column in columns):
            continue
        value = tuple(column[index] for column in columns)
        where = located.where((name, index, fields[-1]))
        if value in first:
            what = f"'{shown(value[-1])}' is already taken by the entry at {first[value]}."
            yield Problem(where, what)
        first.setdefault(value, where)
