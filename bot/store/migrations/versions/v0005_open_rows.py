"""Indexes that hold only what is still open: what is looked up for every delivery and at every tick
does not grow with all that was ever sent."""

from alembic import op

revision = "0005"
down_revision = "0004"

INDEXES = """
DROP INDEX ix_deliveries_dissemination;
CREATE INDEX ix_deliveries_dissemination ON deliveries (dissemination, agency)
    WHERE dissemination IS NOT NULL;
CREATE INDEX ix_deliveries_unsent ON deliveries (id)
    WHERE member IS NOT NULL AND state IN ('skipped', 'failed', 'halted');
CREATE INDEX ix_occurrences_to_expand ON occurrences (due_at)
    WHERE expanded_at IS NULL AND skipped_reason IS NULL;
"""


def upgrade() -> None:
    """Make them."""
    op.get_bind().exec_driver_sql(INDEXES, execution_options={"no_parameters": True})
