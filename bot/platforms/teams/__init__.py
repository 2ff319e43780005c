"""Microsoft Teams over the Bot Connector REST API: msal, aiohttp and PyJWT, without an SDK."""

from bot.platforms.teams.platform import connect

__all__ = ["connect"]
