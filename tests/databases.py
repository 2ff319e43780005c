"""Databases for tests, each copied while the test before it runs."""

from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import LiteralString, cast
from uuid import uuid4

import psycopg
from sqlalchemy.engine import make_url


class Copies:
    """Copies of one database. Many tests take less time than the making of theirs, so the next is
    made in a thread meanwhile, and one to which nobody connected is lent again."""

    def __init__(self, server: str, template: str) -> None:
        """Start on the first. `server` is the address of a database of the same server."""
        self._server = server
        self._template = template
        self._here, self._there = (
            psycopg.connect(server, autocommit=True, connect_timeout=30) for _ in range(2)
        )
        self._thread = ThreadPoolExecutor(1, "databases")
        self._next = self._thread.submit(self._make)
        self._untouched: list[str] = []
        self._drops: list[Future[None]] = []

    @contextmanager
    def one(self) -> Generator[str]:
        """Lend the address of one that nobody has used."""
        if self._untouched:
            name = self._untouched.pop()
        else:
            name = self._next.result()
            self._next = self._thread.submit(self._make)
        yield named(self._server, name)
        if self._is_untouched(name):
            self._untouched.append(name)
        else:
            self._drops.append(self._thread.submit(self._drop, name))

    def close(self) -> None:
        """Drop what is left. Raises what went wrong in the thread."""
        for name in (self._next.result(), *self._untouched):
            self._drops.append(self._thread.submit(self._drop, name))
        for dropped in self._drops:
            dropped.result()
        self._thread.shutdown()
        self._here.close()
        self._there.close()

    def _is_untouched(self, name: str) -> bool:
        ((untouched,),) = self._here.execute(
            "SELECT sessions + numbackends = 0 FROM pg_stat_database WHERE datname = %s", [name]
        )
        return untouched

    def _make(self) -> str:
        name = f"test_{uuid4().hex}"
        # As files: the other way writes all of it to the log as well.
        self._do(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY FILE_COPY")
        return name

    def _drop(self, name: str) -> None:
        self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        self._there.execute(cast("LiteralString", statement))


def named(address: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return make_url(address).set(database=name).render_as_string(hide_password=False)
