"""What a letter is and where it goes, in the words that pages and commands show."""

from bot.store.letters import Letter, What
from config.directory import Directory
from schedules.kinds import Kind

WHAT = {
    Kind.POST: "a briefing",
    Kind.RECALL: "questions asked again",
    Kind.CASCADE: "a message about passing it on",
    Kind.PULSE: "a survey",
    Kind.CLARIFICATION: "a clarification",
    Kind.ANSWER: "an answer to a query",
    Kind.DIGEST: "a digest",
    Kind.CORRECTION: "a correction of a post",
    Kind.WITHDRAWAL: "the notice in place of a withdrawn post",
    Kind.PROGRESS: "a post's line on how many have read it",
}
"""Every kind of delivery in words."""


def what_it_is(letter: Letter) -> str:
    """Return what is to be sent."""
    kind = WHAT[letter.kind]
    kind = kind[0].upper() + kind[1:]
    return kind if letter.title is None else f"{kind}: {letter.title}"


def where_to(letter: Letter, directory: Directory) -> str:
    """Return where it goes: a channel, one person, or all of an audience's channels. Who the
    person is stands nowhere."""
    if letter.what is What.MOMENT:
        return "all of its channels"
    if letter.channel is None:
        return "one person"
    names = (channel.name for channel in directory.channels if channel.key == letter.channel)
    return next(names, letter.channel)
