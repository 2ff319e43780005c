"""Poll answers as the platforms send them, each a fact of its own.

A request is put together just before it is sent, from a template in which another person stands
each time, so that signatures are fresh and a hundred thousand answers need no memory.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlencode
from uuid import UUID

from benchmarks.setting import CHANNELS, SECRET, TEAM, TENANT, Prepared
from bot.platforms.discovery import load_renderer
from bot.sandbox.teams.activities import Activities
from bot.sandbox.teams.issuer import Issuer
from bot.sandbox.teams.people import Tenants
from bot.sandbox.teams.registration import Registration
from bot.sandbox.teams.threads import Where
from bot.sandbox.world import Person, SandboxChannel, SandboxWorkspace, World
from config.now import Now
from content.compose.poll import CHOICE, compose_question, compose_result
from content.message import View
from content.poll import Question, mark

Json = Mapping[str, Any]

SLACK_PATH = "/slack/main/events"
TEAMS_PATH = "/teams/main/messages"


class Answers(Protocol):
    """The answers to one platform's posts: every member answers every question of every post."""

    expected: bytes
    """Stands in the body of every reply to a good answer."""

    def __len__(self) -> int:
        """Return how many there are."""
        ...

    def request(self, number: int) -> bytes:
        """Return the n-th, whole and signed now."""
        ...

    def reply(self) -> Json:
        """Return the page that answers the first question, as the baseline sends it."""
        ...


class SlackAnswers:
    """Signed `view_submission` requests."""

    expected = b'"response_action"'

    def __init__(self, prepared: Prepared) -> None:
        """Make the templates."""
        self._accounts = [account.encode() for account in prepared.accounts]
        self._prepared = prepared
        self._renderer = load_renderer("slack")
        self._templates = [
            self._template(delivery, step)
            for delivery in prepared.deliveries
            for step in range(len(prepared.briefing.questions))
        ]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._templates) * len(self._accounts)

    def request(self, number: int) -> bytes:
        """Return the n-th, whole and signed now."""
        which, who = divmod(number, len(self._accounts))
        before, after = self._templates[which]
        body = before + self._accounts[who] + after
        stamp = str(int(time.time()))
        signature = hmac.new(
            SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256
        ).hexdigest()
        return _post(
            SLACK_PATH,
            body,
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signature}\r\n",
        )

    def reply(self) -> Json:
        """Return the page that answers the first question."""
        return self._renderer.render_view(_result(self._prepared))

    def _template(self, delivery: UUID, step: int) -> tuple[bytes, bytes]:
        briefing = self._prepared.briefing
        view = self._renderer.render_view(compose_question(briefing, delivery, step))
        question = briefing.questions[step]
        blocks = json.loads(json.dumps(view["blocks"]))
        (asked,) = [block for block in blocks if block["type"] == "input"]
        element = asked["element"]
        chosen = next(
            option for option in element["options"] if option["value"] == question.answers[0].key
        )
        picked = {"selected_options": [chosen]} if question.several else {"selected_option": chosen}
        state = {asked["block_id"]: {element["action_id"]: {"type": element["type"], **picked}}}
        payload: Json = {
            "type": "view_submission",
            "team": {"id": TEAM, "domain": "bench"},
            "user": {"id": _PERSON, "username": "u", "team_id": TEAM},
            "api_app_id": "A0BENCH",
            "token": "legacy",
            "trigger_id": "1.2.3",
            "view": {
                **view,
                "id": "V0BENCH",
                "team_id": TEAM,
                "state": {"values": state},
                "hash": "1.abc",
                "app_id": "A0BENCH",
                "bot_id": "B0BENCH",
            },
            "response_urls": [],
        }
        before, _, after = urlencode({"payload": json.dumps(payload)}).encode().partition(_HERE)
        return before, after


class TeamsAnswers:
    """`task/submit` invokes with the issuer's tokens, which it uses again for some minutes as the
    Bot Connector does."""

    expected = b'"continue"'

    def __init__(
        self,
        prepared: Prepared,
        *,
        issuer: Issuer,
        registration: Registration,
        service_url: str,
        now: Now,
    ) -> None:
        """Make the templates."""
        self._accounts = [account.encode() for account in prepared.accounts]
        self._prepared = prepared
        self._issuer = issuer
        self._service_url = service_url
        self._renderer = load_renderer("teams")
        tenant = SandboxWorkspace("south", "teams", TENANT, "South")
        channel = SandboxChannel("south", CHANNELS["teams"], "learning", "police", ())
        world = World({tenant.key: tenant}, {channel.id: channel}, {})
        self._where = Where(tenant, channel.id, channel=channel, root="1700000000000")
        self._activities = Activities(
            registration=registration,
            tenants=Tenants(world),
            service_url=service_url,
            now=now,
        )
        self._templates = [
            self._template(delivery, step)
            for delivery in prepared.deliveries
            for step in range(len(prepared.briefing.questions))
        ]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._templates) * len(self._accounts)

    def request(self, number: int) -> bytes:
        """Return the n-th, whole, with a token that is good now."""
        which, who = divmod(number, len(self._accounts))
        body = self._templates[which].replace(_HERE, self._accounts[who])
        token = self._issuer.token(self._service_url)
        return _post(
            TEAMS_PATH,
            body,
            f"Content-Type: application/json; charset=utf-8\r\nAuthorization: Bearer {token}\r\n",
        )

    def reply(self) -> Json:
        """Return the page that answers the first question."""
        value = self._renderer.render_view(_result(self._prepared))
        return {"task": {"type": "continue", "value": value}}

    def _template(self, delivery: UUID, step: int) -> bytes:
        briefing = self._prepared.briefing
        question: Question = briefing.questions[step]
        page: Any = self._renderer.render_view(compose_question(briefing, delivery, step))
        (submit,) = page["card"]["content"]["actions"]
        person = Person("south", _PERSON, "Somebody")
        activity = self._activities.invoke(
            person,
            self._where,
            name="task/submit",
            value={
                "data": {**submit["data"], CHOICE: question.answers[0].key},
                "context": {"theme": "default"},
            },
            reply_to="1700000000000",
        )
        # Both of the ids by which the connector knows a person are that person's own.
        activity["from"] |= {"id": f"29:{_PERSON}", "aadObjectId": _PERSON}
        return json.dumps(activity, ensure_ascii=False).encode()


_PERSON = "PERSON-WHO-ANSWERS"
_HERE = _PERSON.encode()


def _result(prepared: Prepared) -> View:
    question = prepared.briefing.questions[0]
    marking = mark(question, (question.answers[0].key,))
    return compose_result(prepared.briefing, UUID(int=0), 0, marking)


def _post(path: str, body: bytes, headers: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
