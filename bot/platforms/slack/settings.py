"""Slack's own section of the settings, and what each workspace of the directory needs of it."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from config.directory import Workspace
from config.errors import Problem, SettingsError
from config.settings import Section, Settings, each_once, variable

PLATFORM = "slack"


class RegistrationSettings(BaseModel):
    """The secrets of one Slack app. At least one of them must be there."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    signing_secret: SecretStr | None = None
    """Verifies what Slack sends over HTTP."""
    app_token: SecretStr | None = None
    """Opens Socket Mode (`xapp-…`), which needs no public address."""


class SlackSettings(Section):
    """`SLACK_…` in the environment."""

    model_config = SettingsConfigDict(env_prefix="SLACK_")

    registrations: dict[str, RegistrationSettings] = Field(
        default_factory=dict[str, RegistrationSettings]
    )
    """By the directory's name of the registration, lower-cased, `-` written `_`."""
    tokens: dict[str, SecretStr] = Field(default_factory=dict[str, SecretStr])
    """Bot tokens (`xoxb-…`) by the directory's key of the workspace, written likewise."""
    api_url: str = "https://slack.com/api/"
    """Where the Web API is. Slack's own, except with the sandbox."""


@dataclass(frozen=True, slots=True)
class Registration:
    """One Slack app, and the workspaces that it serves by their team id."""

    key: str
    signing_secret: str | None
    app_token: str | None
    teams: Mapping[str, Workspace]


@dataclass(frozen=True, slots=True)
class Access:
    """Everything that Slack needs, found and checked."""

    api_url: str
    loopback: bool
    """Whether the API is on this machine: then no proxy stands between."""
    tokens: Mapping[str, str]
    """By the workspace's key."""
    registrations: tuple[Registration, ...]


def read_access(settings: Settings, workspaces: tuple[Workspace, ...]) -> Access:
    """Read what these workspaces need. Raises SettingsError naming every variable that is
    missing or wrong."""
    problems: list[Problem] = []
    section = settings.section(SlackSettings, problems)
    problems += _address_problems(section.api_url, sandbox=settings.mode == "sandbox")
    tokens: dict[str, str] = {}
    for workspace in workspaces:
        token = section.tokens.get(variable(workspace.key).lower())
        if token is None or not token.get_secret_value().strip():
            problems.append(
                Problem(
                    f"SLACK_TOKENS__{variable(workspace.key)}",
                    f"is missing: the bot token (xoxb-…) of the workspace '{workspace.key}'.",
                )
            )
        else:
            tokens[workspace.key] = token.get_secret_value().strip()
    registrations: list[Registration] = []
    for key in dict.fromkeys(workspace.registration for workspace in workspaces):
        found = section.registrations.get(variable(key).lower(), RegistrationSettings())
        registration = Registration(
            key=key,
            signing_secret=_given(found.signing_secret),
            app_token=_given(found.app_token),
            teams={w.id: w for w in workspaces if w.registration == key},
        )
        if registration.signing_secret is None and registration.app_token is None:
            problems.append(
                Problem(
                    f"SLACK_REGISTRATIONS__{variable(key)}__SIGNING_SECRET",
                    f"is missing: the signing secret of the Slack app '{key}' (or set "
                    f"SLACK_REGISTRATIONS__{variable(key)}__APP_TOKEN for Socket Mode).",
                )
            )
        registrations.append(registration)
    if problems:
        raise SettingsError("The environment", each_once(problems))
    address = section.api_url if section.api_url.endswith("/") else section.api_url + "/"
    return Access(address, _is_loopback(address), tokens, tuple(registrations))


def _given(secret: SecretStr | None) -> str | None:
    value = "" if secret is None else secret.get_secret_value().strip()
    return value or None


def _address_problems(address: str, *, sandbox: bool) -> list[Problem]:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it is what checks it
        scheme, host = parts.scheme, parts.hostname or ""
    except ValueError:
        scheme = host = ""
    local = scheme == "http" and sandbox and _is_loopback(address)
    if host and not any(map(str.isspace, address)) and (scheme == "https" or local):
        return []
    where = "this machine's own http addresses" if sandbox else "nothing but https"
    return [
        Problem(
            "SLACK_API_URL",
            f"must be an https address (leave it out for Slack itself); beside that, "
            f"{'sandbox' if sandbox else 'production'} mode takes {where}.",
        )
    ]


def _is_loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
