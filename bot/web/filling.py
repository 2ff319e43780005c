"""What the forms have in common in which somebody writes, or decides on what another wrote.

Who acts gives their name, chosen from those whom the directory lets: the console has no sign-in
yet, and answers on its own machine only.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.decisions.inbox import WORDS
from bot.web.forms import WHOLE, Entered, Forms, Sent
from config.directory import Directory
from config.errors import InputError, Refused
from config.names import same_person
from content.clarifying import tidy
from content.message import Buttons, Message, plain_text
from content.templating import say

BY: Final = "by"
"""The field for who acts."""
SURE: Final = "sure"
"""The field by which a second look is confirmed, or what was written is changed."""

Show = Callable[[Entered], str]
"""Renders a form's page."""


async def filled(
    forms: Forms,
    request: Request,
    form: Show,
    act: Callable[[Sent], Awaitable[Response | None]],
    names: Sequence[str],
    *,
    trouble: Callable[[str], str | None] | None = None,
    done: str,
) -> Response:
    """Show the form; or do what it asks and lead on; or show it again with what was written and
    what is wrong with it. `act` may give a page in between."""
    if request.method != "POST":
        return HTMLResponse(form(Entered()))
    sent = await forms.read(request)
    if sent[SURE] == "change":
        return HTMLResponse(form(entered_in(sent)))
    errors: dict[str, str] = {}
    if not sent.fresh:
        errors[WHOLE] = say("console.old_form")
    words_trouble = trouble(tidy(sent[WORDS])) if trouble is not None else None
    if words_trouble is not None:
        errors[WORDS] = words_trouble
    if sent[BY] not in names:
        errors[BY] = say("console.no_name")
    if not errors:
        try:
            return await act(sent) or RedirectResponse(done, 303)
        except Refused as error:
            errors = {WHOLE: str(error)}
    return HTMLResponse(form(entered_in(sent, errors)), InputError.status)


def second_people(directory: Directory, author: str) -> Sequence[str]:
    """Return who may approve what this author wrote: the approvers, without the author."""
    return tuple(name for name in directory.approvers if not same_person(name, author))


def entered_in(sent: Sent, errors: Mapping[str, str] | None = None) -> Entered:
    """Return what was sent as a form shows it again."""
    return Entered(sent.values, errors or {})


def lines_of(message: Message) -> Sequence[str]:
    """Return a message's paragraphs, without its buttons."""
    spoken = (block for block in message.blocks if not isinstance(block, Buttons))
    return plain_text(Message("", tuple(spoken))).split("\n\n")
