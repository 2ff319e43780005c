"""What Slack sends when somebody acts, typed before anything is done with it.

Only what we use is read; the rest is ignored. Shapes: docs.slack.dev/reference/
interaction-payloads (block_actions, view_submission), docs.slack.dev/interactivity/
implementing-slash-commands, docs.slack.dev/reference/events/app_home_opened and
channel_unarchive.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

Id = Annotated[str, StringConstraints(min_length=1, max_length=255)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class User(_Part):
    """Who acted."""

    id: Id
    team_id: Id | None = None
    """The workspace that the person's account belongs to."""


class Chosen(_Part):
    """An option that was chosen."""

    value: str


class Words(_Part):
    """A text object, read."""

    text: str = ""


class Pressed(_Part):
    """A button, or a menu with what was chosen in it."""

    value: str | None = None
    selected_option: Chosen | None = None

    @property
    def action(self) -> str:
        """Return the opaque id that the button or the menu's option carries."""
        if self.selected_option is not None:
            return self.selected_option.value
        return self.value or ""


class Filled(_Part):
    """An input as it stands in a view."""

    value: str | None = None
    selected_option: Chosen | None = None
    selected_options: tuple[Chosen, ...] | None = None


class State(_Part):
    """A view's inputs, by block id and then by action id."""

    values: Mapping[str, Mapping[str, Filled]] = Field(
        default_factory=dict[str, Mapping[str, Filled]]
    )


class Shown(_Part):
    """A view of ours that is open before a person."""

    id: Id
    type: str = "modal"
    """`home` where it is the person's own page."""
    title: Words = Words()
    private_metadata: str = ""
    state: State = State()

    def block_of(self, name: str) -> str | None:
        """Return the id of the block that holds the input with this name."""
        return next((b for b, inputs in self.state.values.items() if name in inputs), None)


class Channel(_Part):
    """Where a press happened."""

    id: Id


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise ValueError("It is not an address.")
    return url


class BlockActions(_Part):
    """A press, on a post or within a view."""

    type: Literal["block_actions"]
    user: User
    trigger_id: Id
    actions: Annotated[tuple[Pressed, ...], Field(min_length=1)]
    channel: Channel | None = None
    view: Shown | None = None
    response_url: Annotated[str, AfterValidator(_address)] | None = None

    @model_validator(mode="after")
    def _says_where_to_answer(self) -> Self:
        if self.channel is None and self.view is None and self.response_url is None:
            raise ValueError("It does not say where it happened.")
        return self


class ViewSubmission(_Part):
    """A view that was sent."""

    type: Literal["view_submission"]
    user: User
    view: Shown

    @property
    def chosen(self) -> Mapping[str, tuple[str, ...]]:
        """Return option keys by the name of their choices; what was left open is not there."""
        return {
            name: tuple(option.value for option in options)
            for inputs in self.view.state.values.values()
            for name, filled in inputs.items()
            if (options := _options(filled))
        }

    @property
    def written(self) -> Mapping[str, str]:
        """Return words by the name of their box; an empty box is not there."""
        return {
            name: filled.value
            for inputs in self.view.state.values.values()
            for name, filled in inputs.items()
            if filled.value
        }


def _options(filled: Filled) -> tuple[Chosen, ...]:
    if filled.selected_option is not None:
        return (filled.selected_option,)
    return filled.selected_options or ()


class SlashCommand(_Part):
    """What somebody wrote behind a command of ours. It does not say where the account belongs."""

    command: Id
    user_id: Id
    text: str = ""

    @property
    def user(self) -> User:
        """Return who wrote it."""
        return User(id=self.user_id)


class _Event(_Part):
    type: Id


class _Envelope(_Part):
    event: _Event


class Entered(_Part):
    """Somebody came to the app's own place."""

    user: Id
    tab: str = ""
    """`home` where it is their own page that they look at."""


class HomeOpened(_Part):
    """The event of that, as it is delivered; Slack may deliver it more than once."""

    event_id: Id
    event: Entered


class _Unarchived(_Part):
    type: Literal["channel_unarchive", "group_unarchive"]
    channel: Id


class ChannelBack(_Part):
    """A channel was brought back from the archive."""

    event: _Unarchived

    @property
    def channel(self) -> str:
        """Return Slack's id of the channel."""
        return self.event.channel


Payload = BlockActions | ViewSubmission | SlashCommand | HomeOpened | ChannelBack


def read(body: Mapping[str, object]) -> Payload | None:
    """Return what Slack sent, typed; None where it is nothing that we use. Raises
    ValidationError."""
    match body.get("type"):
        case "block_actions":
            return BlockActions.model_validate(body)
        case "view_submission":
            return ViewSubmission.model_validate(body)
        case "event_callback":
            match _Envelope.model_validate(body).event.type:
                case "app_home_opened":
                    return HomeOpened.model_validate(body)
                case "channel_unarchive" | "group_unarchive":
                    return ChannelBack.model_validate(body)
                case _:
                    return None
        case None if "command" in body:
            return SlashCommand.model_validate(body)
        case _:
            return None
