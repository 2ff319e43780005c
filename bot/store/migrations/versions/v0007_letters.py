"""Dead letters: moments that could not be expanded, what was given up for good, and when to ask a
platform whether a halted channel takes posts again."""

from alembic import op

revision = "0007"
down_revision = "0006"

LETTERS = """
ALTER TABLE occurrences ADD COLUMN failed_at TIMESTAMP WITH TIME ZONE;
UPDATE occurrences SET failed_at = coalesce(queued_at, due_at)
    WHERE expanded_at IS NULL AND skipped_reason LIKE 'Nothing was sent: an unexpected %';
ALTER TABLE occurrences ADD CONSTRAINT ck_occurrences_failed
    CHECK (failed_at IS NULL OR (skipped_reason IS NOT NULL AND expanded_at IS NULL));

ALTER TABLE deliveries
    ADD COLUMN given_up BOOLEAN DEFAULT false NOT NULL,
    ADD CONSTRAINT ck_deliveries_given_up CHECK (NOT given_up OR state = 'skipped');
CREATE INDEX ix_deliveries_dead ON deliveries (state, settled_at)
    WHERE state IN ('halted', 'failed', 'unconfirmed');
"""

PROBES = """
CREATE TABLE probes (
    target TEXT NOT NULL,
    tries INTEGER DEFAULT 0 NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_probes PRIMARY KEY (target)
);
"""


def upgrade() -> None:
    """Add them."""
    connection = op.get_bind()
    for script in (LETTERS, PROBES):
        connection.exec_driver_sql(script, execution_options={"no_parameters": True})
