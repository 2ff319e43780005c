"""Logs: one JSON object a line on standard error, without secrets and without what people wrote."""

import logging
import re
import sys
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


def configure_logs(level: str) -> None:
    """Send every log record of the process to standard error as JSON. Call once, at start."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
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
    for chatty in ("slack_bolt", "slack_sdk", "httpx", "httpcore", "apscheduler", "procrastinate"):
        logging.getLogger(chatty).setLevel("ERROR" if level == "ERROR" else "WARNING")
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


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
