"""The whole system on one machine, with the sandbox in place of Slack and Teams."""

from bot.demo.show import Demo

__all__ = ["Demo"]
