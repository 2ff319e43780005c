"""What Slack sends when somebody presses or submits, typed before anything is done with it.

Only what we use is read; the rest is ignored. Shapes: docs.slack.dev/reference/
interaction-payloads (block_actions, view_submission).
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

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
    title: Words = Words()
    private_metadata: str = ""
    state: State = State()

    def block_of(self, name: str) -> str | None:
        """Return the id of the block that holds the input with this name."""
        return next((b for b, inputs in self.state.values.items() if name in inputs), None)


class Channel(_Part):
    """Where a press happened."""

    id: Id


class BlockActions(_Part):
    """A press, on a post or within a view."""

    type: Literal["block_actions"]
    user: User
    trigger_id: Id
    actions: Annotated[tuple[Pressed, ...], Field(min_length=1)]
    channel: Channel | None = None
    view: Shown | None = None
    response_url: str | None = None


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


PAYLOAD: TypeAdapter[BlockActions | ViewSubmission] = TypeAdapter(
    Annotated[BlockActions | ViewSubmission, Field(discriminator="type")]
)
KINDS = frozenset({"block_actions", "view_submission"})
"""Everything else that Slack sends is taken and left alone."""
