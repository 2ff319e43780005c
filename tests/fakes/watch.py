"""A watch that is set by hand, in place of one that never goes back."""


class Watch:
    """Seconds, as a function."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at
