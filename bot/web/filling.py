"""What the forms have in common in which somebody writes, or decides on what another wrote.

Who acts gives their name, chosen from those whom the directory lets: the console has no sign-in
yet, and answers on its own machine only.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.decisions.inbox import WORDS
from bot.web.forms import WHOLE, Entered, Forms, Sent
from bot.web.pages import Pages
from config.directory import Directory
from config.errors import InputError, Refused
from config.names import same_person
from content.clarifying import MAX_WORDS, tidy
from content.message import Buttons, Message, plain_text
from content.templating import say

BY: Final = "by"
"""The field for who acts."""
SURE: Final = "sure"
"""The field by which a second look is confirmed, or what was written is changed."""

Wrong = Callable[[Sent], Mapping[str, str]]
"""Returns what is wrong with what was written, by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form: what its page shows, who may act, and what is done."""

    template: str
    names: Sequence[str]
    """Those who may act."""
    act: Callable[[Sent], Awaitable[Response | None]]
    """Does what is asked. It may give a page in between."""
    done: str
    """The address that is led on to."""
    wrong: Wrong = field(default=lambda _: {})
    shown: Mapping[str, object] = field(default_factory=dict[str, object])
    """What the template shows beside the form."""


class Filling:
    """Shows forms, and has done what they ask."""

    def __init__(self, pages: Pages) -> None:
        """Take what renders."""
        self._pages = pages
        self._forms = Forms()

    async def fill(self, request: Request, form: Form) -> Response:
        """Show the form; or do what it asks and lead on; or show it again with what was written
        and what is wrong with it."""
        if request.method != "POST":
            return HTMLResponse(self.page(request, form, Entered()))
        sent = await self._forms.read(request)
        if sent[SURE] == "change":
            return HTMLResponse(self.page(request, form, Entered(sent.values)))
        errors: dict[str, str] = {}
        if not sent.fresh:
            errors[WHOLE] = say("console.old_form")
        errors |= form.wrong(sent)
        if sent[BY] not in form.names:
            errors[BY] = say("console.no_name")
        if not errors:
            try:
                return await form.act(sent) or RedirectResponse(form.done, 303)
            except Refused as error:
                errors = {WHOLE: str(error)}
        page = self.page(request, form, Entered(sent.values, errors))
        return HTMLResponse(page, InputError.status)

    def page(self, request: Request, form: Form, entered: Entered) -> str:
        """Render the form's page with what was entered."""
        path = request.url.path
        shown = {"path": path, "most": MAX_WORDS, **form.shown}
        return self._pages.render(
            form.template,
            form=entered,
            names=form.names,
            token=self._forms.token(path),
            **shown,
        )


def words_wrong(trouble: Callable[[str], str | None]) -> Wrong:
    """Return what finds `trouble` with the words of a form."""

    def wrong(sent: Sent) -> Mapping[str, str]:
        found = trouble(tidy(sent[WORDS]))
        return {} if found is None else {WORDS: found}

    return wrong


def second_people(directory: Directory, author: str) -> Sequence[str]:
    """Return who may approve what this author wrote: the approvers, without the author."""
    return tuple(name for name in directory.approvers if not same_person(name, author))


def lines_of(message: Message) -> Sequence[str]:
    """Return a message's paragraphs, without its buttons."""
    spoken = (block for block in message.blocks if not isinstance(block, Buttons))
    return plain_text(Message("", tuple(spoken))).split("\n\n")
