"""How `sevenbot` starts, and `python -m bot`.

Nearly all that a process imports stays in it to its end. Python looks through it for garbage again
and again meanwhile, which took a sixth of the time until a command began.
"""

import gc


def main() -> None:
    """Import the command line, and run it."""
    gc.disable()
    from bot.cli import main as command_line  # noqa: PLC0415 - now that nobody looks for garbage

    gc.freeze()
    gc.enable()
    command_line()


if __name__ == "__main__":
    main()
