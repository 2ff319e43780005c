"""Whom the directory names in a role. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.directory import Agency, Directory, PersonRole
from handlers.ports import Role

_ROLE_OF = {
    PersonRole.COORDINATOR: Role.COORDINATOR,
    PersonRole.APPROVER: Role.APPROVER,
    PersonRole.SCRUTINEER: Role.SCRUTINEER,
    PersonRole.ADMINISTRATOR: Role.ADMINISTRATOR,
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """One account in one role."""

    workspace: str
    account: str
    role: Role
    agency: str | None
    """The key of the agency that it is for; None: the whole partnership."""


def appointments(directory: Directory) -> Iterator[Appointment]:
    """Yield every role that the directory gives: leads and deputies by agency, then the
    partnership's."""
    for agency in directory.agencies:
        for role, accounts in ((Role.LEAD, agency.leads), (Role.DEPUTY, agency.deputies)):
            for each in accounts:
                yield Appointment(each.workspace, each.account, role, agency.key)
    for person in directory.people:
        for held in person.roles:
            yield Appointment(person.workspace, person.account, _ROLE_OF[held], None)


def appointments_of(directory: Directory, workspace: str, account: str) -> Sequence[Appointment]:
    """Return the roles of one account."""
    return [
        it for it in appointments(directory) if (it.workspace, it.account) == (workspace, account)
    ]


def agencies_led(directory: Directory, workspace: str, account: str) -> Sequence[Agency]:
    """Return the agencies whose lead or deputy the account is, in the order of their keys."""
    keys = {it.agency for it in appointments_of(directory, workspace, account) if it.agency}
    return [directory.agency(key) for key in sorted(keys)]


def names_of(directory: Directory, workspace: str, account: str) -> Sequence[str]:
    """Return the names under which the directory lets the account decide."""
    return [
        person.name
        for person in directory.people
        if (person.workspace, person.account) == (workspace, account) and person.name
    ]
