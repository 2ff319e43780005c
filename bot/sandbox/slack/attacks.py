"""Requests that no right bot does anything for: forged, stale, meant for others."""

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs

from bot.sandbox.slack.controls import message_controls
from bot.sandbox.slack.memory import Memory, chat_of
from bot.sandbox.slack.payloads import (
    Way,
    block_actions,
    encoded,
    home_opened,
    signature,
    signed,
    slash_command,
)
from bot.sandbox.world import Control, Json, Person, Post

_TIME, _SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"


@dataclass(frozen=True, slots=True)
class Forgery:
    """One request and what is wrong with it."""

    name: str
    body: bytes
    headers: Mapping[str, str]
    registration: str = "main"


def attempts(memory: Memory) -> Iterator[Forgery]:
    """Yield the requests. Each is a press that would count if it were believed: on a real post
    where there is one, by somebody who may press it."""
    genuine = _genuine(memory)
    secret, now = memory.signing_secret, memory.now()
    body = encoded(genuine)
    right = signed(secret, body, now)
    stamp = right[_TIME]
    signed_as = right[_SIGNATURE]

    def bare(*names: str) -> Mapping[str, str]:
        return {name: value for name, value in right.items() if name not in names}

    def with_signature(value: str) -> Mapping[str, str]:
        return {**right, _SIGNATURE: value}

    def at(moved: timedelta) -> Mapping[str, str]:
        return signed(secret, body, now + moved)

    def stamped(value: str) -> Mapping[str, str]:
        return {**right, _TIME: value, _SIGNATURE: signature(secret, value, body)}

    other_secret = secrets.token_hex(16)
    other_person = _changed(genuine, "user", {"id": "U0SOMEBODY", "name": "somebody"})
    foreign = encoded(_changed(genuine, "team", {"id": "T0STRANGER", "domain": "stranger"}))
    yield Forgery("no signature and no time", body, bare(_TIME, _SIGNATURE))
    yield Forgery("no signature", body, bare(_SIGNATURE))
    yield Forgery("no time", body, bare(_TIME))
    yield Forgery("an empty signature", body, with_signature(""))
    yield Forgery("signed with another secret", body, signed(other_secret, body, now))
    yield Forgery("signed with an empty secret", body, signed("", body, now))
    yield Forgery("another person put in after signing", encoded(other_person), right)
    yield Forgery("something added after signing", body + b"&extra=1", right)
    yield Forgery("an empty body under another's signature", b"", right)
    yield Forgery("kept for five minutes and ten seconds", body, at(-timedelta(seconds=310)))
    yield Forgery("kept for a day", body, at(-timedelta(days=1)))
    yield Forgery("dated five minutes and ten seconds ahead", body, at(timedelta(seconds=310)))
    yield Forgery(
        "an old signature under a new time", body, {**at(-timedelta(hours=1)), _TIME: stamp}
    )
    yield Forgery("a time that is no number", body, stamped("soon"))
    yield Forgery("an empty time", body, stamped(""))
    yield Forgery("a signature cut short", body, with_signature(signed_as[:-2]))
    yield Forgery("a signature with something after it", body, with_signature(signed_as + "00"))
    yield Forgery(
        "a version that does not exist", body, with_signature(signature(secret, stamp, body, "v1"))
    )
    yield Forgery(
        "the right digest under another version",
        body,
        with_signature(signed_as.replace("v0=", "v1=")),
    )
    yield Forgery("the digest without its version", body, with_signature(signed_as[3:]))
    yield Forgery("signed without the time", body, with_signature(signature(secret, "", body)))
    yield Forgery("from a workspace nobody knows", foreign, signed(secret, foreign, now))
    yield Forgery("to a registration that does not exist", body, right, registration="nobody")
    yield from _of_other_ways(memory)


def _of_other_ways(memory: Memory) -> Iterator[Forgery]:
    """Yield forged commands, and forged visits to a person's own page."""
    secret, now = memory.signing_secret, memory.now()
    person = next(
        person
        for (workspace, _), person in memory.world.people.items()
        if workspace in memory.workspace_keys and not (person.bot or person.outsider)
    )
    trigger = memory.trigger(person, chat_of(person))
    fields = slash_command(memory, person, trigger.channel, "help", trigger)
    ways: Mapping[str, tuple[Json, Way]] = {
        "command": (fields, "slash_commands"),
        "visit": (home_opened(memory, person), "events_api"),
    }
    for name, (payload, way) in ways.items():
        body = encoded(payload, way)
        right = signed(secret, body, now, way)
        foreign = {k: v for k, v in payload.items() if k != "authorizations"}
        other = encoded({**foreign, "team_id": "T0STRANGER"}, way)
        old = signed(secret, body, now - timedelta(seconds=310), way)
        yield Forgery(
            f"a {name} without a signature", body, {"Content-Type": right["Content-Type"]}
        )
        yield Forgery(f"a {name} signed with another secret", body, signed("x", body, now, way))
        yield Forgery(f"a {name} changed after signing", other, right)
        yield Forgery(f"a {name} kept for five minutes and ten seconds", body, old)
        yield Forgery(
            f"a {name} from a workspace nobody knows", other, signed(secret, other, now, way)
        )


def _genuine(memory: Memory) -> Json:
    """Return a press that a right bot would take, were it signed."""
    world = memory.world
    for post in world.posts:
        place = world.channels.get(post.channel)
        controls = (
            message_controls(post.body) if place and post.workspace in memory.workspace_keys else ()
        )
        if place and controls:
            person = next(
                person
                for account in place.members
                if not (person := world.people[place.workspace, account]).bot
            )
            return _press(memory, person, post, controls[0])
    channel = next(c for c in world.channels.values() if c.workspace in memory.workspace_keys)
    person = world.people[channel.workspace, channel.members[0]]
    button = {"type": "button", "action_id": "read", "text": {"type": "plain_text", "text": "Read"}}
    body: Json = {"blocks": [{"type": "actions", "elements": [{**button, "value": "1.read"}]}]}
    post = Post(channel.workspace, channel.id, memory.timestamp(), body, memory.now())
    return _press(memory, person, post, message_controls(body)[0])


def _press(memory: Memory, person: Person, post: Post, control: Control) -> Json:
    trigger = memory.trigger(person, post.channel)
    return block_actions(memory, person, post, control, trigger)


def _changed(payload: Json, name: str, value: Json) -> Json:
    """Return a copy of the payload that says something else."""
    copied = json.loads(parse_qs(encoded(payload).decode())["payload"][0])
    return {**copied, name: {**copied[name], **value}}
