"""Briefings, a row per version. A stored version never changes."""

from sqlalchemy import CheckConstraint, Column, DateTime, Integer, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB, UUID

from bot.store.tables.metadata import metadata

briefing_versions = Table(
    "briefing_versions",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("slug", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("approver", Text),
    Column("body", JSONB, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("slug", "version"),
    CheckConstraint("status IN ('draft', 'approved')", name="status"),
)
"""`body` is the whole Briefing as JSON; the columns beside it are for lists and checks."""
