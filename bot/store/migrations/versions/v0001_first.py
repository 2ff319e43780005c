"""The first schema: our tables, what keeps facts from being changed, and the task engine's own.

The tables are written out, and not taken from `bot.store.tables`, since those move on and this
does not. A test holds the two against each other.
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE briefing_versions (
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    author TEXT NOT NULL,
    approver TEXT,
    body JSONB NOT NULL,
    imported_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_briefing_versions PRIMARY KEY (id),
    CONSTRAINT uq_briefing_versions_slug_version UNIQUE (slug, version),
    CONSTRAINT ck_briefing_versions_status CHECK (status IN ('draft', 'approved'))
);

CREATE TABLE members (
    id UUID NOT NULL,
    lookup BYTEA NOT NULL,
    workspace TEXT NOT NULL,
    sealed_account BYTEA NOT NULL,
    registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_members PRIMARY KEY (id),
    CONSTRAINT uq_members_lookup UNIQUE (lookup)
);

CREATE TABLE notebook (
    workspace TEXT NOT NULL,
    entries JSONB NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_notebook PRIMARY KEY (workspace)
);

CREATE TABLE pace (
    destination TEXT NOT NULL,
    next_free DOUBLE PRECISION NOT NULL,
    CONSTRAINT pk_pace PRIMARY KEY (destination)
);

CREATE TABLE disseminations (
    id UUID NOT NULL,
    briefing_version UUID NOT NULL,
    audience TEXT NOT NULL,
    channels TEXT[] NOT NULL,
    plan JSONB NOT NULL,
    filled_until TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_disseminations PRIMARY KEY (id),
    CONSTRAINT fk_disseminations_briefing_version_briefing_versions
        FOREIGN KEY(briefing_version) REFERENCES briefing_versions (id)
);

CREATE TABLE occurrences (
    id UUID NOT NULL,
    dissemination UUID NOT NULL,
    kind TEXT NOT NULL,
    slot TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    queued_at TIMESTAMP WITH TIME ZONE,
    expanded_at TIMESTAMP WITH TIME ZONE,
    skipped_reason TEXT,
    CONSTRAINT pk_occurrences PRIMARY KEY (id),
    CONSTRAINT uq_occurrences_dissemination_kind_slot UNIQUE (dissemination, kind, slot),
    CONSTRAINT ck_occurrences_kind CHECK (kind IN ('post')),
    CONSTRAINT fk_occurrences_dissemination_disseminations
        FOREIGN KEY(dissemination) REFERENCES disseminations (id)
);

CREATE TABLE queries (
    id UUID NOT NULL,
    dissemination UUID NOT NULL,
    member UUID NOT NULL,
    agency TEXT NOT NULL,
    about TEXT NOT NULL,
    text TEXT NOT NULL,
    warnings TEXT[] DEFAULT '{}' NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_queries PRIMARY KEY (id),
    CONSTRAINT ck_queries_about CHECK (about IN ('question', 'unsure')),
    CONSTRAINT fk_queries_dissemination_disseminations
        FOREIGN KEY(dissemination) REFERENCES disseminations (id),
    CONSTRAINT fk_queries_member_members FOREIGN KEY(member) REFERENCES members (id)
);

CREATE TABLE responses (
    dissemination UUID NOT NULL,
    member UUID NOT NULL,
    question TEXT NOT NULL,
    chosen TEXT[] NOT NULL,
    fits BOOLEAN NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_responses PRIMARY KEY (dissemination, member, question),
    CONSTRAINT fk_responses_dissemination_disseminations
        FOREIGN KEY(dissemination) REFERENCES disseminations (id),
    CONSTRAINT fk_responses_member_members FOREIGN KEY(member) REFERENCES members (id)
);

CREATE TABLE deliveries (
    id UUID NOT NULL,
    occurrence UUID NOT NULL,
    dissemination UUID NOT NULL,
    agency TEXT NOT NULL,
    workspace TEXT NOT NULL,
    channel TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    state TEXT DEFAULT 'planned' NOT NULL,
    reason TEXT,
    attempts INTEGER DEFAULT '0' NOT NULL,
    next_try_at TIMESTAMP WITH TIME ZONE,
    claimed_at TIMESTAMP WITH TIME ZONE,
    settled_at TIMESTAMP WITH TIME ZONE,
    receipt JSONB,
    CONSTRAINT pk_deliveries PRIMARY KEY (id),
    CONSTRAINT uq_deliveries_occurrence_channel UNIQUE (occurrence, channel),
    CONSTRAINT ck_deliveries_state
        CHECK (state IN ('planned', 'claimed', 'waiting', 'delivered', 'skipped',
            'halted', 'failed', 'unconfirmed')),
    CONSTRAINT fk_deliveries_occurrence_occurrences
        FOREIGN KEY(occurrence) REFERENCES occurrences (id),
    CONSTRAINT fk_deliveries_dissemination_disseminations
        FOREIGN KEY(dissemination) REFERENCES disseminations (id)
);
CREATE INDEX ix_deliveries_dissemination ON deliveries (dissemination);
CREATE INDEX ix_deliveries_next_try_at ON deliveries (next_try_at) WHERE state = 'waiting';

CREATE TABLE eligible_members (
    delivery UUID NOT NULL,
    member UUID NOT NULL,
    dissemination UUID NOT NULL,
    agency TEXT NOT NULL,
    CONSTRAINT pk_eligible_members PRIMARY KEY (delivery, member),
    CONSTRAINT fk_eligible_members_delivery_deliveries
        FOREIGN KEY(delivery) REFERENCES deliveries (id),
    CONSTRAINT fk_eligible_members_member_members FOREIGN KEY(member) REFERENCES members (id),
    CONSTRAINT fk_eligible_members_dissemination_disseminations
        FOREIGN KEY(dissemination) REFERENCES disseminations (id)
);
CREATE INDEX ix_eligible_members_dissemination_agency
    ON eligible_members (dissemination, agency);

CREATE TABLE engagement_events (
    id UUID NOT NULL,
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL,
    dissemination UUID NOT NULL,
    delivery UUID NOT NULL,
    agency TEXT NOT NULL,
    member UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    detail JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_engagement_events PRIMARY KEY (id),
    CONSTRAINT ck_engagement_events_kind
        CHECK (kind IN ('delivered', 'opened', 'acknowledged', 'answered', 'queried')),
    CONSTRAINT uq_engagement_events_seq UNIQUE (seq),
    CONSTRAINT fk_engagement_events_dissemination_disseminations
        FOREIGN KEY(dissemination) REFERENCES disseminations (id),
    CONSTRAINT fk_engagement_events_delivery_deliveries
        FOREIGN KEY(delivery) REFERENCES deliveries (id),
    CONSTRAINT fk_engagement_events_member_members FOREIGN KEY(member) REFERENCES members (id)
);
CREATE INDEX ix_engagement_events_dissemination_kind ON engagement_events (dissemination, kind);
"""

APPEND_ONLY = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A row of % is a fact: it is never changed or removed.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER engagement_events_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON engagement_events EXECUTE FUNCTION refuse_change();
CREATE TRIGGER responses_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON responses EXECUTE FUNCTION refuse_change();
"""


def upgrade() -> None:
    """Create everything. The task engine's schema is that of procrastinate 3.4 to 3.10."""
    connection = op.get_bind()
    for script in (TABLES, APPEND_ONLY, SchemaManager.get_schema()):
        connection.exec_driver_sql(script, execution_options={"no_parameters": True})
