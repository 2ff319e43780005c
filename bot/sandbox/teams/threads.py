"""Conversations of Teams: a channel's threads and one-to-one chats, found by their ids."""

from dataclasses import dataclass

from bot.sandbox.teams.people import Tenants, chat_id
from bot.sandbox.world import Person, Post, SandboxChannel, SandboxWorkspace


@dataclass(frozen=True, slots=True)
class Where:
    """What a conversation's id means: a channel (with the thread's root, if it names one), or a
    person's chat. `id` is the channel's or the chat's."""

    tenant: SandboxWorkspace
    id: str
    channel: SandboxChannel | None = None
    root: str | None = None
    person: Person | None = None

    @property
    def conversation(self) -> str:
        """Return the conversation's whole id."""
        return self.id if self.root is None else f"{self.id};messageid={self.root}"


class Threads:
    """Finds conversations. Chats exist once they were made; channels come from the world."""

    def __init__(self, tenants: Tenants) -> None:
        self.tenants = tenants
        self._chats: dict[str, Person] = {}
        self._roots: dict[str, str] = {}

    def open(self, person: Person) -> None:
        """Make the one-to-one chat with this person."""
        self._chats[chat_id(person)] = person

    def reachable(self, person: Person) -> bool:
        """Tell whether the bot may write to this person: they added the app, or a team that they
        are in has it. Source: "Send proactive messages"."""
        return chat_id(person) in self._chats or any(
            self.tenants.has_bot(channel) and person in self.tenants.members(channel)
            for team in self.tenants.teams(self.tenants.of(person.workspace))
            for channel in team.channels
        )

    def find(self, conversation: str) -> Where | None:
        """Return what the id means, or None."""
        if person := self._chats.get(conversation):
            return Where(self.tenants.of(person.workspace), conversation, person=person)
        name, _, root = conversation.partition(";messageid=")
        channel = self.tenants.channel(name)
        if channel is None:
            return None
        return Where(self.tenants.of(channel.workspace), name, channel=channel, root=root or None)

    def note(self, message: str, where: Where) -> None:
        """Keep in which thread a reply stands."""
        if where.root is not None:
            self._roots[message] = where.root

    def of(self, post: Post) -> Where:
        """Return the conversation in which the post stands. Raises KeyError."""
        where = self.find(post.channel)
        if where is None:
            raise KeyError(post.channel)
        if where.channel is None:
            return where
        root = self._roots.get(post.id, post.id)
        return Where(where.tenant, where.id, channel=where.channel, root=root)
