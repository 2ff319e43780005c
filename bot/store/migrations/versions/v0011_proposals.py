"""Proposals: what will be done about a survey waits for a second person.

The table is written out, and not taken from `bot.store.tables`, since those move on and this does
not. What was said before stands as it is: nothing is made up about who approved it. It only adds,
and yet older code may not go on beside it: that has words posted by one person.
"""

from alembic import op

revision = "0011"
down_revision = "0010"

_CHANGES = """
CREATE TABLE survey_proposals (
    id UUID NOT NULL,
    survey UUID NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL,
    written_at TIMESTAMP WITH TIME ZONE NOT NULL,
    approver TEXT,
    approved_at TIMESTAMP WITH TIME ZONE,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_survey_proposals PRIMARY KEY (id),
    CONSTRAINT ck_survey_proposals_approved
        CHECK ((approver IS NULL) = (approved_at IS NULL)),
    CONSTRAINT ck_survey_proposals_one_end
        CHECK (num_nonnulls(approved_at, withdrawn_at) < 2),
    CONSTRAINT fk_survey_proposals_survey_surveys FOREIGN KEY(survey) REFERENCES surveys (id)
);
CREATE INDEX ix_survey_proposals_survey ON survey_proposals (survey);
CREATE UNIQUE INDEX uq_survey_proposals_waiting ON survey_proposals (survey)
    WHERE approved_at IS NULL AND withdrawn_at IS NULL;
"""


def upgrade() -> None:
    """Add the table."""
    op.execute(_CHANGES)
