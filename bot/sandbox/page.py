"""The page: the agencies' channels side by side, every button live.

The server renders fragments; a small script asks for them, opens dialogs and moves the focus.
"""

import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import assert_never

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.columns import Column, columns, entries, mark, pressed
from bot.sandbox.exchange import given, html, word
from bot.sandbox.faults import Fault, PlannedFault
from bot.sandbox.rendering import environment
from bot.sandbox.world import (
    Answer,
    Face,
    FieldTrouble,
    Json,
    Note,
    Nothing,
    Person,
    Post,
    Refusal,
    Screen,
    Shown,
    World,
)

SCREENS_KEPT = 500
"""Open dialogs that the page remembers; the oldest are forgotten."""
MOST_FAULTS = 20
LONGEST_FAULT = 60.0
_HERE = Path(__file__).parent
_FILES: Mapping[str, Path] = {
    "page.css": _HERE / "static" / "page.css",
    "page.js": _HERE / "static" / "page.js",
    "icon.svg": _HERE / "static" / "icon.svg",
    "slack.css": _HERE / "slack" / "face.css",
    "teams.css": _HERE / "teams" / "face.css",
}
FAULT_WORDS: Mapping[Fault, str] = {
    Fault.RESET_AFTER_ACCEPT: "Accept the post, then cut the connection",
    Fault.ERROR: "Answer with an error (500)",
    Fault.SLOW: "Answer slowly",
    Fault.RATE_LIMITED: "Refuse as too fast (429)",
}


@dataclass(frozen=True, slots=True)
class EngagementRow:
    """One figure: how many of an agency's members reached a rung. `count` is None where it is
    held back because the group is too small."""

    agency: str
    rung: str
    count: int | None
    of: int
    suppressed: bool


Engagement = Callable[[], Awaitable[Sequence[EngagementRow]]]
"""Reads the figures as they stand now."""


class Page:
    """The page and the addresses that its script calls."""

    def __init__(
        self,
        world: World,
        faces: Mapping[str, Face],
        *,
        agencies: Mapping[str, str] | None = None,
        engagement: Engagement | None = None,
        console_url: str | None = None,
    ) -> None:
        self._world = world
        self._faces = faces
        self._agencies = agencies or {}
        self._engagement = engagement
        self._console_url = console_url
        self._screens: OrderedDict[str, Screen] = OrderedDict()

    def routes(self) -> Sequence[BaseRoute]:
        """Return the page's addresses."""
        return (
            Route("/", self._whole),
            Route("/static/{name}", self._static),
            Route("/page/marks", self._marks),
            Route("/page/messages", self._messages),
            Route("/page/engagement", self._figures),
            Route("/page/press", self._press, methods=["POST"]),
            Route("/page/submit", self._submit, methods=["POST"]),
            Route("/page/command", self._command, methods=["POST"]),
            Route("/page/home", self._home, methods=["POST"]),
            Route("/page/faults", self._arranged, methods=["GET"]),
            Route("/page/faults", self._plan_fault, methods=["POST"]),
            Route("/page/faults/clear", self._clear_faults, methods=["POST"]),
        )

    async def _whole(self, _: Request) -> Response:
        shown = columns(self._world, self._faces, self._agencies)
        return html(
            "page.html",
            columns=[(column, self._entries(column, column.people[0].person)) for column in shown],
            faults=FAULT_WORDS,
            planned=self._planned(),
            places=self._world.channels,
            console_url=self._console_url,
            **await self._table(),
        )

    async def _static(self, request: Request) -> Response:
        path = _FILES.get(request.path_params["name"])
        if path is None:
            raise HTTPException(404)
        return FileResponse(path, headers={"Cache-Control": "no-cache"})

    async def _marks(self, _: Request) -> Response:
        """Say at a glance what has changed: a mark for each channel."""
        marks = {channel: mark(self._world, channel) for channel in self._world.channels}
        return JSONResponse({"channels": marks, "faults": len(self._planned())})

    async def _messages(self, request: Request) -> Response:
        asked = request.query_params
        column = self._column(asked.get("channel", ""))
        person = self._person(column, asked.get("as", ""))
        return html("messages.html", column=column, entries=self._entries(column, person))

    async def _figures(self, _: Request) -> Response:
        return html("engagement.html", **await self._table())

    async def _press(self, request: Request) -> Response:
        form = await given(request)
        column = self._column(word(form, "channel"))
        person = self._person(column, word(form, "as"))
        post = pressed(self._world, column, person, word(form, "post"))
        if post is None:
            raise HTTPException(404, "That message is not there.")
        wanted = (word(form, "name"), word(form, "value"))
        control = next((c for c in column.face.controls(post) if (c.name, c.value) == wanted), None)
        if control is None:
            raise HTTPException(409, "That button is no longer there.")
        return self._answer(await column.face.press(person, post, control))

    async def _command(self, request: Request) -> Response:
        form = await given(request)
        column = self._column(word(form, "channel"))
        person = self._person(column, word(form, "as"))
        where = column.channel.id if word(form, "where") == "channel" else None
        text = word(form, "text").strip()
        return self._answer(await column.face.command(person, text, where))

    async def _home(self, request: Request) -> Response:
        form = await given(request)
        column = self._column(word(form, "channel"))
        person = self._person(column, word(form, "as"))
        return self._answer(await column.face.home(person))

    async def _submit(self, request: Request) -> Response:
        form = await given(request)
        screen = self._screens.get(word(form, "screen"))
        if screen is None:
            raise HTTPException(404, "That dialog is no longer open.")
        names = {control.name for control in screen.controls}
        filled = {
            name: [v for v in form.getlist(name) if isinstance(v, str) and v]
            for name in form
            if name in names
        }
        # What is left unticked is not sent at all; it is an answer of nothing all the same.
        filled |= {c.name: [] for c in screen.controls if c.name not in form and c.kind != "button"}
        face = self._face(screen.person)
        try:
            return self._answer(await face.submit(screen, filled))
        except ValueError as error:
            raise HTTPException(422, str(error)) from None

    async def _arranged(self, _: Request) -> Response:
        return self._faults()

    async def _plan_fault(self, request: Request) -> Response:
        form = await given(request)
        channel = word(form, "channel") or None
        try:
            planned = PlannedFault(
                fault=Fault(word(form, "fault")),
                channel=self._column(channel).channel.id if channel else None,
                times=min(MOST_FAULTS, max(1, int(word(form, "times") or 1))),
                seconds=min(LONGEST_FAULT, max(0.0, float(word(form, "seconds") or 1))),
            )
        except ValueError:
            raise HTTPException(422, "Say how many times and for how many seconds.") from None
        self._world.faults.append(planned)
        return self._faults()

    async def _clear_faults(self, request: Request) -> Response:
        await given(request)
        self._world.faults.clear()
        return self._faults()

    def _faults(self) -> Response:
        return html(
            "faults.html", faults=FAULT_WORDS, planned=self._planned(), places=self._world.channels
        )

    def _planned(self) -> Sequence[PlannedFault]:
        return [fault for fault in self._world.faults if fault.times > 0]

    def _answer(self, shown: Shown | Answer) -> Response:
        """Answer the script: what kind of thing came, and the HTML of it."""
        match shown:
            case Screen():
                return self._reply("screen", self._dialog(shown), shown.title)
            case FieldTrouble(screen, errors):
                labels = {control.name: control.label for control in screen.controls}
                listed = [
                    {"name": name, "label": labels.get(name, ""), "said": said}
                    for name, said in errors.items()
                ]
                return JSONResponse({"kind": "errors", "errors": listed})
            case Note(person, body):
                return self._reply("note", self._face(person).html(body), "")
            case Post():
                is_home = any(shown is home for home in self._world.homes.values())
                return self._reply("nothing", "", "Your own page is open." if is_home else "Done.")
            case Nothing():
                return self._reply("nothing", "", "Done.")
            case Refusal(status, detail):
                return self._reply("refusal", "", f"It did not work ({status}). {detail}")
            case _:
                assert_never(shown)

    def _reply(self, kind: str, html: str, said: str) -> Response:
        return JSONResponse({"kind": kind, "html": html, "said": said})

    def _dialog(self, screen: Screen) -> str:
        key = secrets.token_urlsafe(12)
        self._screens[key] = screen
        while len(self._screens) > SCREENS_KEPT:
            self._screens.popitem(last=False)
        face = self._face(screen.person)
        template = environment().get_template("dialog.html")
        return template.render(
            key=key, screen=screen, platform=face.platform, body=face.html(screen.body)
        )

    def _entries(self, column: Column, person: Person) -> Sequence[Json]:
        return [asdict(entry) for entry in entries(self._world, column, person)]

    def _column(self, channel: str) -> Column:
        for column in columns(self._world, self._faces, self._agencies):
            if column.channel.id == channel:
                return column
        raise HTTPException(404, "There is no such channel.")

    def _person(self, column: Column, account: str) -> Person:
        for known in column.people:
            if known.person.account == account:
                return known.person
        raise HTTPException(404, "Nobody of that name is in the channel.")

    def _face(self, person: Person) -> Face:
        return self._faces[self._world.workspaces[person.workspace].platform]

    async def _table(self) -> Mapping[str, object]:
        """Return the figures as a table: agencies down, rungs across."""
        rows = await self._engagement() if self._engagement else ()
        rungs = list(dict.fromkeys(row.rung for row in rows))
        agencies: dict[str, dict[str, EngagementRow]] = {}
        for row in rows:
            agencies.setdefault(row.agency, {})[row.rung] = row
        return {"rungs": rungs, "agencies": agencies, "has_figures": self._engagement is not None}
