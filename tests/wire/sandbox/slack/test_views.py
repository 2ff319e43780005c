"""The local Web API opens, changes and stacks views as Slack's own reference says."""

from typing import Any

from tests.wire.sandbox.slack.blocks import BLOCKS


def modal(**further: Any) -> dict[str, Any]:
    title = {"type": "plain_text", "text": "Reading"}
    return {"type": "modal", "title": title, "blocks": BLOCKS} | further


async def test_a_view_that_is_no_json(rig: Any) -> None:
    assert (await rig.call("views.open", view="{"))["error"] == "invalid_arguments"


async def test_a_trigger_opens_one_modal_within_three_seconds(rig: Any) -> None:
    trigger = rig.face.memory.trigger(rig.person(), "C1")
    opened = await rig.call("views.open", trigger_id=trigger.id, view=modal())
    assert opened["view"]["id"].startswith("V")
    assert opened["view"]["title"]["text"] == "Reading"
    again = await rig.call("views.open", trigger_id=trigger.id, view=modal())
    assert again["error"] == "exchanged_trigger_id"
    late = rig.face.memory.trigger(rig.person(), "C1")
    rig.clock.forward(3.1)
    expired = await rig.call("views.open", trigger_id=late.id, view=modal())
    assert expired["error"] == "expired_trigger_id"
    assert rig.world.tally.shown == {"C1|Reading": {"U1"}}


async def test_triggers_that_are_none(rig: Any) -> None:
    foreign = rig.face.memory.trigger(rig.world.people["south-slack", "U9"], "C9")
    for trigger in (None, "soon", "1.2.abcdef", foreign.id):
        answer = await rig.call("views.open", trigger_id=trigger, view=modal())
        assert answer["error"] == "invalid_trigger_id"


async def test_views_that_slack_refuses(rig: Any) -> None:
    trigger = rig.face.memory.trigger(rig.person(), "C1")
    bad = await rig.call("views.open", trigger_id=trigger.id, view=modal(colour="red"))
    assert bad["error"] == "invalid_arguments"
    assert bad["response_metadata"]["messages"] == [
        "[ERROR] invalid additional property: colour [json-pointer:/view]"
    ]
    many = [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3000}}] * 90
    large = await rig.call("views.open", trigger_id=trigger.id, view=modal(blocks=many))
    assert large["error"] == "view_too_large"
    # A refused view leaves the trigger unused.
    assert (await rig.call("views.open", trigger_id=trigger.id, view=modal()))["ok"]


async def test_a_view_can_be_replaced_unless_it_changed_meanwhile(rig: Any) -> None:
    trigger = rig.face.memory.trigger(rig.person(), "C1")
    view = (await rig.call("views.open", trigger_id=trigger.id, view=modal(external_id="e")))[
        "view"
    ]
    other = modal(title={"type": "plain_text", "text": "Other"}, external_id="e")
    stale = await rig.call("views.update", view_id=view["id"], hash="1.old", view=other)
    assert stale["error"] == "hash_conflict"
    changed = await rig.call("views.update", external_id="e", hash=view["hash"], view=other)
    assert (changed["view"]["id"], changed["view"]["title"]["text"]) == (view["id"], "Other")
    assert (await rig.call("views.update", view_id="V404", view=other))["error"] == "not_found"


async def test_modals_lie_three_deep(rig: Any) -> None:
    memory = rig.face.memory
    trigger = memory.trigger(rig.person(), "C1")
    await rig.call("views.open", trigger_id=trigger.id, view=modal())
    for answer in ("ok", "ok", "push_limit_reached"):
        trigger = memory.trigger(rig.person(), "C1", over=trigger.modal)
        pushed = await rig.call("views.push", trigger_id=trigger.id, view=modal())
        assert pushed.get("error", "ok") == answer
    on_nothing = memory.trigger(rig.person(), "C1")
    lost = await rig.call("views.push", trigger_id=on_nothing.id, view=modal())
    assert lost["error"] == "not_found"
