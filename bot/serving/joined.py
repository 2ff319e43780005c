"""Answers in one piece.

uvicorn writes the head of an answer and its body apart, and each would be a call of the system's
and a waking of whoever listens. Here what is written in one turn of the event loop goes together.
"""

import asyncio

MOST_JOINED = 64 * 1024
"""Bytes of an answer that wait for the rest of it."""


class Joined:
    """What uvicorn writes to. All but writing and closing is the transport's own."""

    def __init__(self, transport: asyncio.Transport) -> None:
        """Stand before this transport, in the running loop."""
        self._transport = transport
        self._call_soon = asyncio.get_running_loop().call_soon
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Send it at the end of this turn, or at once where it is much."""
        if not self._parts:
            self._call_soon(self._flush)
        self._parts.append(data)
        self._size += len(data)
        if self._size > MOST_JOINED:
            self._flush()

    def close(self) -> None:
        """Send what waits, and end the connection."""
        self._flush()
        self._transport.close()

    def __getattr__(self, name: str) -> object:
        """Return what is the transport's."""
        return getattr(self._transport, name)

    def _flush(self) -> None:
        if self._parts:
            parts, self._parts, self._size = self._parts, [], 0
            if not self._transport.is_closing():  # or it was cut meanwhile
                self._transport.write(b"".join(parts))
