"""Every table, one module a concept."""

from bot.store.tables.decisions import decisions
from bot.store.tables.deliveries import (
    deliveries,
    disseminations,
    eligible_members,
    occurrences,
    pace,
)
from bot.store.tables.engagement import engagement_events, queries, responses
from bot.store.tables.learning import briefing_versions
from bot.store.tables.members import members, notebook
from bot.store.tables.metadata import metadata

__all__ = [
    "briefing_versions",
    "decisions",
    "deliveries",
    "disseminations",
    "eligible_members",
    "engagement_events",
    "members",
    "metadata",
    "notebook",
    "occurrences",
    "pace",
    "queries",
    "responses",
]
