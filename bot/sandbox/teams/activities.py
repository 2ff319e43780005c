"""Activities as Teams sends them to a bot.

Sources: "API reference" (Activity object), "Use dialogs with bots" (task/fetch, task/submit),
"Universal Actions" (adaptiveCard/action), "Channel and group chat conversations" (mentions),
"Conversation events" (installation).
"""

import html
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.sandbox.teams.people import Team, Tenants, object_id, user_id
from bot.sandbox.teams.registration import Registration
from bot.sandbox.teams.threads import Where
from bot.sandbox.world import Json, Person
from config.now import Now

_LONDON = "Europe/London"


class Activities:
    """Builds activities of one service address."""

    def __init__(
        self, *, registration: Registration, tenants: Tenants, service_url: str, now: Now
    ) -> None:
        self._registration = registration
        self._tenants = tenants
        self.service_url = service_url
        self._now = now

    def invoke(
        self,
        person: Person,
        where: Where,
        *,
        name: str,
        value: Mapping[str, Any],
        reply_to: str,
    ) -> Json:
        """Return what Teams sends when a button needs an answer at once."""
        return {
            **self._from_person("invoke", person, where),
            "replyToId": reply_to,
            "name": name,
            "value": dict(value),
        }

    def submitted(
        self, person: Person, where: Where, *, value: Mapping[str, Any], reply_to: str
    ) -> Json:
        """Return what Teams sends when an Action.Submit of a post is pressed that opens no
        dialog: a message without words."""
        return {
            **self._from_person("message", person, where),
            "replyToId": reply_to,
            "value": dict(value),
        }

    def written(self, person: Person, where: Where, text: str) -> Json:
        """Return what Teams sends when a person writes to the bot: in their chat the words as they
        are, in a channel with the bot mentioned before them. The editor's own markup goes along."""
        message = self._from_person("message", person, where)
        said, shown = text, html.escape(text, quote=False)
        if where.channel is not None:
            name = self._registration.name
            said = f"<at>{name}</at> {text}\n"
            span = '<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">'
            shown = f"{span}{name}</span>&nbsp;{shown}"
            message["entities"].append(
                {
                    "type": "mention",
                    "mentioned": {"id": self._registration.bot_id, "name": name},
                    "text": f"<at>{name}</at>",
                }
            )
        return {
            **message,
            "id": where.root or message["id"],
            "text": said,
            "textFormat": "plain",
            "attachments": [{"contentType": "text/html", "content": f"<p>{shown}</p>"}],
        }

    def added(self, person: Person, where: Where) -> list[Json]:
        """Return the two events of a person who adds the app for themselves."""
        base = self._base(person, where, {"tenant": {"id": where.tenant.id}})
        return [
            {**base, "type": "installationUpdate", "action": "add"},
            {
                **base,
                "id": _activity_id(),
                "type": "conversationUpdate",
                "membersAdded": [{"id": self._registration.bot_id}],
            },
        ]

    def installed(self, person: Person, team: Team) -> list[Json]:
        """Return the two events of an installation in a team, in the order of their arrival."""
        where = Where(team.tenant, team.id)
        channel_data: Json = {
            "team": {"id": team.id, "aadGroupId": team.group_id, "name": team.name},
            "channel": {"id": team.id},
            "tenant": {"id": team.tenant.id},
            "settings": {"selectedChannel": {"id": team.id}},
        }
        base = self._base(person, where, channel_data)
        added = {"eventType": "teamMemberAdded", **channel_data}
        bot = {"id": self._registration.bot_id}
        return [
            {
                **base,
                "type": "conversationUpdate",
                "membersAdded": [bot],
                "channelData": added,
            },
            {**base, "type": "installationUpdate", "action": "add", "id": _activity_id()},
        ]

    def _from_person(self, kind: str, person: Person, where: Where) -> Json:
        channel_data: Json = {"tenant": {"id": where.tenant.id}, "source": {"name": "message"}}
        if where.channel is not None:
            team = self._tenants.team_of(where.channel)
            channel_data |= {
                "channel": {"id": where.channel.id},
                "team": {"id": team.id, "aadGroupId": team.group_id},
            }
        return {
            **self._base(person, where, channel_data),
            "type": kind,
            "locale": "en-GB",
        }

    def _base(self, person: Person, where: Where, channel_data: Json) -> Json:
        at = self._now()
        personal = where.person is not None
        conversation: Json = {
            "id": where.conversation,
            "conversationType": "personal" if personal else "channel",
            "tenantId": where.tenant.id,
        }
        if not personal:
            conversation["isGroup"] = True
        return {
            "id": _activity_id(),
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "timestamp": _moment(at) + "Z",
            "localTimestamp": at.astimezone(ZoneInfo(_LONDON)).isoformat(timespec="milliseconds"),
            "localTimezone": _LONDON,
            "from": {
                "id": user_id(person),
                "aadObjectId": object_id(person),
                "name": person.name,
            },
            "recipient": {"id": self._registration.bot_id, "name": self._registration.name},
            "conversation": conversation,
            "channelData": channel_data,
            "entities": [
                {
                    "type": "clientInfo",
                    "locale": "en-GB",
                    "country": "GB",
                    "platform": "Web",
                    "timezone": _LONDON,
                }
            ],
        }


def _activity_id() -> str:
    return f"f:{uuid4()}"


def _moment(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds")
