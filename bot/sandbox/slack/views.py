"""The methods that open and change modals, views.open, views.push and views.update; and
views.publish, which makes a person's own page."""

from collections.abc import Callable, Sequence

from bot.sandbox.slack.checks import home_troubles, view_is_too_large, view_troubles
from bot.sandbox.slack.memory import STACK, Memory, Modal, SlackError
from bot.sandbox.slack.shapes import Trouble
from bot.sandbox.slack.wire import Call
from bot.sandbox.world import Json


def views_open(memory: Memory, call: Call) -> Json:
    """views.open: exchange a trigger for a modal before the person who pressed."""
    view = checked_view(call.arguments.get("view"))
    trigger = memory.redeem(call.workspace, call.arguments.get("trigger_id"))
    modal = memory.open(trigger.person, trigger.channel, view, below=None)
    trigger.modal = modal
    trigger.happened.set()
    return {"view": modal.body}


def views_push(memory: Memory, call: Call) -> Json:
    """views.push: lay a further modal over the one that the trigger came from."""
    view = checked_view(call.arguments.get("view"))
    trigger = memory.redeem(call.workspace, call.arguments.get("trigger_id"))
    if trigger.over is None or trigger.over.id not in memory.modals:
        raise SlackError("not_found")
    if trigger.over.depth >= STACK:
        raise SlackError("push_limit_reached")
    trigger.modal = memory.open(trigger.person, trigger.channel, view, below=trigger.over)
    trigger.happened.set()
    return {"view": trigger.modal.body}


def views_update(memory: Memory, call: Call) -> Json:
    """views.update: replace what an open modal says."""
    view = checked_view(call.arguments.get("view"))
    modal = _modal(memory, call)
    if call.text("hash") not in ("", modal.body["hash"]):
        raise SlackError("hash_conflict")
    memory.replace(modal, view)
    for waiting in memory.recent(modal.person):
        if waiting.over is modal:
            waiting.modal = modal
            waiting.happened.set()
    return {"view": modal.body}


def views_publish(memory: Memory, call: Call) -> Json:
    """views.publish: put a person's own page in place of the one before."""
    view = checked_view(call.arguments.get("view"), home_troubles)
    if not call.text("user_id"):
        raise SlackError("invalid_arguments")
    person = memory.person(call.workspace, call.text("user_id"))
    before = memory.world.homes.get((person.workspace, person.account))
    if call.text("hash") not in ("", before.body["hash"] if before else ""):
        raise SlackError("hash_conflict")
    return {"view": memory.publish(person, view).body}


def checked_view(
    view: object, troubles_of: Callable[[object], Sequence[Trouble]] = view_troubles
) -> Json:
    """Return the view if Slack would show it. Raises SlackError."""
    troubles = troubles_of(view)
    if troubles:
        messages = [f"[ERROR] {trouble}" for trouble in troubles]
        raise SlackError("invalid_arguments", response_metadata={"messages": messages})
    if view_is_too_large(view):
        raise SlackError("view_too_large")
    assert isinstance(view, dict)
    return view  # pyright: ignore[reportUnknownVariableType] - its shape was checked above


def _modal(memory: Memory, call: Call) -> Modal:
    for modal in memory.modals.values():
        same_workspace = modal.person.workspace == call.workspace.key
        wanted = modal.id == call.text("view_id") or (
            call.text("external_id") and modal.body["external_id"] == call.text("external_id")
        )
        if same_workspace and wanted:
            return modal
    raise SlackError("not_found")
