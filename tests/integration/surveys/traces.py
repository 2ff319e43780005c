"""A search for whatever could lead from an answer to a person or a moment.

It reads what somebody who took a copy of the server would have: every row of every table with the
number of the transaction that wrote it and its place, the tables' files byte by byte (deleted rows
and what lies between rows included), the job queue, and the logs.
"""

import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier

PAGE = 8192
HEADER = 24
"""Bytes of a page's header and of a row's (PostgreSQL, storage/bufpage.h and htup_details.h)."""


@dataclass(frozen=True, slots=True)
class Secret:
    """One answer as it was given."""

    member: str
    account: str
    token: bytes
    comment: str
    transaction: int
    """The number of the transaction that counted it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Somebody's copy of the server."""

    rows: Mapping[str, Sequence[dict[str, object]]]
    """By table, in the order of their places; each with `xmin`, `xmax` and `ctid`."""
    files: Mapping[str, bytes]
    """Every file of the database, the shared catalogue's and the folder of keys, by name."""
    heaps: frozenset[str]
    """Those of them that are tables."""
    logs: str = field(default="")


def take_copy(url: str, keys: Path, logs: str) -> Copy:
    """Write everything out and copy it."""
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
        connection.execute("CHECKPOINT")
        tables = connection.execute(
            "SELECT oid::regclass::text AS name, relname FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        rows = {
            table["name"]: connection.execute(
                SQL(
                    "SELECT xmin::text, xmax::text, ctid::text, to_jsonb(t)::text AS row"
                    " FROM {} AS t ORDER BY t.ctid"
                ).format(Identifier(table["relname"]))
            ).fetchall()
            for table in tables
        }
        heaps = connection.execute(
            "SELECT pg_relation_filepath(oid) AS path FROM pg_class"
            " WHERE relkind IN ('r', 't', 'm') AND relfilenode <> 0"
        ).fetchall()
        home = Path(_one(connection, "SHOW data_directory"))
        number = _one(
            connection, "SELECT oid::text AS n FROM pg_database WHERE datname = current_database()"
        )
    files = {
        str(path.relative_to(home)): path.read_bytes()
        for folder in (home / "base" / number, home / "global")
        for path in folder.iterdir()
        if path.is_file()
    }
    files |= {path.name: path.read_bytes() for path in keys.iterdir()} if keys.exists() else {}
    server = (home / "server.log").read_text("utf-8", "replace")
    return Copy(rows, files, frozenset(heap["path"] for heap in heaps), logs + server)


def _one(connection: psycopg.Connection[dict[str, object]], query: str) -> str:
    row = connection.execute(query).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return str(next(iter(row.values())))


def links(copy: Copy, secrets: Sequence[Secret], *, kept: Collection[str] = ()) -> list[str]:
    """Return every trace that leads from an answer to a person or a moment. `kept` are comments
    that may still stand somewhere, in one place and in no order."""
    return [
        *_by_transaction(copy, secrets),
        *_by_bytes(copy, secrets, kept),
        *_by_order(copy, secrets, kept),
        *_by_log(copy, secrets),
    ]


def _by_transaction(copy: Copy, secrets: Sequence[Secret]) -> Iterator[str]:
    """Whatever the transaction of an answer wrote or locked: together they are the answer, and
    their number tells its moment among others."""
    numbers = {secret.transaction for secret in secrets}
    for table, rows in copy.rows.items():
        for row in rows:
            if {int(str(row["xmin"])), int(str(row["xmax"]))} & numbers:
                yield f"{table} {row['ctid']} was written by the transaction of an answer"
    for name in copy.heaps & copy.files.keys():
        for xmin, xmax in heap_transactions(copy.files[name]):
            if {xmin, xmax} & numbers:
                yield f"{name} holds a row, dead or alive, of the transaction of an answer"


def _by_bytes(copy: Copy, secrets: Sequence[Secret], kept: Collection[str]) -> Iterator[str]:
    for secret in secrets:
        for name, content in copy.files.items():
            if secret.token in content or secret.token.hex().encode() in content:
                yield f"{name} holds a token"
            if secret.comment not in kept and secret.comment.encode() in content:
                yield f"{name} holds a comment"
        for table, rows in copy.rows.items():
            for row in rows:
                text = str(row["row"])
                if secret.comment in text and (secret.member in text or secret.account in text):
                    yield f"{table} {row['ctid']} holds a comment beside its writer"


def _by_order(copy: Copy, secrets: Sequence[Secret], kept: Collection[str]) -> Iterator[str]:
    """Comments that stand in the order, or in the reverse order, in which they were given."""
    given = [secret.comment for secret in secrets if secret.comment in kept]
    if len(given) < 3:
        return
    for table, rows in copy.rows.items():
        whole = "\n".join(str(row["row"]) for row in rows)
        places = [whole.find(comment) for comment in given]
        if -1 not in places and places in (sorted(places), sorted(places, reverse=True)):
            yield f"{table} holds comments in the order in which they were given"


def _by_log(copy: Copy, secrets: Sequence[Secret]) -> Iterator[str]:
    for secret in secrets:
        for word in (secret.member, secret.account, secret.token.hex(), secret.comment):
            if word in copy.logs:
                yield f"a log holds {word}"


def heap_transactions(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield xmin and xmax of every row in a table's file: also of those that are dead, as long as
    their place was not used again."""
    for start in range(0, len(content), PAGE):
        page = content[start : start + PAGE]
        (lower,) = struct.unpack_from("<H", page, 12)
        for place in range(HEADER, lower, 4):
            (pointer,) = struct.unpack_from("<I", page, place)
            offset, length = pointer & 0x7FFF, pointer >> 17
            if length >= HEADER and offset + length <= PAGE:
                yield struct.unpack_from("<II", page, offset)
