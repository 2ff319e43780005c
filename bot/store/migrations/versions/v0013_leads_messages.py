"""Leads' private messages say how passing it on stands: what they were composed after, and their
edits."""

from alembic import op

revision = "0013"
down_revision = "0012"

_CHANGES = """
ALTER TABLE occurrences
    DROP CONSTRAINT ck_occurrences_kind,
    ADD CONSTRAINT ck_occurrences_kind CHECK (
        kind IN ('post', 'recall', 'cascade', 'pulse', 'clarification', 'answer', 'digest',
            'correction', 'withdrawal', 'progress', 'cascade_edit'));

ALTER TABLE cascades
    ADD COLUMN changes INTEGER DEFAULT '0' NOT NULL,
    ADD COLUMN changed_at TIMESTAMP WITH TIME ZONE;
CREATE INDEX ix_cascades_changed_at ON cascades (changed_at) WHERE changed_at IS NOT NULL;

ALTER TABLE deliveries ADD COLUMN tells INTEGER;
"""


def upgrade() -> None:
    """Count changes, and let messages be edited."""
    op.execute(_CHANGES)
