"""What the environment says about Microsoft Teams, and the checks that have no off switch."""

import ipaddress
import re
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from config.directory import Directory, Workspace
from config.errors import Problem, SettingsError
from config.settings import Section, Settings, each_once, variable

PLATFORM = "teams"
_PREFIX = "TEAMS_"
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}")
"""Names that all libraries read alike: one that drops or translates a character would call another
host than the one that was checked."""


class RegistrationSettings(BaseModel):
    """One bot registration as the environment gives it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    app_id: str | None = None
    app_secret: SecretStr | None = None
    certificate_file: Path | None = None
    """PEM with the private key of a certificate that was uploaded to the registration."""
    certificate_thumbprint: str | None = None
    """The SHA-1 thumbprint that the registration shows beside that certificate."""
    home_tenant: str | None = None
    """The tenant in which the app was registered: tokens always come from there."""


class TeamsSettings(Section):
    """The Teams section. The defaults are those of the public cloud; the US Government and China
    clouds have other addresses (docs/platforms/teams.md lists them)."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX)

    registrations: dict[str, RegistrationSettings] = Field(
        default_factory=dict[str, RegistrationSettings]
    )
    authority: str = "https://login.microsoftonline.com"
    issuer: str = "https://api.botframework.com"
    metadata_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    token_scope: str = "https://api.botframework.com/.default"  # noqa: S105 - an address
    service_url: str = "https://smba.trafficmanager.net/teams/"
    """Where a tenant is served until its first verified activity has told us."""
    ca_file: Path | None = None
    """The certificate authority of the sandbox's token endpoint. Sandbox mode only."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration that is whole: its credential is a secret or a certificate's key file."""

    key: str
    app_id: str
    home_tenant: str
    credential: "SecretStr | CertificateFile"


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """A private key in a PEM file, and the thumbprint under which Entra ID knows it."""

    file: Path
    thumbprint: str


@dataclass(frozen=True, slots=True)
class TeamsConfiguration:
    """Everything checked: what the rest of this folder is built from."""

    addresses: TeamsSettings
    registrations: Mapping[str, Registration]
    """By the directory's name of the registration."""
    workspaces: tuple[Workspace, ...]
    sandbox: bool


def configure(settings: Settings, directory: Directory) -> TeamsConfiguration:
    """Read and check the section against the directory. Raises SettingsError that names every
    missing or unsafe variable."""
    problems: list[Problem] = []
    section = settings.section(TeamsSettings, problems)
    sandbox = settings.mode == "sandbox"
    workspaces = directory.workspaces_on(PLATFORM)
    problems += _unsafe(section, sandbox=sandbox)
    registrations: dict[str, Registration] = {}
    for key in dict.fromkeys(workspace.registration for workspace in workspaces):
        found = _registration(key, section)
        if isinstance(found, Registration):
            registrations[key] = found
        else:
            problems.extend(found)
    if problems:
        raise SettingsError("The Teams section of the environment", each_once(problems))
    return TeamsConfiguration(section, registrations, workspaces, sandbox)


def _registration(key: str, section: TeamsSettings) -> "Registration | list[Problem]":
    name = variable(key)
    where = f"{_PREFIX}REGISTRATIONS__{name}__"
    given = section.registrations.get(name.lower(), RegistrationSettings())
    problems = [
        Problem(where + part, f"It is missing, and the directory's registration '{key}' needs it.")
        for part, value in (("APP_ID", given.app_id), ("HOME_TENANT", given.home_tenant))
        if value is None
    ]
    if given.home_tenant and given.home_tenant.lower() in {"common", "organizations", "consumers"}:
        what = "A bot's token comes from one tenant: give the id of the tenant of its registration."
        problems.append(Problem(where + "HOME_TENANT", what))
    credential: SecretStr | CertificateFile | None = given.app_secret
    if given.certificate_file is not None:
        if given.certificate_thumbprint is None:
            what = "It is missing; the registration shows it beside the certificate."
            problems.append(Problem(where + "CERTIFICATE_THUMBPRINT", what))
        credential = CertificateFile(given.certificate_file, given.certificate_thumbprint or "")
    if credential is None:
        what = "It is missing; give the secret, or a certificate with CERTIFICATE_FILE."
        problems.append(Problem(where + "APP_SECRET", what))
    if problems or credential is None or given.app_id is None or given.home_tenant is None:
        return problems
    return Registration(key, given.app_id, given.home_tenant, credential)


def _unsafe(section: TeamsSettings, *, sandbox: bool) -> Iterable[Problem]:
    if section.ca_file is not None and not sandbox:
        what = "A certificate authority of one's own is for the sandbox; unset it."
        yield Problem(_PREFIX + "CA_FILE", what)
    for name in ("authority", "issuer", "metadata_url", "service_url"):
        if (what := unsafe_address(getattr(section, name), sandbox=sandbox)) is not None:
            yield Problem(_PREFIX + name.upper(), what)


@lru_cache(maxsize=256)
def unsafe_address(address: str, *, sandbox: bool) -> str | None:
    """Return why the address must not be used, or None. Outside the sandbox it is https and does
    not lead to this machine itself. Remembered, since every activity names the same few."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removesuffix(".")
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return "This is not an address."
    odd = parts.username is not None or not address.isascii() or not address.isprintable()
    known = parts.scheme in {"http", "https"} and _is_host(host)
    if not known or odd or " " in address:
        return "This is not an address that starts with https:// and a host."
    if sandbox:
        return None
    if parts.scheme != "https":
        return "It must start with https://."
    if _is_this_machine(host):
        return "It leads to this machine itself, which only the sandbox may do."
    return None


def _is_host(host: str) -> bool:
    if _HOST.fullmatch(host):
        return True
    try:
        return ipaddress.IPv6Address(host).scope_id is None
    except ValueError:
        return False


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        # Resolvers also take 127.1, 0x7f000001 and 2130706433 for an IPv4 address.
        address = ipaddress.ip_address(socket.inet_aton(host))
    except OSError:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any(a.is_loopback or a.is_unspecified for a in (address, mapped or address))
