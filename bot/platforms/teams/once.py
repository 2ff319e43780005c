"""What was seen already, as far back as anybody repeats it."""

_REMEMBERED = 5000


class Once:
    """Remembers keys; of too many the oldest are forgotten."""

    def __init__(self) -> None:
        self._seen: dict[str, None] = {}

    def first(self, key: str) -> bool:
        """Tell whether this is the first time, and remember it."""
        if key in self._seen:
            return False
        if len(self._seen) >= _REMEMBERED:
            del self._seen[next(iter(self._seen))]
        self._seen[key] = None
        return True

    def forget(self, key: str) -> None:
        """Let the key be a first one again."""
        self._seen.pop(key, None)
