"""Pulse surveys. Closed answers are counters: no row, time or token leads from an answer to a
person, and at the close nothing of counters and tokens remains (docs/pulse.md)."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from bot.store.tables.metadata import metadata

survey_versions = Table(
    "survey_versions",
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
"""What was written and may be sent once it is approved. `body` is the whole PulseSurvey as JSON."""

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
    Column("opened_at", DateTime(timezone=True)),
    Column("key_check", LargeBinary),
    Column("closed_at", DateTime(timezone=True)),
    Column("results", JSONB),
    Column("comments", ARRAY(Text)),
    Column("you_said", Text),
    Column("shared_at", DateTime(timezone=True)),
    Column("called_off", Text),
    Column("unlinked_at", DateTime(timezone=True)),
    UniqueConstraint("dissemination"),
    CheckConstraint("purpose IN ('pulse', 'practice')", name="purpose"),
    CheckConstraint("opens_at < closes_at", name="times"),
    CheckConstraint("(opened_at IS NULL) = (key_check IS NULL)", name="opened"),
    CheckConstraint("num_nonnulls(closed_at, results, comments) IN (0, 3)", name="closed"),
    CheckConstraint("num_nonnulls(closed_at, called_off) < 2", name="called_off"),
)
"""One survey, put to one audience once; that about practice belongs to a dissemination. `remind_at`
is emptied once it was reminded of. `key_check` tells whether a key is this survey's own.

`results` are all that may ever be said of it (a Cut of bot/evidence), worked out once at the close;
`comments` what people wrote, in no order, where it may be shown, and else nothing. `you_said` is
what will be done about them. `called_off` says in words why it ended without results. From
`unlinked_at` on no row says who was asked."""

survey_proposals = Table(
    "survey_proposals",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("survey", UUID(as_uuid=True), ForeignKey("surveys.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    Column("approver", Text),
    Column("approved_at", DateTime(timezone=True)),
    Column("withdrawn_at", DateTime(timezone=True)),
    CheckConstraint("(approver IS NULL) = (approved_at IS NULL)", name="approved"),
    CheckConstraint("num_nonnulls(approved_at, withdrawn_at) < 2", name="one_end"),
    Index("ix_survey_proposals_survey", "survey"),
    Index(
        "uq_survey_proposals_waiting",
        "survey",
        unique=True,
        postgresql_where=text("approved_at IS NULL AND withdrawn_at IS NULL"),
    ),
)
"""What somebody proposes to say about a survey's results. It goes out once a second person has
approved it, and then stands in the survey's `you_said`; one at most waits."""

survey_counts = Table(
    "survey_counts",
    metadata,
    Column("survey", UUID(as_uuid=True), ForeignKey("surveys.id"), primary_key=True),
    Column("agency", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("option", Text, primary_key=True),
    Column("n", Integer, nullable=False, server_default="0"),
)
"""The counters of open surveys. All of a survey's exist, at nought, before anybody answers."""

survey_comments = Table(
    "survey_comments",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("survey", UUID(as_uuid=True), ForeignKey("surveys.id"), nullable=False),
    Column("text", Text, nullable=False),
)
"""Free text of open surveys, apart from the counters and from agencies: the id is random and there
is no time."""

survey_participation = Table(
    "survey_participation",
    metadata,
    Column("survey", UUID(as_uuid=True), ForeignKey("surveys.id"), primary_key=True),
    Column("token", LargeBinary, primary_key=True),
)
"""Who took part in open surveys, as a hash under a key that is kept outside the database and
destroyed at the close. It makes it one answer each."""
