"""Doubts by the moment at which they were told, and facts by whom and what they are about: a turn
of the clock looks at what is new alone."""

from alembic import op

revision = "0010"
down_revision = "0009"

OLDEST = "0009"
"""Indexes are all that it changes."""

_CHANGES = """
CREATE INDEX ix_queries_asked_at ON queries (asked_at) WHERE about = 'unsure';

DROP INDEX ix_engagement_events_member;
CREATE INDEX ix_engagement_events_member_dissemination
    ON engagement_events (member, dissemination);
"""


def upgrade() -> None:
    """Put the indexes in place."""
    op.execute(_CHANGES)
