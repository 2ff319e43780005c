"""What a letter is and where it goes, in the words that pages and commands show."""

from bot.store.delivery.letters import Letter, What
from config.directory import Directory
from content.templating import say


def what_it_is(letter: Letter) -> str:
    """Return what is to be sent."""
    kind = say(f"letter_kind.{letter.kind.name.lower()}")
    kind = kind[0].upper() + kind[1:]
    return kind if letter.title is None else f"{kind}: {letter.title}"


def where_to(letter: Letter, directory: Directory) -> str:
    """Return where it goes: a channel, one person, or all of an audience's channels. Who the
    person is stands nowhere."""
    if letter.what is What.MOMENT:
        return say("letter_kind.all_channels")
    if letter.channel is None:
        return say("letter_kind.one_person")
    names = (channel.name for channel in directory.channels if channel.key == letter.channel)
    return next(names, letter.channel)
