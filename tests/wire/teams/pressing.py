"""What Teams sends when somebody presses a button or sends a page."""

from content.actions import Action, ActionName
from tests.wire.teams.names import DELIVERY, Json
from tests.wire.teams.standin import Rig

READ = Action(ActionName.READ, DELIVERY)
ANSWER = Action(ActionName.ANSWER, DELIVERY, 1)


def fetch(rig: Rig, **changes: object) -> Json:
    value = {"data": {"action": READ.encode(), "msteams": {"type": "task/fetch"}}, "context": {}}
    return rig.activity(**{"value": value} | changes)


def submit(rig: Rig, **data: object) -> Json:
    value = {"data": {"action": ANSWER.encode(), **data}, "context": {"theme": "dark"}}
    return rig.activity(name="task/submit", value=value)
