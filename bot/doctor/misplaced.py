"""What in a directory holds together by itself and yet cannot be: an id that its platform would
never give, and a lead whose account is in somebody else's workspace."""

from collections.abc import Callable, Iterator, Mapping

from bot.platforms.shapes import Shape, Shapes
from config.complaints import shown
from config.directory import Agency, Directory
from config.errors import Problem
from config.located import Location

_Where = Callable[[Location], str]
_Kind = Callable[[Shapes], Shape]


def misplaced(
    directory: Directory, where: _Where, shapes: Mapping[str, Shapes]
) -> Iterator[Problem]:
    """Yield each problem with its line (`where`). `shapes` are those of every platform by its
    name."""
    for location, platform, kind, given in _ids(directory):
        wanted = kind(shapes[platform])
        if wanted.fits(given):
            continue
        others = [kind(other) for name, other in shapes.items() if name != platform]
        looks = next((f" It looks like {o.words}." for o in others if o.fits(given)), "")
        what = f"'{shown(given)}' is not {wanted.words}; correct it, or the workspace.{looks}"
        yield Problem(where(location), what)
    yield from _strangers(directory, where)


def _ids(directory: Directory) -> Iterator[tuple[Location, str, _Kind, str]]:
    """Yield each id: where it stands, its platform, what it is of, and the id itself."""
    platforms = {workspace.key: workspace.platform for workspace in directory.workspaces}
    for i, workspace in enumerate(directory.workspaces):
        yield ("workspaces", i, "id"), workspace.platform, lambda s: s.workspace, workspace.id
    for i, channel in enumerate(directory.channels):
        platform = platforms[channel.workspace]
        yield ("channels", i, "id"), platform, lambda s: s.channel, channel.id
    for location, _, workspace, account in _leads(directory):
        platform = platforms[workspace]
        yield (*location, "account"), platform, lambda s: s.account, account
    for i, person in enumerate(directory.people):
        platform = platforms[person.workspace]
        yield ("people", i, "account"), platform, lambda s: s.account, person.account


def _leads(directory: Directory) -> Iterator[tuple[Location, Agency, str, str]]:
    """Yield each lead and deputy: where they stand, of which agency, workspace and account."""
    for i, agency in enumerate(directory.agencies):
        for group in ("leads", "deputies"):
            for j, account in enumerate(getattr(agency, group)):
                yield ("agencies", i, group, j), agency, account.workspace, account.account


def _strangers(directory: Directory, where: _Where) -> Iterator[Problem]:
    """Find leads and deputies in a workspace where their agency has no place: it is neither the
    agency's own nor one in which it has a channel."""
    places = {(workspace.agency, workspace.key) for workspace in directory.workspaces}
    places |= {(channel.agency, channel.workspace) for channel in directory.channels}
    for location, agency, workspace, account in _leads(directory):
        if (agency.key, workspace) not in places:
            owner = directory.agency(directory.workspace(workspace).agency).name
            yield Problem(
                where((*location, "workspace")),
                f"'{shown(account)}' leads {agency.name}, and '{workspace}' is a workspace of"
                f" {owner} in which {agency.name} has no channel; correct one of them.",
            )
