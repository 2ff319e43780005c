"""What the connector sends, typed before anything is done with it."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, StrictStr, StringConstraints, ValidationError

from content.actions import Action

MAX_BODY = 256 * 1024
"""Bytes of an inbound activity; an answered page is a few kilobytes."""

Id = Annotated[StrictStr, StringConstraints(max_length=1000, pattern=r"^[^\x00-\x1f\x7f]+$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Account(_Part):
    """Who acted, or the bot itself ("28:…")."""

    id: Id
    aad_object_id: Id | None = Field(default=None, alias="aadObjectId")
    tenant_id: Id | None = Field(default=None, alias="tenantId")

    @property
    def known_as(self) -> str:
        """Return the id that stands for the person everywhere in the house: the directory's
        object id, which does not change with the bot's registration; without one, Teams' own."""
        return self.aad_object_id or self.id


class Named(_Part):
    """A tenant, team or channel by its id."""

    id: Id


class Mentioned(_Part):
    """Whom a mention names: the bot ("28:…"), a person, a team."""

    id: Id
    name: StrictStr = ""


class Mention(_Part):
    """A mention, and the text that stands for it among the words."""

    type: Literal["mention"]
    mentioned: Mentioned
    text: Annotated[StrictStr, StringConstraints(pattern="^<at")]


class ChannelData(_Part):
    """What only Teams adds to an activity."""

    tenant: Named | None = None
    team: Named | None = None
    channel: Named | None = None
    event: StrictStr | None = Field(default=None, alias="eventType")


class Conversation(_Part):
    """Where it happened."""

    id: Id
    tenant_id: Id | None = Field(default=None, alias="tenantId")
    conversation_type: StrictStr | None = Field(default=None, alias="conversationType")

    @property
    def thread(self) -> str:
        """Return the channel's id, without the message in it."""
        return self.id.partition(";messageid=")[0]


class Activity(_Part):
    """One inbound activity. `value` is read by the models below, by what it should be."""

    type: Annotated[StrictStr, StringConstraints(min_length=1, max_length=100)]
    service_url: Id = Field(alias="serviceUrl")
    conversation: Conversation
    sender: Account = Field(alias="from")
    id: Id | None = None
    name: StrictStr | None = None
    action: StrictStr | None = None
    channel_id: StrictStr | None = Field(default=None, alias="channelId")
    channel_data: ChannelData = Field(default=ChannelData(), alias="channelData")
    value: Any = None
    text: StrictStr | None = None
    text_format: StrictStr | None = Field(default=None, alias="textFormat")
    entities: Any = None
    members_added: tuple[Account, ...] | None = Field(default=None, alias="membersAdded")

    @property
    def mentions(self) -> Iterator[Mention]:
        """Yield the mentions among the entities, of which Teams has many kinds."""
        entities = cast("list[object]", self.entities) if isinstance(self.entities, list) else ()
        for entity in entities:
            try:
                yield Mention.model_validate(entity)
            except ValidationError:
                continue

    @property
    def tenants(self) -> set[str]:
        """Return every tenant that the activity says it comes from; they must agree."""
        data = self.channel_data.tenant
        named = (None if data is None else data.id, self.conversation.tenant_id)
        return {tenant for tenant in named if tenant is not None}


class Pressed(_Part):
    """The data of a button, with the inputs that went with it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    action: StrictStr
    choices: tuple[StrictStr, ...] | None = None

    def decoded(self) -> Action:
        """Return the action. Raises UnknownAction."""
        return Action.decode(self.action)

    def inputs(self) -> dict[str, str]:
        """Return the inputs by name. Raises ValueError for one that is not a string."""
        filled: dict[str, str] = {}
        for name, value in (self.model_extra or {}).items():
            if name == "msteams":
                continue
            if not isinstance(value, str):
                raise ValueError("an input is not a string")  # noqa: TRY004 - it is malformed
            filled[name] = value
        return filled


class DialogValue(_Part):
    """The value of task/fetch and task/submit."""

    data: Pressed


class Executed(_Part):
    """The action of adaptiveCard/action."""

    type: StrictStr
    data: Pressed


class ExecuteValue(_Part):
    """The value of adaptiveCard/action."""

    action: Executed
