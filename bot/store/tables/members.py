"""The register of members, and what platforms note down as they run."""

from sqlalchemy import CheckConstraint, Column, DateTime, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB, UUID

from bot.store.tables.metadata import metadata

members = Table(
    "members",
    metadata,
    Column("id", UUID(as_uuid=True), primary_key=True),
    Column("lookup", LargeBinary, unique=True),
    Column("workspace", Text, nullable=False),
    Column("sealed_account", LargeBinary),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("leaving_since", DateTime(timezone=True)),
    CheckConstraint("(lookup IS NULL) = (sealed_account IS NULL)", name="account"),
)
"""`id` is a random pseudonym, the only name of a person in every other table. `lookup` is a keyed
hash of workspace and account, `sealed_account` the account encrypted under the same key, which
is kept outside the database: without it no row here points to anybody.

A row without an account belongs to nobody: what is older than its period is kept under it, so
that it still counts as one person (bot/store/retention). `leaving_since` is when nothing was left
that leads to the member; whoever comes again before they are removed stays."""

notebook = Table(
    "notebook",
    metadata,
    Column("workspace", Text, primary_key=True),
    Column("entries", JSONB, nullable=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
)
