"""The database's address, as libpq reads it: one host, or several of which one takes writes."""

import re
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

HIGHEST_PORT = 65_535

DEFAULTS = {
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""A server whose machine vanished is noticed within a minute and not after hours, and of several
hosts the next one is asked after 5 s. What the address itself says comes first."""

KEEPALIVES = "-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
"""On the server's side: what a vanished machine held is free after 50 s, not after the two hours
that are usual."""

LETS_GO = f"{KEEPALIVES} -c idle_in_transaction_session_timeout=20s"
"""The server also ends whoever stands still within a transaction (a process that was stopped, a
machine put to sleep), and what it had locked is free. Ours take milliseconds."""


def is_address(text: str) -> bool:
    """Tell whether it looks like a PostgreSQL address, `postgresql://…`, with one host or several.
    What stands behind the question mark is for libpq to read."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    hosts = parts.netloc.rpartition("@")[2].split(",")
    ports = [re.sub(r"^\[[^]]*\]", "", host).partition(":")[2] for host in hosts]
    return parts.scheme in {"postgresql", "postgres"} and all(
        not port or (port.isdecimal() and 0 < int(port) <= HIGHEST_PORT) for port in ports
    )


def is_readable(address: str) -> bool:
    """Tell whether libpq can read all of it: each parameter's name, and each escaped character."""
    try:
        conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        return False
    return True


def with_ours(address: str, options: str) -> str:
    """Return what a connection's `options` are to be: ours, and before them the address's own,
    which may name a schema, for instance."""
    given = conninfo_to_dict(address).get("options") if is_readable(address) else None
    return f"{given} {options}" if given else options


def patient(address: str) -> str:
    """Return the address with what it leaves unsaid of `DEFAULTS`. One that cannot be read is left
    as it is: whoever connects is told."""
    try:
        given = conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        return address
    return make_conninfo("", **{**DEFAULTS, **given})
