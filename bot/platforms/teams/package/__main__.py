"""`python -m bot.platforms.teams.package`: write the Teams app package of one registration."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.platforms.teams.package.build import Particulars, package
from config.errors import InputError


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the package and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.platforms.teams.package",
        description="Write the app package that an administrator uploads to a Teams tenant.",
    )
    parser.add_argument("--app-id", required=True, help="application (client) id")
    parser.add_argument("--partnership", required=True, help="whose app it is")
    parser.add_argument("--website", required=True, help="address of a page about it")
    parser.add_argument("--privacy", required=True, help="address of the privacy notice")
    parser.add_argument("--terms", required=True, help="address of the terms of use")
    parser.add_argument("--version", default="1.0.0", help="of the package (1.0.0)")
    parser.add_argument("--out", type=Path, default=Path("sevenbot-teams.zip"))
    given = vars(parser.parse_args(arguments))
    out: Path = given.pop("out")
    try:
        out.write_bytes(package(Particulars(**given)))
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    except OSError as error:
        sys.stderr.write(f"{out} cannot be written: {error.strerror}.\n")
        return 1
    sys.stdout.write(f"Written: {out}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
