"""Where the bot talks with one person."""

from collections import OrderedDict

from config.directory import Workspace

_MOST = 20_000


class KnownChats:
    """The chats that were made or heard from, which saves asking for them before each message.

    In memory alone, and nothing is lost with it: Teams gives the same chat whenever it is asked to
    make it. A lasting list would say who talks with the bot, outside the members' register, where
    nobody could erase it.
    """

    def __init__(self) -> None:
        self._chats: OrderedDict[tuple[str, str], str] = OrderedDict()

    def note(self, workspace: Workspace, account: str, chat: str) -> None:
        """Remember the chat with this person; of too many the oldest is forgotten."""
        self._chats[workspace.key, account] = chat
        self._chats.move_to_end((workspace.key, account))
        if len(self._chats) > _MOST:
            self._chats.popitem(last=False)

    def find(self, workspace: Workspace, account: str) -> str | None:
        """Return the chat, or None when it must be asked for."""
        return self._chats.get((workspace.key, account))

    def forget(self, workspace: Workspace, account: str) -> None:
        """Forget it: the person removed the bot, or Teams no longer takes messages there."""
        self._chats.pop((workspace.key, account), None)
