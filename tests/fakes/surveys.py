"""A small, whole survey for tests; its words teach nothing."""

from content.approval import Status
from content.survey import Agreement, FreeText, PulseSurvey, YesNo


def small_survey(slug: str = "small") -> PulseSurvey:
    """Return an approved version 1 with two closed questions and a box."""
    return PulseSurvey(
        slug=slug,
        version=1,
        title="A small survey",
        asked_by="The Learning group",
        why="To see how it is.",
        promise="The results come back to this channel.",
        questions=(
            YesNo("talked", "Was it talked over in your team?"),
            Agreement("sure", "I know what to do next."),
            FreeText("helps", "What, if anything, would help?"),
        ),
        author="Ann Author",
        approver="Alex Approver",
        status=Status.APPROVED,
    )
