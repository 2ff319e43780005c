"""What goes out: disseminations, their occurrences, and a delivery per channel."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from bot.store.tables.metadata import metadata

disseminations = Table(
    "disseminations",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column(
        "briefing_version", UUID(as_uuid=True), ForeignKey("briefing_versions.id"), nullable=False
    ),
    Column("audience", Text, nullable=False),
    Column("channels", ARRAY(Text), nullable=False),
    Column("plan", JSONB, nullable=False),
    Column("follow_ups", JSONB, nullable=False, server_default="{}"),
    Column("filled_until", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("stopped_at", DateTime(timezone=True)),
    Column("stopped_by", Text),
    Column("unlinked_at", DateTime(timezone=True)),
    Column("read_from", Integer, nullable=False, server_default="0"),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("withdrawn_by", Text),
    Column("withdrawn_reason", Text),
    Column("urgent", Boolean, nullable=False, server_default="false"),
    Column("series", UUID(as_uuid=True)),
    CheckConstraint("(stopped_at IS NULL) = (stopped_by IS NULL)", name="stopped"),
    CheckConstraint(
        "num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_reason) IN (0, 3)"
        " AND (withdrawn_at IS NULL OR stopped_at IS NOT NULL)",
        name="withdrawn",
    ),
    Index(
        "ix_disseminations_withdrawn_at",
        "withdrawn_at",
        postgresql_where="withdrawn_at IS NOT NULL",
    ),
    Index("ix_disseminations_series", "series", postgresql_where="series IS NOT NULL"),
)
"""`channels` are the audience's channels (directory keys) when it was made. `filled_until` is how
far the clock has turned the plan into occurrences. `follow_ups` is what comes after the post.
`stopped_by` is the name of who stopped it: nothing of it is sent from then on. A withdrawn one is
stopped too. `briefing_version` is the one that it sends now: corrections change it. "I've read it"
counts from version `read_from` on. An `urgent` one goes out at once, outside of agencies' hours
too. Those of one `series` were planned together. From `unlinked_at` on its record is closed: no row
of it leads to a person, and no button of it works."""

corrections = Table(
    "corrections",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("dissemination", UUID(as_uuid=True), ForeignKey("disseminations.id"), nullable=False),
    Column("former", UUID(as_uuid=True), ForeignKey("briefing_versions.id"), nullable=False),
    Column("version", UUID(as_uuid=True), ForeignKey("briefing_versions.id"), nullable=False),
    Column("words", Text, nullable=False),
    Column("material", Boolean, nullable=False),
    Column("person", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("dissemination", "version"),
    Index("ix_corrections_at", "at"),
)
"""Each time a dissemination came to send a later version than before. Append-only. `words` say what
changed; `material`: whoever has read the former one is asked to read it again."""

occurrences = Table(
    "occurrences",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("dissemination", UUID(as_uuid=True), ForeignKey("disseminations.id")),
    Column("kind", Text, nullable=False),
    Column("subject", UUID(as_uuid=True), nullable=False),
    Column("slot", Text, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("queued_at", DateTime(timezone=True)),
    Column("expanded_at", DateTime(timezone=True)),
    Column("skipped_reason", Text),
    Column("failed_at", DateTime(timezone=True)),
    Column("skipped_at", DateTime(timezone=True)),
    UniqueConstraint("subject", "kind", "slot"),
    CheckConstraint(
        "failed_at IS NULL OR (skipped_reason IS NOT NULL AND expanded_at IS NULL)", name="failed"
    ),
    CheckConstraint(
        "kind IN ('post', 'recall', 'cascade', 'pulse', 'clarification', 'answer', 'digest',"
        " 'correction', 'withdrawal', 'progress', 'cascade_edit')",
        name="kind",
    ),
    CheckConstraint("(kind = 'post') = (dissemination IS NOT NULL)", name="of_a_dissemination"),
    Index(
        "ix_occurrences_to_expand",
        "due_at",
        postgresql_where="expanded_at IS NULL AND skipped_reason IS NULL",
    ),
    Index("ix_occurrences_skipped_at", "skipped_at", postgresql_where="skipped_at IS NOT NULL"),
)
"""`id` derives from subject, kind and slot (schedules/kinds.py says what they are). A post's slot
is the London wall-clock moment, with its zone where autumn's second coming of it is meant.
`failed_at` is when it could not be turned into deliveries, and a person is to look at it.
`skipped_at` is what the time was to the clock that skipped it for its lateness."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("occurrence", UUID(as_uuid=True), ForeignKey("occurrences.id"), nullable=False),
    Column("dissemination", UUID(as_uuid=True), ForeignKey("disseminations.id")),
    Column("agency", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("channel", Text),
    Column("channel_id", Text),
    Column("member", UUID(as_uuid=True), ForeignKey("members.id")),
    Column("state", Text, nullable=False, server_default="planned"),
    Column("reason", Text),
    Column("turn", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", DateTime(timezone=True)),
    Column("claimed_at", DateTime(timezone=True)),
    Column("settled_at", DateTime(timezone=True)),
    Column("receipt", JSONB),
    Column("given_up", Boolean, nullable=False, server_default="false"),
    Column("shows", UUID(as_uuid=True), ForeignKey("briefing_versions.id")),
    Column("tells", Integer),
    Column("held", Boolean, nullable=False, server_default="false"),
    Column("held_until", DateTime(timezone=True)),
    UniqueConstraint("occurrence", "channel"),
    UniqueConstraint("occurrence", "member"),
    CheckConstraint("num_nonnulls(channel_id, member) = 1", name="destination"),
    CheckConstraint("(channel IS NULL) = (channel_id IS NULL)", name="channel"),
    CheckConstraint(
        "state IN ('planned', 'claimed', 'waiting', 'delivered', 'skipped', 'halted', 'failed',"
        " 'unconfirmed')",
        name="state",
    ),
    CheckConstraint("NOT given_up OR state = 'skipped'", name="given_up"),
    Index(
        "ix_deliveries_dead",
        "state",
        "settled_at",
        postgresql_where="state IN ('halted', 'failed', 'unconfirmed')",
    ),
    Index("ix_deliveries_held", "agency", postgresql_where="held AND state = 'waiting'"),
    Index("ix_deliveries_next_try_at", "next_try_at", postgresql_where="next_try_at IS NOT NULL"),
    Index(
        "ix_deliveries_turn",
        "workspace",
        "turn",
        "id",
        postgresql_where="state IN ('planned', 'claimed') AND next_try_at IS NULL",
    ),
    Index(
        "ix_deliveries_line",
        "workspace",
        text("coalesce(channel_id, member::text)"),
        postgresql_where="state IN ('planned', 'claimed', 'waiting')",
    ),
    Index("ix_deliveries_claimed_at", "workspace", "claimed_at"),
    Index(
        "ix_deliveries_unsent",
        "id",
        postgresql_where="member IS NOT NULL AND state IN ('skipped', 'failed', 'halted')",
    ),
    Index(
        "ix_deliveries_dissemination",
        "dissemination",
        "agency",
        postgresql_where="dissemination IS NOT NULL",
    ),
    Index("ix_deliveries_member", "member", postgresql_where="member IS NOT NULL"),
)
"""`channel` is the directory's key, `channel_id` the platform's; a message to one person has a
`member` instead. A post alone has its `dissemination`. `turn` orders what goes to one workspace
(`bot/store/delivery/lines.py`). A `claimed` row was being sent: if its worker died, the next
attempt looks before it posts. `waiting` is due at `next_try_at`; `held` where the agency's
calendar or the one reader holds it, and not the platform; `held_until` is the end of the last such
hold, kept once it goes on. `given_up` is skipped for good: nothing
takes its place. `shows` is the version that a post was composed of, where that is not the
dissemination's first. `tells` is the number of the cascade's change that a lead's message was
composed after, where there had been one."""

eligible_members = Table(
    "eligible_members",
    metadata,
    Column("delivery", UUID(as_uuid=True), ForeignKey("deliveries.id"), primary_key=True),
    Column("member", UUID(as_uuid=True), ForeignKey("members.id"), primary_key=True),
    Column("dissemination", UUID(as_uuid=True), ForeignKey("disseminations.id")),
    Column("agency", Text, nullable=False),
    Index("ix_eligible_members_dissemination_agency", "dissemination", "agency"),
    Index("ix_eligible_members_member", "member"),
)
"""Who could see the post when it went out. The distinct members of an agency's delivered posts
are the denominator of every rung; those of a survey's, of its participation."""

probes = Table(
    "probes",
    metadata,
    Column("target", Text, primary_key=True),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_at", DateTime(timezone=True), nullable=False),
)
"""When a platform is next asked whether it takes messages again where a delivery halted. `target`
is the channel (the directory's key) or the member."""

pace = Table(
    "pace",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("share", Double, nullable=False),
    Column("rests_until", DateTime(timezone=True)),
    Column("lines", JSONB, nullable=False),
    Column("calls", JSONB, nullable=False, server_default="{}"),
)
"""What a platform said of a workspace's pace, for drivers to come: the share of the platform's
windows that is used, and until when the workspace rests, or single destinations (`lines`: moments
in ISO 8601 by destination), or kinds of calls (`calls`: the same by kind)."""
