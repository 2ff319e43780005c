"""When a clock skipped a planned moment: one that was ahead has skipped what was still to come.

The column is written out, and not taken from `bot.store.tables`, since that moves on and this does
not. Older code that goes on beside it does not fill it: what it skips stays skipped, as before.
"""

from alembic import op

revision = "0015"
down_revision = "0014"

OLDEST = "0013"


def upgrade() -> None:
    """Add the column, and what finds the few rows that have it."""
    op.execute("ALTER TABLE occurrences ADD COLUMN skipped_at TIMESTAMP WITH TIME ZONE")
    op.execute(
        "CREATE INDEX ix_occurrences_skipped_at ON occurrences (skipped_at)"
        " WHERE skipped_at IS NOT NULL"
    )
