"""Every table, one module a concept."""

from bot.store.tables.decisions import decisions
from bot.store.tables.deliveries import (
    corrections,
    deliveries,
    disseminations,
    eligible_members,
    occurrences,
    pace,
    probes,
)
from bot.store.tables.engagement import clarifications, engagement_events, queries, responses
from bot.store.tables.learning import briefing_versions
from bot.store.tables.loop import (
    cascade_moves,
    cascade_parts,
    cascades,
    preferences,
    recall_turns,
    recalls,
)
from bot.store.tables.members import members, notebook
from bot.store.tables.metadata import metadata
from bot.store.tables.surveys import (
    survey_comments,
    survey_counts,
    survey_participation,
    survey_proposals,
    survey_versions,
    surveys,
)

__all__ = [
    "briefing_versions",
    "cascade_moves",
    "cascade_parts",
    "cascades",
    "clarifications",
    "corrections",
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
    "preferences",
    "probes",
    "queries",
    "recall_turns",
    "recalls",
    "responses",
    "survey_comments",
    "survey_counts",
    "survey_participation",
    "survey_proposals",
    "survey_versions",
    "surveys",
]
