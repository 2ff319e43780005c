"""The methods that post: chat.postMessage, chat.update, chat.postEphemeral, response addresses."""

from bot.sandbox.slack.checks import (
    POST_TEXT,
    UPDATE_TEXT,
    blocks_are_too_long,
    message_troubles,
    metadata_trouble,
)
from bot.sandbox.slack.filling import with_ids
from bot.sandbox.slack.memory import (
    APP_ID,
    RESPONSE_LIFE,
    RESPONSE_USES,
    Memory,
    SlackError,
    Trigger,
    bot_id,
    chat_of,
)
from bot.sandbox.slack.shapes import is_list
from bot.sandbox.slack.wire import Call
from bot.sandbox.world import Json, Note, Person, Post, SandboxWorkspace

_KEPT = ("text", "blocks", "metadata")


def post_message(memory: Memory, call: Call) -> Json:
    """chat.postMessage: keep the post and give its ts."""
    channel, reader = _place(memory, call)
    body = _checked(call.arguments, POST_TEXT)
    post = Post(
        workspace=call.workspace.key,
        channel=channel,
        id=memory.timestamp(),
        body=body,
        at=memory.now(),
        private_to=None if reader is None else reader.account,
    )
    memory.world.posts.append(post)
    memory.world.tally.posts[channel] += 1
    delivery = _delivery(body)
    if delivery:
        memory.world.tally.deliveries[delivery] += 1
    return {"channel": channel, "ts": post.id, "message": message_of(memory, post)}


def update(memory: Memory, call: Call) -> Json:
    """chat.update: replace what a post says."""
    channel, _ = _place(memory, call)
    post = find_post(memory, call.workspace, channel, call.text("ts"))
    body = _checked(call.arguments, UPDATE_TEXT)
    post.earlier.append(post.body)
    post.body = {**({"metadata": post.body["metadata"]} if "metadata" in post.body else {}), **body}
    memory.world.tally.updates[channel] += 1
    return {
        "channel": channel,
        "ts": post.id,
        "text": body.get("text", ""),
        "message": message_of(memory, post),
    }


def post_ephemeral(memory: Memory, call: Call) -> Json:
    """chat.postEphemeral: say something that one person sees."""
    channel, _ = _place(memory, call)
    person = memory.world.people.get((call.workspace.key, call.text("user")))
    place = memory.world.channels.get(channel)
    if person is None or (place is not None and person.account not in place.members):
        raise SlackError("user_not_in_channel")
    body = _checked(call.arguments, POST_TEXT)
    return {"message_ts": _whisper(memory, person, channel, body).id}


def respond(memory: Memory, key: str, said: Json) -> None:
    """Take what the bot sends to a press's response address. Raises SlackError."""
    trigger = memory.responses.get(key)
    if trigger is None or memory.now() - trigger.at > RESPONSE_LIFE:
        raise SlackError("expired_url")
    if trigger.response_uses >= RESPONSE_USES:
        raise SlackError("used_url")
    body = _checked(said, POST_TEXT)
    trigger.response_uses += 1
    if said.get("replace_original") is True:
        workspace = memory.world.workspaces[trigger.person.workspace]
        post = find_post(memory, workspace, trigger.channel, trigger.message)
        post.earlier.append(post.body)
        post.body = body
        memory.world.tally.updates[post.channel] += 1
    else:
        answer_command(memory, trigger, said)


def answer_command(memory: Memory, trigger: Trigger, said: Json) -> Post | Note:
    """Show what the bot says to a command or press: to the one person, or to the channel where
    it asks for that. Raises SlackError."""
    if said.get("response_type") == "in_channel":
        workspace = memory.world.workspaces[trigger.person.workspace]
        post_message(memory, Call(workspace, {**said, "channel": trigger.channel}))
        return memory.world.posts[-1]
    body = _checked(said, POST_TEXT)
    return _whisper(memory, trigger.person, trigger.channel, body, trigger)


def find_post(memory: Memory, workspace: SandboxWorkspace, channel: str, ts: str) -> Post:
    """Return a post by its channel and ts. Raises SlackError."""
    for post in reversed(memory.world.posts):
        if (post.workspace, post.channel, post.id) == (workspace.key, channel, ts):
            return post
    raise SlackError("message_not_found")


def message_of(memory: Memory, post: Post) -> Json:
    """Return a post as Slack shows it to apps, completed with ids."""
    workspace = memory.world.workspaces[post.workspace]
    bot = memory.bot(workspace)
    message: Json = {
        "type": "message",
        "user": bot.account,
        "bot_id": bot_id(bot),
        "app_id": APP_ID,
        "team": workspace.id,
        "ts": post.id,
        "text": post.body.get("text", ""),
    }
    if post.body.get("blocks"):
        message["blocks"] = with_ids(post.body["blocks"])
    if post.earlier:
        message["edited"] = {"user": bot.account, "ts": post.id}
    return message


def _place(memory: Memory, call: Call) -> tuple[str, Person | None]:
    """Return the channel's id, and whose chat it is where it is one. Raises SlackError."""
    given = call.text("channel")
    channel = memory.world.channels.get(given)
    if channel is not None and channel.workspace == call.workspace.key:
        if not memory.has_bot(channel):
            raise SlackError("not_in_channel")
        if channel.id in memory.world.barriers.archived:
            raise SlackError("is_archived")
        return channel.id, None
    reader = memory.chat_partner(call.workspace, given)
    if reader is None:
        raise SlackError("channel_not_found")
    return chat_of(reader), reader


def _checked(arguments: Json, longest_text: int) -> Json:
    """Return the message among the arguments. Raises SlackError."""
    body = {name: arguments[name] for name in _KEPT if arguments.get(name)}
    text, blocks = body.get("text", ""), body.get("blocks", [])
    if not is_list(blocks):
        raise SlackError("invalid_blocks_format")
    if not isinstance(text, str) or not (text or blocks):
        raise SlackError("no_text")
    if len(text) > longest_text:
        raise SlackError("msg_too_long")
    troubles = [str(trouble) for trouble in (message_troubles(blocks) if blocks else ())]
    if troubles:
        raise SlackError(
            "invalid_blocks",
            errors=troubles,
            response_metadata={"messages": [f"[ERROR] {trouble}" for trouble in troubles]},
        )
    if blocks_are_too_long(blocks):
        raise SlackError("msg_blocks_too_long")
    wrong = metadata_trouble(body["metadata"]) if "metadata" in body else None
    if wrong:
        raise SlackError(wrong)
    return body


def _whisper(
    memory: Memory, person: Person, channel: str, body: Json, trigger: Trigger | None = None
) -> Note:
    note = Note(person, body, channel, memory.now(), memory.timestamp())
    memory.world.notes.append(note)
    for waiting in [trigger] if trigger else memory.recent(person):
        waiting.notes.append(note)
        waiting.happened.set()
    return note


def _delivery(body: Json) -> str | None:
    return body.get("metadata", {}).get("event_payload", {}).get("delivery")
