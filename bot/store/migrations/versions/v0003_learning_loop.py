"""The learning loop: messages to one person, and what is asked again, passed on and surveyed.

The tables are written out, and not taken from `bot.store.tables`, since those move on and this
does not.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

SENDING = """
ALTER TABLE disseminations ADD COLUMN follow_ups JSONB DEFAULT '{}' NOT NULL;

ALTER TABLE occurrences ADD COLUMN subject UUID;
UPDATE occurrences SET subject = dissemination;
ALTER TABLE occurrences
    ALTER COLUMN subject SET NOT NULL,
    ALTER COLUMN dissemination DROP NOT NULL,
    DROP CONSTRAINT uq_occurrences_dissemination_kind_slot,
    ADD CONSTRAINT uq_occurrences_subject_kind_slot UNIQUE (subject, kind, slot),
    DROP CONSTRAINT ck_occurrences_kind,
    ADD CONSTRAINT ck_occurrences_kind CHECK (
        kind IN ('post', 'recall', 'cascade', 'pulse', 'clarification', 'answer', 'digest')),
    ADD CONSTRAINT ck_occurrences_of_a_dissemination
        CHECK ((kind = 'post') = (dissemination IS NOT NULL));

ALTER TABLE deliveries
    ADD COLUMN member UUID,
    ALTER COLUMN dissemination DROP NOT NULL,
    ALTER COLUMN channel DROP NOT NULL,
    ALTER COLUMN channel_id DROP NOT NULL,
    ADD CONSTRAINT fk_deliveries_member_members FOREIGN KEY(member) REFERENCES members (id),
    ADD CONSTRAINT uq_deliveries_occurrence_member UNIQUE (occurrence, member),
    ADD CONSTRAINT ck_deliveries_destination CHECK (num_nonnulls(channel_id, member) = 1),
    ADD CONSTRAINT ck_deliveries_channel CHECK ((channel IS NULL) = (channel_id IS NULL));
CREATE INDEX ix_deliveries_member ON deliveries (member) WHERE member IS NOT NULL;

ALTER TABLE eligible_members ALTER COLUMN dissemination DROP NOT NULL;
CREATE INDEX ix_eligible_members_member ON eligible_members (member);
CREATE INDEX ix_engagement_events_member ON engagement_events (member);

ALTER TABLE engagement_events
    DROP CONSTRAINT ck_engagement_events_kind,
    ADD CONSTRAINT ck_engagement_events_kind CHECK (
        kind IN ('delivered', 'opened', 'acknowledged', 'answered', 'queried', 'recalled',
            'confirmed'));

ALTER TABLE queries
    ADD COLUMN answer TEXT,
    ADD COLUMN answered_by TEXT,
    ADD COLUMN answered_at TIMESTAMP WITH TIME ZONE;
"""

TABLES = """
CREATE TABLE clarifications (
    id UUID NOT NULL,
    dissemination UUID NOT NULL,
    query UUID,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    approver TEXT,
    approved_at TIMESTAMP WITH TIME ZONE,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_clarifications PRIMARY KEY (id),
    CONSTRAINT ck_clarifications_approved CHECK ((approver IS NULL) = (approved_at IS NULL)),
    CONSTRAINT fk_clarifications_dissemination_disseminations
        FOREIGN KEY(dissemination) REFERENCES disseminations (id),
    CONSTRAINT fk_clarifications_query_queries FOREIGN KEY(query) REFERENCES queries (id)
);

CREATE TABLE preferences (
    member UUID NOT NULL,
    paused_until TIMESTAMP WITH TIME ZONE,
    digests BOOLEAN DEFAULT true NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_preferences PRIMARY KEY (member),
    CONSTRAINT fk_preferences_member_members FOREIGN KEY(member) REFERENCES members (id)
);

CREATE TABLE recalls (
    id UUID NOT NULL,
    dissemination UUID NOT NULL,
    member UUID NOT NULL,
    agency TEXT NOT NULL,
    question TEXT NOT NULL,
    first_fits BOOLEAN NOT NULL,
    first_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sure BOOLEAN DEFAULT true NOT NULL,
    turn INTEGER DEFAULT '0' NOT NULL,
    recalled INTEGER DEFAULT '0' NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE,
    ended TEXT,
    CONSTRAINT pk_recalls PRIMARY KEY (id),
    CONSTRAINT uq_recalls_dissemination_member_question
        UNIQUE (dissemination, member, question),
    CONSTRAINT ck_recalls_ended CHECK ((next_at IS NULL) OR (ended IS NULL)),
    CONSTRAINT fk_recalls_dissemination_disseminations
        FOREIGN KEY(dissemination) REFERENCES disseminations (id),
    CONSTRAINT fk_recalls_member_members FOREIGN KEY(member) REFERENCES members (id)
);
CREATE INDEX ix_recalls_next_at ON recalls (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX ix_recalls_member ON recalls (member);
CREATE INDEX ix_recalls_first_at ON recalls (first_at);
CREATE INDEX ix_responses_at ON responses (at);
CREATE INDEX ix_queries_member ON queries (member);

CREATE TABLE recall_turns (
    recall UUID NOT NULL,
    turn INTEGER NOT NULL,
    delivery UUID NOT NULL,
    step INTEGER NOT NULL,
    variant INTEGER NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    chosen TEXT[],
    fits BOOLEAN,
    answered_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_recall_turns PRIMARY KEY (recall, turn),
    CONSTRAINT uq_recall_turns_delivery_step UNIQUE (delivery, step),
    CONSTRAINT ck_recall_turns_answered CHECK ((fits IS NULL) = (answered_at IS NULL)),
    CONSTRAINT fk_recall_turns_recall_recalls FOREIGN KEY(recall) REFERENCES recalls (id),
    CONSTRAINT fk_recall_turns_delivery_deliveries
        FOREIGN KEY(delivery) REFERENCES deliveries (id)
);

CREATE TABLE cascades (
    id UUID NOT NULL,
    dissemination UUID NOT NULL,
    agency TEXT NOT NULL,
    holder UUID,
    posted_on DATE NOT NULL,
    deadline DATE NOT NULL,
    state TEXT DEFAULT 'open' NOT NULL,
    stage TEXT DEFAULT 'planned' NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    settled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_cascades PRIMARY KEY (id),
    CONSTRAINT uq_cascades_dissemination_agency UNIQUE (dissemination, agency),
    CONSTRAINT ck_cascades_state CHECK (state IN ('open', 'whole', 'unanswered')),
    CONSTRAINT fk_cascades_dissemination_disseminations
        FOREIGN KEY(dissemination) REFERENCES disseminations (id),
    CONSTRAINT fk_cascades_holder_members FOREIGN KEY(holder) REFERENCES members (id)
);
CREATE INDEX ix_cascades_next_at ON cascades (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE cascade_parts (
    id UUID NOT NULL,
    cascade UUID NOT NULL,
    number INTEGER NOT NULL,
    corrects INTEGER,
    member UUID NOT NULL,
    body JSONB NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_cascade_parts PRIMARY KEY (id),
    CONSTRAINT uq_cascade_parts_cascade_number UNIQUE (cascade, number),
    CONSTRAINT fk_cascade_parts_cascade_cascades FOREIGN KEY(cascade) REFERENCES cascades (id),
    CONSTRAINT fk_cascade_parts_member_members FOREIGN KEY(member) REFERENCES members (id)
);

CREATE TABLE cascade_moves (
    id UUID NOT NULL,
    cascade UUID NOT NULL,
    former UUID,
    holder UUID,
    reason TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_cascade_moves PRIMARY KEY (id),
    CONSTRAINT fk_cascade_moves_cascade_cascades FOREIGN KEY(cascade) REFERENCES cascades (id),
    CONSTRAINT fk_cascade_moves_former_members FOREIGN KEY(former) REFERENCES members (id),
    CONSTRAINT fk_cascade_moves_holder_members FOREIGN KEY(holder) REFERENCES members (id)
);

CREATE TABLE survey_versions (
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    author TEXT NOT NULL,
    approver TEXT,
    body JSONB NOT NULL,
    imported_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_survey_versions PRIMARY KEY (id),
    CONSTRAINT uq_survey_versions_slug_version UNIQUE (slug, version),
    CONSTRAINT ck_survey_versions_status CHECK (status IN ('draft', 'approved'))
);

CREATE TABLE surveys (
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    purpose TEXT NOT NULL,
    dissemination UUID,
    body JSONB NOT NULL,
    audience TEXT NOT NULL,
    channels TEXT[] NOT NULL,
    opens_at TIMESTAMP WITH TIME ZONE NOT NULL,
    remind_at TIMESTAMP WITH TIME ZONE,
    closes_at TIMESTAMP WITH TIME ZONE NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE,
    key_check BYTEA,
    closed_at TIMESTAMP WITH TIME ZONE,
    results JSONB,
    comments TEXT[],
    you_said TEXT,
    shared_at TIMESTAMP WITH TIME ZONE,
    called_off TEXT,
    CONSTRAINT pk_surveys PRIMARY KEY (id),
    CONSTRAINT uq_surveys_dissemination UNIQUE (dissemination),
    CONSTRAINT ck_surveys_purpose CHECK (purpose IN ('pulse', 'practice')),
    CONSTRAINT ck_surveys_times CHECK (opens_at < closes_at),
    CONSTRAINT ck_surveys_opened CHECK ((opened_at IS NULL) = (key_check IS NULL)),
    CONSTRAINT ck_surveys_closed CHECK (num_nonnulls(closed_at, results, comments) IN (0, 3)),
    CONSTRAINT ck_surveys_called_off CHECK (num_nonnulls(closed_at, called_off) < 2),
    CONSTRAINT fk_surveys_dissemination_disseminations
        FOREIGN KEY(dissemination) REFERENCES disseminations (id)
);

CREATE TABLE survey_counts (
    survey UUID NOT NULL,
    agency TEXT NOT NULL,
    question TEXT NOT NULL,
    option TEXT NOT NULL,
    n INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_survey_counts PRIMARY KEY (survey, agency, question, option),
    CONSTRAINT fk_survey_counts_survey_surveys FOREIGN KEY(survey) REFERENCES surveys (id)
);

CREATE TABLE survey_comments (
    id UUID NOT NULL,
    survey UUID NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_survey_comments PRIMARY KEY (id),
    CONSTRAINT fk_survey_comments_survey_surveys FOREIGN KEY(survey) REFERENCES surveys (id)
);

CREATE TABLE survey_participation (
    survey UUID NOT NULL,
    token BYTEA NOT NULL,
    CONSTRAINT pk_survey_participation PRIMARY KEY (survey, token),
    CONSTRAINT fk_survey_participation_survey_surveys
        FOREIGN KEY(survey) REFERENCES surveys (id)
);
"""

APPEND_ONLY = """
CREATE TRIGGER cascade_parts_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON cascade_parts EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cascade_moves_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON cascade_moves EXECUTE FUNCTION refuse_change();
"""

UNSAMPLED = """
ALTER TABLE survey_counts ALTER COLUMN agency SET STATISTICS 0,
    ALTER COLUMN option SET STATISTICS 0, ALTER COLUMN n SET STATISTICS 0;
ALTER TABLE survey_comments ALTER COLUMN id SET STATISTICS 0, ALTER COLUMN text SET STATISTICS 0;
ALTER TABLE survey_participation ALTER COLUMN token SET STATISTICS 0;
"""
"""PostgreSQL's planner would keep samples of these columns, beyond the rows themselves."""


def upgrade() -> None:
    """Let messages go to one person, and make the loop's tables."""
    connection = op.get_bind()
    for script in (SENDING, TABLES, APPEND_ONLY, UNSAMPLED):
        connection.exec_driver_sql(script, execution_options={"no_parameters": True})
