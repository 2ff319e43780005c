"""The bot's app registration as the sandbox knows it: fresh for every run."""

import secrets
from dataclasses import dataclass, field
from uuid import uuid4

NAME = "main"
"""The registration's key in the directory and in the bot's inbound address."""

SCOPE = "https://api.botframework.com/.default"
"""What a bot asks a token for. Source: "Authentication with the Bot Connector API"."""

CONNECTOR_AUDIENCE = "https://api.botframework.com"
"""The audience of the tokens that the connector takes from bots."""


@dataclass(frozen=True, slots=True)
class Registration:
    """An app id with its secret, at home in one tenant. The secret stays out of `repr`."""

    app_id: str = field(default_factory=lambda: str(uuid4()))
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    home_tenant: str = field(default_factory=lambda: str(uuid4()))
    name: str = "Sevenbot"

    @property
    def bot_id(self) -> str:
        """Return the bot's account as Teams writes it."""
        return f"28:{self.app_id}"
