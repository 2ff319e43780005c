"""What an occurrence is an occurrence of."""

from enum import Enum


class Kind(Enum):
    """Closed: each has its composer (bot/app.py), and a subject that its slots count for."""

    POST = "post"
    """A briefing to a channel. Subject: the dissemination; slot: the London wall-clock moment."""
    RECALL = "recall"
    """Questions asked again, to one member. Subject: the member; slot: the London day, so that
    nobody ever gets two in one day."""
    CASCADE = "cascade"
    """Passing it on, to a lead, a deputy or a coordinator. Subject: the cascade; slot: which of
    its messages."""
    PULSE = "pulse"
    """A survey to a channel: opened, reminded of, its results. Subject: the survey; slot: which."""
    CLARIFICATION = "clarification"
    """What the Learning group made clear, to every channel that got the briefing. Subject: the
    clarification; it has one slot, so that it goes out once."""
    ANSWER = "answer"
    """A private answer to a query. Subject: the query; slot: which try, where a pause held the one
    before back."""
    DIGEST = "digest"
    """What happened and what is open, to a lead or a coordinator. Subject: the member; slot: the
    ISO week."""
    CORRECTION = "correction"
    """A post is edited to a later version. Subject: the post's delivery; slot: the version."""
    WITHDRAWAL = "withdrawal"
    """A post is replaced by a notice. Subject: the post's delivery; it has one slot."""
    PROGRESS = "progress"
    """A post is edited to say that more than half of its channel has read it. Subject: the post's
    delivery; slot: from which version on reading counts, so that it is said once."""
    CASCADE_EDIT = "cascade_edit"
    """A private message that asked for passing it on is edited to say how that stands. Subject: the
    message's delivery; slot: the number of the cascade's change."""


POST_EDITS = frozenset({Kind.CORRECTION, Kind.WITHDRAWAL, Kind.PROGRESS})
"""They change a post."""

EDITS = POST_EDITS | {Kind.CASCADE_EDIT}
"""They change a message that is there, and send none. Doing so twice does no harm."""
