"""The sandbox's one Jinja environment: everything is escaped unless it is already safe HTML."""

from functools import cache

from jinja2 import ChainableUndefined, Environment, PackageLoader


@cache
def environment() -> Environment:
    """Return the environment over `bot/sandbox/templates`."""
    return Environment(
        loader=PackageLoader("bot.sandbox"),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
