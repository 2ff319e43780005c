"""One driver a workspace: deliveries have their turn, and pace is kept by workspace.

What was paced before is forgotten: a few seconds of a platform's patience.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = """
ALTER TABLE deliveries ADD COLUMN turn INTEGER DEFAULT 0 NOT NULL;
DROP INDEX ix_deliveries_next_try_at;
CREATE INDEX ix_deliveries_next_try_at ON deliveries (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX ix_deliveries_turn ON deliveries (workspace, turn, id)
    WHERE state IN ('planned', 'claimed') AND next_try_at IS NULL;
CREATE INDEX ix_deliveries_line ON deliveries (workspace, (coalesce(channel_id, member::text)))
    WHERE state IN ('planned', 'claimed', 'waiting');
CREATE INDEX ix_deliveries_claimed_at ON deliveries (workspace, claimed_at);

DROP TABLE pace;
CREATE TABLE pace (
    workspace TEXT NOT NULL,
    share DOUBLE PRECISION NOT NULL,
    rests_until TIMESTAMP WITH TIME ZONE,
    lines JSONB NOT NULL,
    CONSTRAINT pk_pace PRIMARY KEY (workspace)
);
"""


def upgrade() -> None:
    """Add turns, and pace by workspace."""
    op.get_bind().exec_driver_sql(STATEMENTS, execution_options={"no_parameters": True})
