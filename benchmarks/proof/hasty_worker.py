"""`sevenbot work`, but that Slack's limits are lifted: the rest is what the Procfile starts.

`python -m benchmarks.proof.hasty_worker`, in a process of its own.
"""

from bot import opening
from bot.app import build_app
from bot.commands.common import run
from bot.platforms.base import Connect, Platform
from bot.platforms.discovery import load_platform
from bot.platforms.limits import Limits
from bot.processes import Part, Running, settle, stop_signals
from config.logs import configure_logs
from config.settings import Settings, process_environ

NO_LIMIT = Limits(per_channel=(), per_workspace=())


def unlimited(name: str) -> Connect:
    """Return how a platform is connected whose limits no delivery ever meets."""
    connect = load_platform(name)

    def connected(**given: object) -> Platform:
        platform = connect(**given)  # pyright: ignore[reportArgumentType] - passed on as they are
        platform.limits = NO_LIMIT
        return platform

    return connected  # pyright: ignore[reportReturnType]


async def main() -> None:
    """Work until the process is told to stop."""
    stop = stop_signals()
    settings = Settings.load(process_environ())
    configure_logs(settings.log_level)
    with opening.database_address(settings) as address:
        running = Running(build_app(settings, address, platforms=unlimited), {Part.WORKER})
        await running.start()
        try:
            settle()
            await running.until_stopped(stop)
        finally:
            await running.stop()


if __name__ == "__main__":
    run(main())
