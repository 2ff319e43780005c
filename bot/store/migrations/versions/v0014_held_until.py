"""Until when a delivery was held, kept once it goes on: what halts then is late from there on.

The column is written out, and not taken from `bot.store.tables`, since that moves on and this does
not. Older code that goes on beside it does not fill it: what it lets go counts from its plan's
moment, as before.
"""

from alembic import op

revision = "0014"
down_revision = "0013"

OLDEST = "0013"


def upgrade() -> None:
    """Add the column."""
    op.execute("ALTER TABLE deliveries ADD COLUMN held_until TIMESTAMP WITH TIME ZONE")
