"""How the connector refuses: the status, the error's word, and a sentence."""

import math

from starlette.responses import JSONResponse

MAX_BYTES = 100 * 1024
"""A message as UTF-16. Source: "Format your bot messages", about 100 KB."""


class ConnectorError(Exception):
    """A refused call. `after` is for Retry-After, in seconds."""

    def __init__(self, status: int, code: str, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.after = after

    def response(self) -> JSONResponse:
        """Return it as the connector puts it."""
        headers: dict[str, str] = {}
        if self.status == 401:  # noqa: PLR2004 - HTTP's own number
            headers["WWW-Authenticate"] = "Bearer"
        if self.after is not None:
            headers["Retry-After"] = str(max(1, math.ceil(self.after)))
        body = {"error": {"code": self.code, "message": self.message}}
        return JSONResponse(body, self.status, headers=headers)


def bad_syntax(message: str) -> ConnectorError:
    """Say that the call is malformed, and where."""
    return ConnectorError(400, "BadSyntax", message)


def not_found(message: str = "Conversation not found.") -> ConnectorError:
    """Say that there is no such conversation."""
    return ConnectorError(404, "ConversationNotFound", message)


def throttled(after: float) -> ConnectorError:
    """Say that the bot is too fast."""
    return ConnectorError(429, "Throttled", "Too many requests.", after)
