"""What came back. Events are append-only: a trigger refuses UPDATE and DELETE, but for what
retention does (bot/store/retention)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from bot.store.tables.metadata import metadata

engagement_events = Table(
    "engagement_events",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("seq", BigInteger, Identity(always=True), nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("dissemination", UUID(as_uuid=True), ForeignKey("disseminations.id"), nullable=False),
    Column("delivery", UUID(as_uuid=True), ForeignKey("deliveries.id"), nullable=False),
    Column("agency", Text, nullable=False),
    Column("member", UUID(as_uuid=True), ForeignKey("members.id")),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("detail", JSONB, nullable=False, server_default="{}"),
    CheckConstraint(
        "kind IN ('delivered', 'opened', 'acknowledged', 'answered', 'queried', 'recalled',"
        " 'confirmed')",
        name="kind",
    ),
    Index("ix_engagement_events_dissemination_kind", "dissemination", "kind"),
    Index("ix_engagement_events_member_dissemination", "member", "dissemination"),
    Index("ix_engagement_events_delivery", "delivery"),
)
"""`id` is made of what the fact says (handlers/events.py), so that a fact told twice is one row.
`detail` of an answer: question, chosen keys, fits; of a query: its id."""

responses = Table(
    "responses",
    metadata,
    Column("dissemination", UUID(as_uuid=True), ForeignKey("disseminations.id"), primary_key=True),
    Column("member", UUID(as_uuid=True), ForeignKey("members.id"), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("chosen", ARRAY(Text), nullable=False),
    Column("fits", Boolean, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("version", Integer),
    Index("ix_responses_at", "at"),
    Index("ix_responses_member", "member"),
)
"""A member's first answer to a question. Never changed: the primary key keeps it first. `version`
is the briefing's that the question stood in; rows from before there were corrections have none, and
are about the first."""

queries = Table(
    "queries",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("dissemination", UUID(as_uuid=True), ForeignKey("disseminations.id"), nullable=False),
    Column("member", UUID(as_uuid=True), ForeignKey("members.id"), nullable=False),
    Column("agency", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("warnings", ARRAY(Text), nullable=False, server_default="{}"),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("answer", Text),
    Column("answered_by", Text),
    Column("answered_at", DateTime(timezone=True)),
    CheckConstraint("about IN ('question', 'unsure')", name="about"),
    Index("ix_queries_member", "member"),
    Index("ix_queries_asked_at", "asked_at", postgresql_where="about = 'unsure'"),
)
"""Hands raised to the Learning group. `warnings` names kinds of possible identifying detail.
`answer` is what was said to the one person; a clarification for all stands in its own row."""

clarifications = Table(
    "clarifications",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("dissemination", UUID(as_uuid=True), ForeignKey("disseminations.id"), nullable=False),
    Column("query", UUID(as_uuid=True), ForeignKey("queries.id", onupdate="CASCADE")),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    Column("approver", Text),
    Column("approved_at", DateTime(timezone=True)),
    Column("withdrawn_at", DateTime(timezone=True)),
    CheckConstraint("(approver IS NULL) = (approved_at IS NULL)", name="approved"),
)
"""What the Learning group made clear, in its own words. It goes out once a second person has
approved it."""
