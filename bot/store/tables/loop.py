"""The learning loop: asked again, passed on, paused."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from bot.store.tables.metadata import metadata

preferences = Table(
    "preferences",
    metadata,
    Column("member", UUID(as_uuid=True), ForeignKey("members.id"), primary_key=True),
    Column("paused_until", DateTime(timezone=True)),
    Column("digests", Boolean, nullable=False, server_default="true"),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
"""What people set themselves. Until `paused_until` nothing private is sent to them."""

recalls = Table(
    "recalls",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("dissemination", UUID(as_uuid=True), ForeignKey("disseminations.id"), nullable=False),
    Column("member", UUID(as_uuid=True), ForeignKey("members.id"), nullable=False),
    Column("agency", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("first_fits", Boolean, nullable=False),
    Column("first_at", DateTime(timezone=True), nullable=False),
    Column("sure", Boolean, nullable=False, server_default="true"),
    Column("turn", Integer, nullable=False, server_default="0"),
    Column("recalled", Integer, nullable=False, server_default="0"),
    Column("next_at", DateTime(timezone=True)),
    Column("ended", Text),
    UniqueConstraint("dissemination", "member", "question"),
    CheckConstraint("(next_at IS NULL) OR (ended IS NULL)", name="ended"),
    Index("ix_recalls_next_at", "next_at", postgresql_where="next_at IS NOT NULL"),
    Index("ix_recalls_member", "member"),
    Index("ix_recalls_first_at", "first_at"),
)
"""One question's later life with one member, begun by their first answer. `sure`: that one fitted,
and the member did not say that they are unsure. `turn` is the number of its newest asking (what
never reached the member is taken back, and is none), `recalled` is how often the answer fitted;
`ended` says why it is not asked any more. Without `next_at` and
`ended` it has been asked and waits for the answer."""

recall_turns = Table(
    "recall_turns",
    metadata,
    Column(
        "recall", UUID(as_uuid=True), ForeignKey("recalls.id", onupdate="CASCADE"), primary_key=True
    ),
    Column("turn", Integer, primary_key=True),
    Column("delivery", UUID(as_uuid=True), ForeignKey("deliveries.id"), nullable=False),
    Column("step", Integer, nullable=False),
    Column("variant", Integer, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("chosen", ARRAY(Text)),
    Column("fits", Boolean),
    Column("answered_at", DateTime(timezone=True)),
    UniqueConstraint("delivery", "step"),
    CheckConstraint("(fits IS NULL) = (answered_at IS NULL)", name="answered"),
)
"""One asking of one question: in which private message, as which of its page's steps (0 is the
first), in which rewording. The first answer to a turn is its answer."""

cascades = Table(
    "cascades",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("dissemination", UUID(as_uuid=True), ForeignKey("disseminations.id"), nullable=False),
    Column("agency", Text, nullable=False),
    Column("holder", UUID(as_uuid=True), ForeignKey("members.id")),
    Column("posted_on", Date, nullable=False),
    Column("deadline", Date, nullable=False),
    Column("state", Text, nullable=False, server_default="open"),
    Column("stage", Text, nullable=False, server_default="planned"),
    Column("next_at", DateTime(timezone=True)),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Column("superseded", Integer, nullable=False, server_default="0"),
    Column("changes", Integer, nullable=False, server_default="0"),
    Column("changed_at", DateTime(timezone=True)),
    UniqueConstraint("dissemination", "agency"),
    CheckConstraint("state IN ('open', 'whole', 'unanswered')", name="state"),
    Index("ix_cascades_changed_at", "changed_at", postgresql_where="changed_at IS NOT NULL"),
    Index("ix_cascades_holder", "holder"),
    Index("ix_cascades_next_at", "next_at", postgresql_where="next_at IS NOT NULL"),
)
"""One agency's duty to pass one briefing on. `holder` is the lead or deputy who has it now, None
where the directory names nobody; `stage` is the last message sent about it. Parts up to number
`superseded` were told before the last correction that matters, and count no more. `changes` counts
what leads' messages are to say otherwise from then on, the last of them at `changed_at`."""

cascade_parts = Table(
    "cascade_parts",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("cascade", UUID(as_uuid=True), ForeignKey("cascades.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("corrects", Integer),
    Column("member", UUID(as_uuid=True), ForeignKey("members.id"), nullable=False),
    Column("body", JSONB, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("cascade", "number"),
    Index("ix_cascade_parts_member", "member"),
)
"""What was confirmed, in parts. Append-only: a correction is a further part that names the number
of the one in whose place it stands. `id` is made of what it says, so that a form sent twice is one
part."""

cascade_moves = Table(
    "cascade_moves",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("cascade", UUID(as_uuid=True), ForeignKey("cascades.id"), nullable=False),
    Column("former", UUID(as_uuid=True), ForeignKey("members.id")),
    Column("holder", UUID(as_uuid=True), ForeignKey("members.id")),
    Column("reason", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
"""Hand-overs, with the reason in words."""
