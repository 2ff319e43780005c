"""Slack's blocks as safe HTML that looks as it does in Slack."""

import hashlib

from bot.sandbox.rendering import environment
from bot.sandbox.slack.filling import with_ids
from bot.sandbox.slack.mrkdwn import mrkdwn, rich_text, text_object
from bot.sandbox.world import Json


def html(body: Json) -> str:
    """Return a message's or view's blocks. A message without blocks shows its text; a modal's own
    buttons send the form in which they stand."""
    blocks = with_ids(body.get("blocks", []))
    answers = body.get("state", {}).get("values", {})
    for block in blocks:
        if block["type"] == "input":
            block["answer"] = answers.get(block["block_id"], {}).get(block["element"]["action_id"])
    key = str(body.get("id", "")) + "".join(block["block_id"] for block in blocks)
    return (
        environment()
        .get_template("slack/blocks.html")
        .render(
            blocks=blocks,
            in_modal=body.get("type") == "modal",
            text=mrkdwn(body.get("text", "")) if not blocks else "",
            words=text_object,
            rich=rich_text,
            prefix=f"s{hashlib.sha256(key.encode()).hexdigest()[:8]}",
        )
    )
