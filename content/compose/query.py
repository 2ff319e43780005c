"""The box for a question or for "I'm unsure", the thanks after it, and where learning comes
from."""

from uuid import UUID

from content.actions import Action, ActionName
from content.briefing import Briefing
from content.compose.post import sentence_case
from content.compose.reading import view_title
from content.message import (
    Block,
    Context,
    Fact,
    Facts,
    Form,
    Heading,
    Message,
    Plain,
    Submit,
    Text,
    TextField,
    View,
)
from content.templating import say

WORDS = "words"
"""The name under which what was written comes back."""
MAX_WORDS = 2000
"""Characters. Slack's input takes 3,000; shorter is kinder to whoever answers."""


def compose_ask(briefing: Briefing, delivery: UUID, *, answered: int = 0, draft: str = "") -> View:
    """Return the box for a question to the Learning group. `answered` is how many queries about the
    briefing whoever opens it has had answered: it tells a further query from one sent twice."""
    send = Action(ActionName.SEND_QUESTION, delivery, answered)
    return _box(briefing, send, "ask", draft, optional=False)


def compose_unsure(
    briefing: Briefing, delivery: UUID, *, answered: int = 0, draft: str = ""
) -> View:
    """Return the box for "I'm unsure". Words are optional: the raised hand is enough. `answered` as
    in `compose_ask`."""
    send = Action(ActionName.SEND_UNSURE, delivery, answered)
    return _box(briefing, send, "unsure", draft, optional=True)


def compose_query_sent(briefing: Briefing) -> View:
    """Return the thanks once a query is kept."""
    return View(
        title=view_title(briefing),
        message=Message(
            say("query_sent.fallback"),
            (
                Heading(say("query_sent.heading")),
                Text((Plain(say("query_sent.body")),)),
                Context((Plain(say("query_sent.safety")),)),
            ),
        ),
        close=say("last.done"),
    )


def compose_origin(briefing: Briefing) -> View:
    """Return where the learning comes from; a hidden source stays unnamed."""
    source = briefing.source
    facts = (
        []
        if source.hidden
        else [
            Fact(say("origin.kind"), sentence_case(source.kind.words)),
            Fact(say("origin.title"), source.title),
            Fact(say("origin.publisher"), source.publisher),
            Fact(say("origin.year"), str(source.year)),
        ]
    )
    version = say(
        "origin.version_value",
        version=briefing.version,
        author=briefing.author,
        approver=briefing.approver,
    )
    facts.append(Fact(say("origin.version"), version))
    blocks: list[Block] = [Heading(say("origin.heading"))]
    if source.hidden:
        blocks.append(Text((Plain(say("origin.hidden")),)))
    blocks.append(Facts(tuple(facts)))
    return View(
        title=view_title(briefing),
        message=Message(say("origin.fallback", source=source.line), tuple(blocks)),
        close=say("last.done"),
    )


def _box(briefing: Briefing, action: Action, which: str, draft: str, *, optional: bool) -> View:
    heading = say(f"query.{which}_heading")
    return View(
        title=view_title(briefing),
        message=Message(
            say("query.fallback", heading=heading),
            (
                Heading(heading),
                Text((Plain(say(f"query.{which}_lead")),)),
                Form(
                    (
                        TextField(
                            name=WORDS,
                            label=say(f"query.{which}_label"),
                            hint=say("query.hint"),
                            optional=optional,
                            max_length=MAX_WORDS,
                            value=draft,
                        ),
                    )
                ),
                Context((Plain(say("query.safety")),)),
                Context((Plain(say("query.shown")),)),
            ),
        ),
        submit=Submit(say("query.send"), action),
    )
