"""What somebody sees of what a face shows."""

import json

from bot.sandbox.world import Control, Json, Note, Post, Screen, Shown


def page(shown: Shown) -> Screen:
    """Return the page that was shown; anything else is a failure."""
    assert isinstance(shown, Screen), shown
    return shown


def note(shown: Shown) -> str:
    """Return the words that only this person got: Slack says them beside the post, Teams in a
    dialog that asks for nothing."""
    if isinstance(shown, Screen):
        assert shown.submit is None, shown
        assert not shown.controls
    else:
        assert isinstance(shown, Note), shown
    return wire(shown.body)


def control(screen: Screen, *kinds: str) -> Control:
    """Return the page's one control of these kinds."""
    (found,) = [control for control in screen.controls if control.kind in kinds]
    return found


def asks(screen: Screen) -> bool:
    """Tell whether the page asks a question."""
    return any(control.kind in {"one of", "several of"} for control in screen.controls)


def wire(body: Json) -> str:
    """Return everything that stands in a body, as one text."""
    return json.dumps(body, ensure_ascii=False)


def came_as(post: Post) -> str:
    """Return everything that stood in a post when it came: it may have been changed since."""
    return wire((post.earlier or [post.body])[0])
