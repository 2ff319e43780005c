"""Microsoft Teams over the Bot Connector REST API: msal, httpx and PyJWT, without an SDK."""

from bot.platforms.teams.platform import connect

__all__ = ["connect"]
