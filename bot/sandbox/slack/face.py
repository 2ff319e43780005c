"""Slack's side of the sandbox: what people do there, over the signed wire."""

import asyncio
import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.routing import BaseRoute

from bot.sandbox.slack.api import SlackApi
from bot.sandbox.slack.attacks import attempts
from bot.sandbox.slack.controls import input_blocks, message_controls, view_controls
from bot.sandbox.slack.filling import answer, is_empty
from bot.sandbox.slack.html import html
from bot.sandbox.slack.memory import Memory, Modal, SlackError, Trigger
from bot.sandbox.slack.mrkdwn import plain_words
from bot.sandbox.slack.payloads import block_actions, encoded, signed, view_submission
from bot.sandbox.slack.shapes import is_thing
from bot.sandbox.slack.views import checked_view
from bot.sandbox.world import (
    Attempt,
    Control,
    FieldTrouble,
    Json,
    Nothing,
    Person,
    Post,
    Refusal,
    Screen,
    Shown,
    World,
)
from config.now import Now, system_now

ACK_SECONDS = 3.0
"""Slack shows an error when the bot has not answered by then."""
GRACE_SECONDS = 0.5
"""How long a press that showed nothing yet is watched after the bot's answer."""
REQUIRED = "Please complete this required field."
OK = 200


@dataclass(frozen=True, slots=True)
class _Sent:
    """A signed request as it went out."""

    body: bytes
    headers: Mapping[str, str]
    reply: bytes


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
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.memory = Memory(world, now, base_url, history_granted)
        self._world = world
        self._now = now
        self._bot_url = bot_url
        self._transport = transport
        self._api = SlackApi(self.memory)
        self._client: httpx.AsyncClient | None = None
        self._last: dict[tuple[str, str], _Sent] = {}

    def routes(self) -> Sequence[BaseRoute]:
        """Return the Web API."""
        return self._api.routes()

    async def start(self) -> None:
        """Open the connection to the bot."""
        self._client = httpx.AsyncClient(
            transport=self._transport,
            base_url=self._bot_url,
            timeout=ACK_SECONDS,
            trust_env=False,
            limits=httpx.Limits(max_connections=100, max_keepalive_connections=100),
        )

    async def stop(self) -> None:
        """Close it."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def environ(self) -> Mapping[str, str]:
        """Return the settings with which a bot reaches this Slack; secrets of this run."""
        tokens = {
            f"SLACK_TOKENS__{workspace.key.upper().replace('-', '_')}": token
            for token, workspace in self.memory.tokens.items()
        }
        return {
            "SLACK_REGISTRATIONS__MAIN__SIGNING_SECRET": self.memory.signing_secret,
            "SLACK_API_URL": f"{self.memory.base_url}/slack/api/",
            **tokens,
        }

    def controls(self, post: Post) -> Sequence[Control]:
        """Return the post's buttons, those behind "more" last."""
        return message_controls(post.body)

    def html(self, body: Json) -> str:
        """Return a message or view as safe HTML."""
        return html(body)

    async def press(self, person: Person, post: Post, control: Control) -> Shown:
        """Press a button of a post, as this person."""
        trigger = self.memory.trigger(person, post.channel)
        trigger.message = post.id
        payload = block_actions(self.memory, person, post, control, trigger)
        reply = await self._send(person, payload)
        if isinstance(reply, Refusal):
            return reply
        return await self._what_showed(trigger)

    async def submit(self, screen: Screen, filled: Mapping[str, Sequence[str]]) -> Shown:
        """Send a modal. An empty required input is caught before it goes out, as in Slack.
        Raises ValueError for what Slack gives no way to do."""
        if screen.submit is None:
            raise ValueError("This modal has nothing to send; it can only be closed.")
        modal = self.memory.modals.get(screen.id)
        if modal is None:
            return Refusal(410, "The modal has been closed.")
        view, missing = _answered(screen, filled)
        if missing:
            return FieldTrouble(screen, dict.fromkeys(missing, REQUIRED))
        trigger = self.memory.trigger(modal.person, modal.channel, over=modal)
        payload = view_submission(self.memory, modal, view, trigger)
        modal.body["state"] = view["state"]
        reply = await self._send(modal.person, payload)
        if isinstance(reply, Refusal):
            return reply
        try:
            return await self._after_submission(screen, modal, trigger, _directions(reply))
        except SlackError as error:
            return Refusal(OK, f"Slack could not use the answer: {error.word} {error.further}")

    async def resend(self, person: Person) -> tuple[bytes, bytes]:
        """Send this person's last request again, byte for byte. Raises KeyError when there was
        none. Returns the first and the second reply's body."""
        sent = self._last[person.workspace, person.account]
        response = await self._post("main", sent.body, sent.headers)
        return sent.reply, response.content

    async def attack(self) -> Sequence[Attempt]:
        """Send forged, stale and replayed-too-late requests, each a different way."""
        made: list[Attempt] = []
        for attempt in attempts(self.memory):
            response = await self._post(attempt.registration, attempt.body, attempt.headers)
            made.append(Attempt(f"Slack: {attempt.name}", response.status_code))
        return made

    def screen(self, modal: Modal) -> Screen:
        """Return the modal as its person sees it now."""
        view = copy.deepcopy(modal.body)
        submit = view["submit"]
        return Screen(
            person=modal.person,
            id=modal.id,
            title=plain_words(view["title"]),
            body=view,
            controls=tuple(view_controls(view)),
            submit=plain_words(submit) if submit else None,
        )

    async def _what_showed(self, trigger: Trigger) -> Shown:
        try:
            async with asyncio.timeout(GRACE_SECONDS):
                await trigger.happened.wait()
        except TimeoutError:
            return Nothing()
        return self.screen(trigger.modal) if trigger.modal else trigger.notes[-1]

    async def _after_submission(
        self, screen: Screen, modal: Modal, trigger: Trigger, directions: Json
    ) -> Shown:
        match directions.get("response_action"):
            case "update":
                self.memory.replace(modal, checked_view(directions.get("view")))
                return self.screen(modal)
            case "push":
                above = checked_view(directions.get("view"))
                pushed = self.memory.open(modal.person, modal.channel, above, below=modal)
                return self.screen(pushed)
            case "errors":
                return FieldTrouble(screen, _by_control(screen.body, directions.get("errors")))
            case "clear":
                under = self.memory.close(modal, whole=True)
            case None if not directions:
                under = self.memory.close(modal)
            case other:
                raise SlackError("unknown_response_action", got=other)
        if trigger.modal:
            return self.screen(trigger.modal)
        if under:
            return self.screen(under)
        return trigger.notes[-1] if trigger.notes else Nothing()

    async def _send(self, person: Person, payload: Json) -> bytes | Refusal:
        body = encoded(payload)
        headers = signed(self.memory.signing_secret, body, self._now())
        try:
            async with asyncio.timeout(ACK_SECONDS):
                response = await self._post("main", body, headers)
        except (TimeoutError, httpx.TimeoutException):
            return Refusal(408, f"The bot did not answer within {ACK_SECONDS:g} seconds.")
        except httpx.TransportError as error:
            return Refusal(502, f"The bot could not be reached ({type(error).__name__}).")
        self._last[person.workspace, person.account] = _Sent(body, headers, response.content)
        if response.status_code != OK:
            return Refusal(response.status_code, "The bot answered with an error.")
        return response.content

    async def _post(
        self, registration: str, body: bytes, headers: Mapping[str, str]
    ) -> httpx.Response:
        if self._client is None:
            raise RuntimeError("The sandbox is not started.")
        return await self._client.post(
            f"/slack/{registration}/events", content=body, headers=dict(headers)
        )


def _answered(screen: Screen, filled: Mapping[str, Sequence[str]]) -> tuple[Json, Sequence[str]]:
    """Return the view with the answers in its state, and the names of the required inputs that
    stayed empty. What is not filled in anew keeps its answer."""
    view = copy.deepcopy(screen.body)
    inputs = input_blocks(view)
    strange = set(filled) - set(inputs)
    if strange:
        raise ValueError(f"The modal has no input '{min(strange)}'.")
    missing: list[str] = []
    for name, (block, element) in inputs.items():
        place = view["state"]["values"].setdefault(block["block_id"], {})
        if name in filled:
            place[name] = answer(element, filled[name])
        if is_empty(place[name]) and not block.get("optional", False):
            missing.append(name)
    return view, missing


def _directions(reply: bytes) -> Json:
    """Return what the answer to a submission asks for; nothing means: close. Raises SlackError."""
    if not reply.strip():
        return {}
    try:
        parsed: Any = json.loads(reply)
    except ValueError:
        raise SlackError("not_json") from None
    if not isinstance(parsed, dict):
        raise SlackError("not_an_object")
    return parsed  # pyright: ignore[reportUnknownVariableType] - JSON keys are strings


def _by_control(view: Json, errors: object) -> Mapping[str, str]:
    """Return errors, which Slack takes by block id, by the name of the input. Raises SlackError
    for a block that is no input of the view."""
    names = {block["block_id"]: name for name, (block, _) in input_blocks(view).items()}
    if not is_thing(errors) or not errors or not set(errors) <= set(names):
        raise SlackError("errors_for_no_input", errors=errors)
    return {names[block]: str(said) for block, said in errors.items()}
