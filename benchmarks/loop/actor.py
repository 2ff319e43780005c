"""Somebody who presses buttons and sends pages, and writes down what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.loop.diary import Diary, Who
from benchmarks.loop.hands import Hands
from benchmarks.loop.library import Library, words_of
from bot.sandbox.world import Control, Note, Person, Post, Refusal, Screen, Shown
from config.now import Now


@dataclass(frozen=True, slots=True)
class Actor:
    """One person, with what serves them as hands."""

    person: Person
    hands: Hands
    library: Library
    diary: Diary
    now: Now

    @property
    def who(self) -> Who:
        """Return the person as the diary names them."""
        return self.person.workspace, self.person.account

    async def press(self, post: Post | Note, label: str) -> Shown | None:
        """Press the button that begins with these words; None, and a trouble, where there is
        none."""
        for control in self.hands.controls(post):
            if control.label.startswith(label):
                shown = await self.hands.press(self.person, post, control)
                if isinstance(shown, Refusal):  # the platform gave up waiting: people press again
                    shown = await self.hands.press(self.person, post, control)
                return shown
        return self.trouble(f"found no button '{label}' in '{words_of(post.body)[:60]}'")

    async def opens(self, post: Post | Note, label: str) -> Screen | None:
        """Press, and expect a page."""
        return self._page(await self.press(post, label), label)

    async def sends(
        self, page: Screen, filled: Mapping[str, Sequence[str]] | None = None
    ) -> Screen | None:
        """Send a page, and expect the next one."""
        return self._page(await self.hands.submit(page, filled or {}), page.submit or "send")

    async def presses_in(self, page: Screen, label: str) -> Screen | None:
        """Press a button of a page, and expect the next page."""
        if page.submit is not None and page.submit.startswith(label):
            return await self.sends(page)  # Teams has the first button of a page send it
        for control in page.controls:
            if control.kind == "button" and control.label.startswith(label):
                return await self.sends(page, {control.name: (control.value,)})
        return self.trouble(f"found no button '{label}' on a page")

    def trouble(self, what: str) -> None:
        """Write down what was not as it should be."""
        self.diary.trouble(self.who, what)

    def _page(self, shown: Shown | None, what: str) -> Screen | None:
        if shown is None or isinstance(shown, Screen):
            return shown
        body = shown.body if isinstance(shown, Note) else {}
        return self.trouble(f"'{what}' showed {type(shown).__name__} {words_of(body)[:80]}")


def choices_of(page: Screen) -> Control | None:
    """Return what a page lets one choose from, or None where it asks nothing."""
    return next((c for c in page.controls if c.kind in {"one of", "several of"}), None)


def box_of(page: Screen) -> Control:
    """Return the page's one box for words."""
    (box,) = [control for control in page.controls if control.kind == "text"]
    return box
