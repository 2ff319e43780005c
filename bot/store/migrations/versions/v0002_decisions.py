"""What people decide by name, kept as facts; and that a dissemination can be stopped."""

from alembic import op

revision = "0002"
down_revision = "0001"

DECISIONS = """
CREATE TABLE decisions (
    id UUID NOT NULL,
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    act TEXT NOT NULL,
    subject UUID NOT NULL,
    person TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    detail JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_decisions PRIMARY KEY (id),
    CONSTRAINT uq_decisions_seq UNIQUE (seq)
);
CREATE INDEX ix_decisions_subject ON decisions (subject);
CREATE TRIGGER decisions_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions EXECUTE FUNCTION refuse_change();
"""

STOPPING = """
ALTER TABLE disseminations
    ADD COLUMN stopped_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN stopped_by TEXT,
    ADD CONSTRAINT ck_disseminations_stopped
        CHECK ((stopped_at IS NULL) = (stopped_by IS NULL));
"""


def upgrade() -> None:
    """Add both."""
    connection = op.get_bind()
    for script in (DECISIONS, STOPPING):
        connection.exec_driver_sql(script, execution_options={"no_parameters": True})
