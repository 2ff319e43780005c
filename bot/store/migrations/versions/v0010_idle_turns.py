"""Doubts by the moment at which they were told: a turn of the clock looks at the newest alone."""

from alembic import op

revision = "0010"
down_revision = "0009"

OLDEST = "0009"
"""An index is all that it adds."""

_CHANGES = """
CREATE INDEX ix_queries_asked_at ON queries (asked_at) WHERE about = 'unsure';
"""


def upgrade() -> None:
    """Add the index."""
    op.execute(_CHANGES)
