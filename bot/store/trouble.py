"""What ails the database, in a sentence for whoever looks after it.

The address is never repeated, nor what could not be read of it: it may hold a password. Of the
server's own words only those are that it says to whoever it turns away, which name a role, a
database or a machine, and those that name what a role may not touch.
"""

import re
from typing import Final

import psycopg
from psycopg import errors
from sqlalchemy import text

from bot.store.engine import Database
from bot.store.wake import is_outage
from config.errors import DatabaseUnavailable
from content.templating import say, say_once

_TURNED_AWAY: Final = re.compile(r"FATAL:\s+(?P<said>\S.*)")
_TAKES_NO_WRITES: Final = re.compile(r"read-only|standby")
_UNTOUCHED: Final = """
SELECT current_setting('transaction_read_only') = 'on' AS read_only, (
    SELECT min(c.relname) FROM pg_class c
    WHERE c.relnamespace = to_regnamespace(current_schema()) AND c.relkind = 'r'
      AND c.relname NOT LIKE 'alembic%'
      AND NOT has_table_privilege(c.oid, 'INSERT')
) AS forbidden
"""


def trouble(error: BaseException) -> str | None:
    """Return what ails the database and what to do about it, in one sentence; None for an error
    that is no outage."""
    if isinstance(error, DatabaseUnavailable) and error.__cause__ is None:
        return str(error)
    if not is_outage(error):
        return None
    match cause := _driver_error(error):
        case errors.IdleInTransactionSessionTimeout():
            return say("database_trouble.stood_still")
        case errors.ReadOnlySqlTransaction():
            return say("database_trouble.read_only")
        case errors.DiskFull():
            return say("database_trouble.disk")
        case errors.InsufficientPrivilege():
            return say_once("database_trouble.rights", said=cause.diag.message_primary)
        case psycopg.Error() if _TAKES_NO_WRITES.search(str(cause)):
            return say("database_trouble.no_writer")
        case psycopg.Error() if found := _TURNED_AWAY.findall(str(cause)):
            return say_once("database_trouble.turned_away", said=found[-1])
        case _:
            return say("database_trouble.unreached")


async def check_writable(database: Database) -> None:
    """Raise DatabaseUnavailable where the server takes no changes, or not from this role."""
    async with database.begin() as connection:
        (row,) = await connection.execute(text(_UNTOUCHED))
    if row.read_only:
        raise DatabaseUnavailable(say("database_trouble.read_only"))
    if row.forbidden is not None:
        said = say_once("database_trouble.table", name=row.forbidden)
        raise DatabaseUnavailable(say_once("database_trouble.rights", said=said))


def _driver_error(error: BaseException | None) -> psycopg.Error | None:
    """Return the driver's own error beneath what libraries have made of it."""
    found: psycopg.Error | None = None
    while error is not None:
        if isinstance(error, psycopg.Error):
            found = error
        error = error.__cause__
    return found
