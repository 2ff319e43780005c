"""Calendars: what is held by an agency's own days and hours, what is urgent, and series.

The tables are written out, and not taken from `bot.store.tables`, since those move on and this
does not.
"""

from alembic import op

revision = "0009"
down_revision = "0008"

_CHANGES = """
ALTER TABLE disseminations
    ADD COLUMN urgent BOOLEAN DEFAULT false NOT NULL,
    ADD COLUMN series UUID;
CREATE INDEX ix_disseminations_series ON disseminations (series) WHERE series IS NOT NULL;

ALTER TABLE deliveries ADD COLUMN held BOOLEAN DEFAULT false NOT NULL;
CREATE INDEX ix_deliveries_held ON deliveries (agency) WHERE held AND state = 'waiting';
"""


def upgrade() -> None:
    """Add the columns."""
    op.execute(_CHANGES)
