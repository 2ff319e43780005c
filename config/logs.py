"""Logs: one JSON object a line on standard error, without secrets and without what people wrote."""

import logging
import re
import sys
from collections.abc import Callable
from traceback import walk_tb
from typing import Any

import structlog

SECRET_NAMES = re.compile(
    r"token|secret|password|authorization|signature|cookie|private|credential|api_?key",
    re.IGNORECASE,
)
BODY_NAMES = frozenset({"body", "text", "payload", "blocks", "card", "message", "view", "activity"})
_SECRET_VALUES = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|eyJ[\w-]+\.[\w-]+\.[\w-]*|Bearer \S+"
    r"|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"
)
HIDDEN = "[hidden]"
CHATTY = (
    *("slack_bolt", "slack_sdk", "httpx", "httpcore", "uvicorn"),
    *("apscheduler", "procrastinate", "alembic"),
)
"""Libraries that are heard from `WARNING` on only."""


Known = Callable[[BaseException], str | None]
"""Says in a sentence what an error means and what to do; None where it knows nothing of it."""
_FRAMES = 6
"""Places in the code that are told of an error: the innermost ones."""


def configure_logs(level: str, known: Known = lambda _: None) -> None:
    """Send every log record of the process to standard error as JSON. Call once, at start. Errors
    that are `known` are told by its sentence."""

    def told(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
        return _with_error(event, known)

    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        told,
        redact,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel("ERROR" if level == "ERROR" else "WARNING")
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _with_error(event: dict[str, Any], known: Known) -> dict[str, Any]:
    """Tell an error by what it means, or else by its kind and its places in the code: its own
    words, and the lines of a traceback, may hold what somebody wrote."""
    match event.pop("exc_info", None):
        case BaseException() as error:
            pass
        case (_, BaseException() as error, _):
            pass
        case True if (current := sys.exc_info()[1]) is not None:
            error = current
        case _:
            return event
    # Some libraries put the error's words on lines of their own behind what they say.
    event["event"] = str(event["event"]).strip().partition("\n")[0]
    if (words := known(error)) is not None:
        return {**event, "because": words}
    frames = [f"{frame.f_code.co_filename}:{line}" for frame, line in walk_tb(error.__traceback__)]
    return {**event, "error": type(error).__name__, "at": frames[-_FRAMES:]}


def redact(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Hide secrets by name and by look, and bodies by name."""
    return {name: _redacted(name, value) for name, value in event.items()}


def _redacted(name: str, value: Any) -> Any:
    if name in BODY_NAMES or SECRET_NAMES.search(name):
        return HIDDEN
    if isinstance(value, str):
        return _SECRET_VALUES.sub(HIDDEN, value)
    if isinstance(value, dict):
        return {key: _redacted(str(key), inner) for key, inner in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return value
