"""What a platform said of calls that it counts apart from messages is kept for drivers to come, as
what it said of channels is."""

from alembic import op

revision = "0012"
down_revision = "0011"

OLDEST = "0011"
"""Code of before writes a row without the column, and loses no more than it did."""

_CHANGES = """
ALTER TABLE pace ADD COLUMN calls JSONB NOT NULL DEFAULT '{}';
"""


def upgrade() -> None:
    """Add the column."""
    op.execute(_CHANGES)
