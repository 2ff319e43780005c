"""Retention: what is older than its period leads to nobody any more, and its figures stay."""

from alembic import op

revision = "0006"
down_revision = "0005"

NOBODY = """
ALTER TABLE members
    ALTER COLUMN lookup DROP NOT NULL,
    ALTER COLUMN sealed_account DROP NOT NULL,
    ADD COLUMN leaving_since TIMESTAMP WITH TIME ZONE,
    ADD CONSTRAINT ck_members_account CHECK ((lookup IS NULL) = (sealed_account IS NULL));

ALTER TABLE disseminations ADD COLUMN unlinked_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE surveys ADD COLUMN unlinked_at TIMESTAMP WITH TIME ZONE;

CREATE INDEX ix_engagement_events_delivery ON engagement_events (delivery);
CREATE INDEX ix_responses_member ON responses (member);
CREATE INDEX ix_cascades_holder ON cascades (holder);
CREATE INDEX ix_cascade_parts_member ON cascade_parts (member);

ALTER TABLE clarifications
    DROP CONSTRAINT fk_clarifications_query_queries,
    ADD CONSTRAINT fk_clarifications_query_queries
        FOREIGN KEY(query) REFERENCES queries (id) ON UPDATE CASCADE;
ALTER TABLE recall_turns
    DROP CONSTRAINT fk_recall_turns_recall_recalls,
    ADD CONSTRAINT fk_recall_turns_recall_recalls
        FOREIGN KEY(recall) REFERENCES recalls (id) ON UPDATE CASCADE;
"""

UNLINKING = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('sevenbot.unlinking', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'A row of % is a fact: it is never changed or removed.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE FUNCTION refuse_more_than_unlinking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - TG_ARGV::text[] IS DISTINCT FROM to_jsonb(NEW) - TG_ARGV::text[] THEN
        RAISE EXCEPTION 'Of a row of % only what leads to a person is ever taken away.',
            TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER engagement_events_unlinking BEFORE UPDATE ON engagement_events FOR EACH ROW
    EXECUTE FUNCTION refuse_more_than_unlinking('id', 'member', 'delivery', 'detail');
CREATE TRIGGER responses_unlinking BEFORE UPDATE ON responses FOR EACH ROW
    EXECUTE FUNCTION refuse_more_than_unlinking('member');
CREATE TRIGGER cascade_parts_unlinking BEFORE UPDATE ON cascade_parts FOR EACH ROW
    EXECUTE FUNCTION refuse_more_than_unlinking('id', 'member');
CREATE TRIGGER cascade_moves_unlinking BEFORE UPDATE ON cascade_moves FOR EACH ROW
    EXECUTE FUNCTION refuse_more_than_unlinking('former', 'holder');
CREATE TRIGGER decisions_unlinking BEFORE UPDATE ON decisions FOR EACH ROW
    EXECUTE FUNCTION refuse_more_than_unlinking('subject', 'detail');
"""
"""The facts still refuse every change but one: in a transaction that says that it unlinks, what
leads to a person may be replaced."""


def upgrade() -> None:
    """Let rows belong to nobody, and facts be unlinked."""
    connection = op.get_bind()
    for script in (NOBODY, UNLINKING):
        connection.exec_driver_sql(script, execution_options={"no_parameters": True})
