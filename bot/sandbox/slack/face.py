"""Slack's side of the sandbox: what people do there, over the signed wire."""

import asyncio
import contextlib
import copy
from collections.abc import Mapping, Sequence

import httpx
from starlette.routing import BaseRoute

from bot.sandbox.slack.api import SlackApi
from bot.sandbox.slack.attacks import attempts
from bot.sandbox.slack.chat import answer_command
from bot.sandbox.slack.controls import message_controls, view_controls
from bot.sandbox.slack.html import html
from bot.sandbox.slack.memory import Memory, Modal, SlackError, Trigger, chat_of
from bot.sandbox.slack.mrkdwn import plain_words
from bot.sandbox.slack.payloads import (
    block_actions,
    home_opened,
    slash_command,
    view_actions,
    view_submission,
)
from bot.sandbox.slack.senders import OK, HttpSender, Sender, SocketSender
from bot.sandbox.slack.sockets import SocketMode
from bot.sandbox.slack.submissions import answered, by_control, directions, said
from bot.sandbox.slack.views import checked_view
from bot.sandbox.world import (
    Answer,
    Attempt,
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
from config.now import Now, system_now

GRACE_SECONDS = 0.5
"""How long a press that showed nothing yet is watched after the bot's answer."""
REQUIRED = "Please complete this required field."


class SlackFace:
    """The local Slack: serves the Web API, and acts for its people."""

    platform = "slack"

    def __init__(
        self,
        world: World,
        *,
        bot_url: str,
        base_url: str,
        now: Now = system_now,
        history_granted: frozenset[str] = frozenset(),
        socket_mode: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Prepare. With `socket_mode` the bot must open a socket, as where it has no public
        address; what people do then comes over that alone."""
        self.memory = Memory(world, now, base_url, history_granted)
        self._sockets = SocketMode() if socket_mode else None
        self._http = HttpSender(bot_url, self.memory.signing_secret, now, transport)
        self._sender: Sender = SocketSender(self._sockets) if self._sockets else self._http
        self._api = SlackApi(self.memory, self._sockets)

    def routes(self) -> Sequence[BaseRoute]:
        """Return the Web API."""
        return self._api.routes()

    async def start(self) -> None:
        """Open the way to the bot. Idempotent."""
        self._http.open()
        if self._sockets:
            await self._sockets.start()

    async def stop(self) -> None:
        """Close it. Idempotent."""
        await self._http.close()
        if self._sockets:
            await self._sockets.stop()

    def environ(self) -> Mapping[str, str]:
        """Return the settings with which a bot reaches this Slack; secrets of this run."""
        tokens = {
            f"SLACK_TOKENS__{workspace.key.upper().replace('-', '_')}": token
            for token, workspace in self.memory.tokens.items()
        }
        secret = (
            {"SLACK_REGISTRATIONS__MAIN__APP_TOKEN": self._sockets.app_token}
            if self._sockets
            else {"SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET": self.memory.signing_secret}
        )
        return {
            **secret,
            "SLACK_API_URL": f"{self.memory.base_url}/slack/api/",
            **tokens,
        }

    def controls(self, post: Post | Note) -> Sequence[Control]:
        """Return the buttons of a post, a note or a person's own page, those behind "more"
        last."""
        return message_controls(post.body)

    def html(self, body: Json) -> str:
        """Return a message or view as safe HTML."""
        return html(body)

    async def press(self, person: Person, post: Post | Note, control: Control) -> Shown:
        """Press a button of a post, a note or this person's own page, as this person."""
        trigger = self.memory.trigger(person, post.channel or chat_of(person))
        trigger.message = post.id
        payload = block_actions(self.memory, person, post, control, trigger)
        reply = await self._sender.send(person, payload)
        if isinstance(reply, Refusal):
            return reply
        return await self._what_showed(trigger)

    async def command(self, person: Person, text: str, channel: str | None = None) -> Answer:
        """Write `/learning TEXT` in a channel, or else in the person's chat with the bot."""
        place = channel or chat_of(person)
        trigger = self.memory.trigger(person, place)
        fields = slash_command(self.memory, person, place, text, trigger)
        reply = await self._sender.send(person, fields, "slash_commands")
        if isinstance(reply, Refusal):
            return reply
        if not reply.strip():
            return trigger.notes[-1] if trigger.notes else Nothing()
        try:
            return answer_command(self.memory, trigger, said(reply))
        except SlackError as error:
            return _unusable(error)

    async def home(self, person: Person) -> Answer:
        """Come to this person's own page with the bot."""
        whose = (person.workspace, person.account)
        published = self.memory.visits[whose] = asyncio.Event()
        reply = await self._sender.send(person, home_opened(self.memory, person), "events_api")
        if isinstance(reply, Refusal):
            return reply
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                await published.wait()
        return self.memory.world.homes[whose] if published.is_set() else Nothing()

    async def submit(self, screen: Screen, filled: Mapping[str, Sequence[str]]) -> Shown:
        """Send a modal; the name of one of its own buttons in `filled` presses that one. An empty
        required input is caught before it goes out, as in Slack. Raises ValueError for what Slack
        gives no way to do."""
        modal = self.memory.modals.get(screen.id)
        if modal is None:
            return Refusal(410, "The modal has been closed.")
        for control in screen.controls:
            if control.kind == "button" and control.value in filled.get(control.name, ()):
                return await self._press_within(modal, control)
        if screen.submit is None:
            raise ValueError("This modal has nothing to send; it can only be closed.")
        view, missing = answered(screen, filled)
        modal.body["state"] = view["state"]
        if missing:
            return FieldTrouble(self.screen(modal), dict.fromkeys(missing, REQUIRED))
        trigger = self.memory.trigger(modal.person, modal.channel, over=modal)
        payload = view_submission(self.memory, modal, view, trigger)
        reply = await self._sender.send(modal.person, payload)
        if isinstance(reply, Refusal):
            return reply
        try:
            return await self._after_submission(modal, trigger, directions(reply))
        except SlackError as error:
            return _unusable(error)

    async def resend(self, person: Person) -> tuple[bytes, bytes]:
        """Send this person's last request again, byte for byte. Raises KeyError when there was
        none. Returns the first and the second reply's body."""
        return await self._sender.resend(person)

    async def attack(self) -> Sequence[Attempt]:
        """Send forged, stale and replayed-too-late requests, each a different way."""
        made: list[Attempt] = []
        for attempt in attempts(self.memory):
            response = await self._http.post(attempt.registration, attempt.body, attempt.headers)
            made.append(Attempt(f"Slack: {attempt.name}", response.status_code))
        return made

    def screen(self, modal: Modal) -> Screen:
        """Return the modal as its person sees it now."""
        view = copy.deepcopy(modal.body)
        submit, close = view["submit"], view.get("close")
        return Screen(
            person=modal.person,
            id=modal.id,
            title=plain_words(view["title"]),
            body=view,
            controls=tuple(view_controls(view)),
            submit=plain_words(submit) if submit else None,
            close=plain_words(close) if close else "Cancel",
        )

    async def _press_within(self, modal: Modal, control: Control) -> Shown:
        trigger = self.memory.trigger(modal.person, modal.channel, over=modal)
        payload = view_actions(self.memory, modal, control, trigger)
        reply = await self._sender.send(modal.person, payload)
        if isinstance(reply, Refusal):
            return reply
        return await self._what_showed(trigger)

    async def _what_showed(self, trigger: Trigger) -> Shown:
        try:
            async with asyncio.timeout(GRACE_SECONDS):
                await trigger.happened.wait()
        except TimeoutError:
            return Nothing()
        return self.screen(trigger.modal) if trigger.modal else trigger.notes[-1]

    async def _after_submission(self, modal: Modal, trigger: Trigger, asked: Json) -> Shown:
        match asked.get("response_action"):
            case "update":
                self.memory.replace(modal, checked_view(asked.get("view")))
                return self.screen(modal)
            case "push":
                above = checked_view(asked.get("view"))
                pushed = self.memory.open(modal.person, modal.channel, above, below=modal)
                return self.screen(pushed)
            case "errors":
                # Slack keeps what was filled in.
                return FieldTrouble(self.screen(modal), by_control(modal.body, asked.get("errors")))
            case "clear":
                under = self.memory.close(modal, whole=True)
            case None if not asked:
                under = self.memory.close(modal)
            case other:
                raise SlackError("unknown_response_action", got=other)
        if trigger.modal:
            return self.screen(trigger.modal)
        if under:
            return self.screen(under)
        return trigger.notes[-1] if trigger.notes else Nothing()


def _unusable(error: SlackError) -> Refusal:
    return Refusal(OK, f"Slack could not use the answer: {error.word} {error.further}")
