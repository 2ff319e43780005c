"""A question for the Learning group that somebody writes in a command."""

from content.actions import ActionName
from content.compose.asked import compose_asked, compose_not_asked
from content.message import Message
from content.templating import say
from handlers.events import Queried, query_id
from handlers.interaction import Respondent
from handlers.ports import Ports, Posted
from handlers.query import trouble_with


async def ask_about_newest(respondent: Respondent, words: str, ports: Ports) -> Message:
    """Keep the question, about the newest briefing that the person could see, and say which. What
    cannot go is handed back with the words; nothing of it is kept."""
    if not words:
        return compose_not_asked(say("asked.empty"), words)
    trouble = trouble_with(words, needed=True)
    if trouble is not None:
        return compose_not_asked(trouble, words)
    member = await ports.members.find(respondent)
    newest = None if member is None else await ports.own.newest(member)
    posted: Posted | None = None if newest is None else await ports.posts.posted(newest)
    if member is None or posted is None:
        return compose_not_asked(say("asked.nothing_to_ask_about"), words)
    answered = await ports.queries.answered(posted.dissemination, member.id)
    asked = ActionName.SEND_QUESTION
    await ports.record.add(
        Queried(
            dissemination=posted.dissemination,
            delivery=posted.delivery,
            agency=posted.agency,
            member=member.id,
            query=query_id(posted.dissemination, member.id, asked, words, answered),
            about="question",
            text=words,
            at=ports.now(),
        )
    )
    return compose_asked(posted.briefing.title)
