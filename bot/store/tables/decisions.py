"""What people decide by name. Append-only: a trigger refuses every change."""

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB, UUID

from bot.store.tables.metadata import metadata

decisions = Table(
    "decisions",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("seq", BigInteger, Identity(always=True), nullable=False),
    Column("act", Text, nullable=False),
    Column("subject", UUID(as_uuid=True), nullable=False),
    Column("person", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("detail", JSONB, nullable=False, server_default="{}"),
    UniqueConstraint("seq"),
    Index("ix_decisions_subject", "subject"),
)
"""`act` is an `Act` of bot/store/evidence/audit.py; `subject` is the id of what was decided on:
a briefing version, a dissemination. `person` is a name in an official part (an approver, a
coordinator), as it stands on the briefing too; practitioners are never in here."""
