"""Pulse surveys. Closed answers are counters: no row, time or token leads from an answer to a
person."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from bot.store.tables.metadata import metadata

surveys = Table(
    "surveys",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("slug", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("dissemination", UUID(as_uuid=True), ForeignKey("disseminations.id")),
    Column("body", JSONB, nullable=False),
    Column("audience", Text, nullable=False),
    Column("channels", ARRAY(Text), nullable=False),
    Column("opens_at", DateTime(timezone=True), nullable=False),
    Column("remind_at", DateTime(timezone=True)),
    Column("closes_at", DateTime(timezone=True), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    Column("results", JSONB),
    Column("you_said", Text),
    Column("shared_at", DateTime(timezone=True)),
    CheckConstraint("purpose IN ('pulse', 'practice')", name="purpose"),
    CheckConstraint("opens_at < closes_at", name="times"),
    CheckConstraint("(closed_at IS NULL) = (results IS NULL)", name="closed"),
)
"""One survey, put to one audience once. `results` are what may be shown, worked out once at close;
`you_said` is what the partnership will do about them."""

survey_counts = Table(
    "survey_counts",
    metadata,
    Column("survey", UUID(as_uuid=True), ForeignKey("surveys.id"), primary_key=True),
    Column("agency", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("option", Text, primary_key=True),
    Column("n", Integer, nullable=False, server_default="0"),
)
"""The counters. All of a survey's exist, at nought, before anybody answers."""

survey_comments = Table(
    "survey_comments",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("survey", UUID(as_uuid=True), ForeignKey("surveys.id"), nullable=False),
    Column("agency", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("warnings", ARRAY(Text), nullable=False, server_default="{}"),
)
"""Free text, apart from the counters: the id is random and there is no time."""

survey_participation = Table(
    "survey_participation",
    metadata,
    Column("survey", UUID(as_uuid=True), ForeignKey("surveys.id"), primary_key=True),
    Column("token", LargeBinary, primary_key=True),
)
"""Who took part, as a hash under a key that is kept outside the database and destroyed at close.
It makes it one answer each."""

survey_releases = Table(
    "survey_releases",
    metadata,
    Column("survey", UUID(as_uuid=True), ForeignKey("surveys.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("view", JSONB, nullable=False),
    Column("released_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("survey", "view"),
)
"""Every view of a survey's results that was shown to anybody: a further one may not tell, by the
difference, what is held back."""
