"""Corrections and withdrawals of what is posted, and the edits that carry them to the posts."""

from alembic import op

revision = "0008"
down_revision = "0007"

SENDING = """
ALTER TABLE disseminations
    ADD COLUMN read_from INTEGER DEFAULT '0' NOT NULL,
    ADD COLUMN withdrawn_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN withdrawn_by TEXT,
    ADD COLUMN withdrawn_reason TEXT,
    ADD CONSTRAINT ck_disseminations_withdrawn CHECK (
        num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_reason) IN (0, 3)
        AND (withdrawn_at IS NULL OR stopped_at IS NOT NULL));
CREATE INDEX ix_disseminations_withdrawn_at ON disseminations (withdrawn_at)
    WHERE withdrawn_at IS NOT NULL;

ALTER TABLE occurrences
    DROP CONSTRAINT ck_occurrences_kind,
    ADD CONSTRAINT ck_occurrences_kind CHECK (
        kind IN ('post', 'recall', 'cascade', 'pulse', 'clarification', 'answer', 'digest',
            'correction', 'withdrawal', 'progress'));

ALTER TABLE deliveries
    ADD COLUMN shows UUID,
    ADD CONSTRAINT fk_deliveries_shows_briefing_versions
        FOREIGN KEY(shows) REFERENCES briefing_versions (id);

ALTER TABLE responses ADD COLUMN version INTEGER;

ALTER TABLE cascades ADD COLUMN superseded INTEGER DEFAULT '0' NOT NULL;
"""

TABLES = """
CREATE TABLE corrections (
    id UUID NOT NULL,
    dissemination UUID NOT NULL,
    former UUID NOT NULL,
    version UUID NOT NULL,
    words TEXT NOT NULL,
    material BOOLEAN NOT NULL,
    person TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_corrections PRIMARY KEY (id),
    CONSTRAINT uq_corrections_dissemination_version UNIQUE (dissemination, version),
    CONSTRAINT fk_corrections_dissemination_disseminations
        FOREIGN KEY(dissemination) REFERENCES disseminations (id),
    CONSTRAINT fk_corrections_former_briefing_versions
        FOREIGN KEY(former) REFERENCES briefing_versions (id),
    CONSTRAINT fk_corrections_version_briefing_versions
        FOREIGN KEY(version) REFERENCES briefing_versions (id)
);
CREATE INDEX ix_corrections_at ON corrections (at);
CREATE TRIGGER corrections_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON corrections EXECUTE FUNCTION refuse_change();
"""


def upgrade() -> None:
    """Let a dissemination send a later version, or be withdrawn."""
    connection = op.get_bind()
    for script in (SENDING, TABLES):
        connection.exec_driver_sql(script, execution_options={"no_parameters": True})
