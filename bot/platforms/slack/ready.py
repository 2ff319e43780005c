"""Whether Slack would take a message, asked without sending one."""

from bot.platforms.base import Place
from bot.platforms.results import Readiness, Ready, Stopped, TryLater
from bot.platforms.slack.client import Web
from bot.platforms.slack.errors import Failure, Kind, repeatable
from bot.platforms.slack.untrusted import mapping
from config.directory import Workspace
from content.templating import say


async def channel_ready(web: Web, place: Place) -> Readiness:
    """Tell whether the bot could post to the channel. What only a post would show, such as a
    channel in which only some may post, it cannot tell."""
    answer = await web.read(place.workspace.key, "conversations.info", {"channel": place.channel})
    if isinstance(answer, Failure):
        return _failed(answer)
    channel = mapping(answer.get("channel"))
    if channel.get("is_archived", False):
        return Stopped(say("slack_error.is_archived"))
    if not channel.get("is_member", False):
        return Stopped(say("slack_error.not_in_channel"))
    return Ready()


async def person_ready(web: Web, workspace: Workspace, account: str) -> Readiness:
    """Tell whether the bot could write to this person."""
    answer = await web.write(
        workspace.key, "conversations.open", {"users": account, "return_im": False}
    )
    return _failed(answer) if isinstance(answer, Failure) else Ready()


def _failed(failure: Failure) -> TryLater | Stopped:
    failure = repeatable(failure)
    if failure.kind is Kind.LATER:
        return TryLater(failure.reason, failure.after, everywhere=failure.limited)
    return Stopped(failure.reason)
