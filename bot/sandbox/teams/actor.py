"""People who use Teams: they press buttons and send dialogs, and the bot hears of it, signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import assert_never

from bot.sandbox.teams.activities import Activities
from bot.sandbox.teams.answers import Dialog, Done, Failed, Said, read_answer
from bot.sandbox.teams.filling import fill
from bot.sandbox.teams.issuer import Issuer
from bot.sandbox.teams.people import Tenants
from bot.sandbox.teams.reading import actions_of, buttons, fields, pressable, submit_of, title_of
from bot.sandbox.teams.sender import Request, Sender
from bot.sandbox.teams.threads import Threads, Where
from bot.sandbox.world import (
    Control,
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

_THEME = {"theme": "default"}


@dataclass(frozen=True, slots=True)
class _Opened:
    """From which post a dialog was opened, and by whom."""

    where: Where
    reply_to: str


class Actor:
    """Acts for every person of every tenant."""

    def __init__(
        self,
        world: World,
        *,
        activities: Activities,
        issuer: Issuer,
        sender: Sender,
        tenants: Tenants,
        threads: Threads,
    ) -> None:
        self._world = world
        self._activities = activities
        self._issuer = issuer
        self._sender = sender
        self._tenants = tenants
        self._threads = threads
        self._opened: dict[str, _Opened] = {}
        self._numbers = count(1)

    async def press(self, person: Person, post: Post | Note, control: Control) -> Shown:
        """Press this button of the post. Raises KeyError for a button that it does not have, and
        so for any of a note."""
        if isinstance(post, Note):
            raise KeyError(control.name)
        action = dict(actions_of(post.body))[control.name]
        opened = _Opened(self._threads.of(post), post.id)
        if action["type"] == "Action.Execute":
            given = {"type": "Action.Execute", "data": action.get("data", {})}
            value: Json = {
                "action": given | {k: action[k] for k in ("verb", "id") if k in action},
                "trigger": "manual",
            }
            return await self._invoke(person, opened, "adaptiveCard/action", value)
        data: Json = action.get("data", {})
        if data.get("msteams", {}).get("type") == "task/fetch":
            value = {"data": data, "context": _THEME}
            return await self._invoke(person, opened, "task/fetch", value)
        message = self._activities.submitted(
            person, opened.where, value=data, reply_to=opened.reply_to
        )
        return await self._send(person, opened, message)

    async def submit(self, screen: Screen, filled: Mapping[str, Sequence[str]]) -> Shown:
        """Send the dialog; a further button's name in `filled` presses that one. What the client
        itself finds missing never reaches the bot."""
        opened = self._opened[screen.id]
        action = next((a for name, a in pressable(screen.body) if name in filled), None)
        action = action or submit_of(screen.body)
        if action is None:
            return Refusal(400, "this dialog can only be closed")
        answers: dict[str, str] = {}
        if str(action.get("associatedInputs", "auto")).lower() != "none":
            answers, errors = fill(screen.body, filled)
            if errors:
                return FieldTrouble(screen, errors)
        value: Json = {"data": {**action.get("data", {}), **answers}, "context": _THEME}
        return await self._invoke(screen.person, opened, "task/submit", value)

    async def resend(self, person: Person) -> tuple[bytes, bytes]:
        """Send the person's last request again, byte for byte; return both answers' bodies.
        Raises KeyError for somebody who sent nothing yet."""
        last = self._sender.last(person)
        if last is None:
            raise KeyError(person.account)
        request, first = last
        second = await self._sender.send(request)
        return first.body, second.body

    async def install(self) -> list[int]:
        """Install the bot in every team; return what the bot answered to each event."""
        statuses: list[int] = []
        for tenant in self._tenants.all():
            installer = next(self._tenants.people(tenant.key))
            for team in self._tenants.teams(tenant):
                for activity in self._activities.installed(installer, team):
                    answer = await self._sender.send(self._signed(activity))
                    statuses.append(answer.status)
        return statuses

    def _signed(self, activity: Json) -> Request:
        return Request.of(activity, self._issuer.token(self._activities.service_url))

    async def _invoke(self, person: Person, opened: _Opened, name: str, value: Json) -> Shown:
        activity = self._activities.invoke(
            person, opened.where, name=name, value=value, reply_to=opened.reply_to
        )
        return await self._send(person, opened, activity)

    async def _send(self, person: Person, opened: _Opened, activity: Json) -> Shown:
        outcome = read_answer(await self._sender.send(self._signed(activity), person))
        match outcome:
            case Dialog(title, card):
                return self._screen(person, opened, title, card)
            case Said(body):
                note = Note(person, body)
                self._world.notes.append(note)
                return note
            case Done():
                return Nothing()
            case Failed(status, detail):
                self._world.tally.refused["answer to an activity"] += 1
                return Refusal(status, detail)
            case _:
                assert_never(outcome)

    def _screen(self, person: Person, opened: _Opened, title: str, card: Json) -> Screen:
        identity = f"dialog-{next(self._numbers)}"
        self._opened[identity] = opened
        self._world.show(opened.where.id, title_of(card, title), person.account)
        submit = submit_of(card)
        return Screen(
            person=person,
            id=identity,
            title=title,
            body=card,
            controls=(*fields(card), *buttons(card, without=submit)),
            submit=str(submit["title"]) if submit else None,
        )
