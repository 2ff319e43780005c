"""The Teams section of the environment, and what production refuses."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.platforms.teams.settings import PLATFORM, CertificateFile, configure, unsafe_address
from config.directory import Directory, Workspace
from config.errors import SettingsError
from config.settings import Settings
from tests.wire.teams.names import DIRECTORY, HOME, WORKSPACE

WHOLE = {
    "TEAMS_REGISTRATIONS__MAIN__APP_ID": "app",
    "TEAMS_REGISTRATIONS__MAIN__APP_SECRET": "s3cret",
    "TEAMS_REGISTRATIONS__MAIN__HOME_TENANT": HOME,
}


def refused(environ: dict[str, str], directory: Directory = DIRECTORY) -> SettingsError:
    with pytest.raises(SettingsError) as error:
        configure(Settings.load(environ), directory)
    return error.value


def names(error: SettingsError) -> list[str]:
    return [problem.where for problem in error.problems]


def test_production_speaks_to_the_public_cloud() -> None:
    configuration = configure(Settings.load(WHOLE), DIRECTORY)
    assert not configuration.sandbox
    assert configuration.addresses.issuer == "https://api.botframework.com"
    registration = configuration.registrations["main"]
    assert registration.credential == SecretStr("s3cret")
    assert "s3cret" not in repr(configuration)


def test_a_directory_without_teams_needs_no_secrets() -> None:
    slack = Workspace(key="n", platform="slack", id="T1", agency="north")
    directory = DIRECTORY.model_copy(update={"workspaces": (slack,)})
    assert configure(Settings.load({}), directory).registrations == {}
    assert PLATFORM == "teams"


@pytest.mark.parametrize("part", ["APP_ID", "APP_SECRET", "HOME_TENANT"])
def test_a_missing_variable_is_named(part: str) -> None:
    name = f"TEAMS_REGISTRATIONS__MAIN__{part}"
    error = refused({key: value for key, value in WHOLE.items() if key != name})
    assert names(error) == [name]
    assert "s3cret" not in str(error)


def test_every_variable_of_a_missing_registration_is_named() -> None:
    workspace = WORKSPACE.model_copy(update={"registration": "north-west"})
    directory = DIRECTORY.model_copy(update={"workspaces": (workspace,)})
    error = refused(WHOLE, directory)
    assert names(error) == [
        f"TEAMS_REGISTRATIONS__NORTH_WEST__{part}"
        for part in ("APP_ID", "HOME_TENANT", "APP_SECRET")
    ]
    renamed = {key.replace("MAIN", "NORTH_WEST"): value for key, value in WHOLE.items()}
    assert set(configure(Settings.load(renamed), directory).registrations) == {"north-west"}


def test_a_certificate_needs_its_thumbprint() -> None:
    environ = WHOLE | {"TEAMS_REGISTRATIONS__MAIN__CERTIFICATE_FILE": "bot.pem"}
    assert names(refused(environ)) == ["TEAMS_REGISTRATIONS__MAIN__CERTIFICATE_THUMBPRINT"]
    environ["TEAMS_REGISTRATIONS__MAIN__CERTIFICATE_THUMBPRINT"] = "AB"
    credential = configure(Settings.load(environ), DIRECTORY).registrations["main"].credential
    assert credential == CertificateFile(Path("bot.pem"), "AB")


@pytest.mark.parametrize("tenant", ["common", "Organizations", "consumers"])
def test_a_home_tenant_is_one_tenant(tenant: str) -> None:
    environ = WHOLE | {"TEAMS_REGISTRATIONS__MAIN__HOME_TENANT": tenant}
    assert names(refused(environ)) == ["TEAMS_REGISTRATIONS__MAIN__HOME_TENANT"]


def test_everything_wrong_is_named_at_once() -> None:
    error = refused(
        {
            "TEAMS_REGISTRATIONS__MAIN__APP_ID": " ",
            "TEAMS_REGISTRATIONS__MAIN__APP_SECRETE": "s3cret",
            "TEAMS_REGISTRATIONS__MAIN__HOME_TENANT": "common",
            "TEAMS_ISSUER": "http://login.example",
        }
    )
    assert set(names(error)) == {
        "TEAMS_REGISTRATIONS__MAIN__APP_ID",
        "TEAMS_REGISTRATIONS__MAIN__APP_SECRET",
        "TEAMS_REGISTRATIONS__MAIN__APP_SECRETE",
        "TEAMS_REGISTRATIONS__MAIN__HOME_TENANT",
        "TEAMS_ISSUER",
    }
    assert len(set(names(error))) == len(names(error))
    assert "s3cret" not in str(error)


@pytest.mark.parametrize(
    "name",
    ["TEAMS_REGISTRATIONS", "TEAMS_REGISTRATIONS__MAIN", "TEAMS_REGISTRATIONS__MAIN__APP_ID__X"],
)
@pytest.mark.parametrize("value", ["notjson", "{}", "[" * 100_000, "s3\0cret", "\udcff"])
def test_a_group_that_is_no_group_is_named(name: str, value: str) -> None:
    error = refused({name: value})
    assert {name, name.removesuffix("__X")} & set(names(error))
    assert "s3" not in str(error)


def test_a_misspelt_part_is_named() -> None:
    environ = WHOLE | {"TEAMS_REGISTRATIONS__MAIN__APP_SECRETE": "x"}
    assert "TEAMS_REGISTRATIONS__MAIN__APP_SECRETE" in names(refused(environ))


LOOPBACK = (
    "https://localhost/x",
    "https://LOCALHOST./x",
    "https://bot.localhost/",
    "https://127.0.0.1:8443",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
)


@pytest.mark.parametrize("name", ["AUTHORITY", "ISSUER", "METADATA_URL", "SERVICE_URL"])
@pytest.mark.parametrize("address", [*LOOPBACK, "http://login.example/"])
def test_production_refuses_what_only_a_sandbox_may(name: str, address: str) -> None:
    environ = WHOLE | {f"TEAMS_{name}": address}
    assert names(refused(environ)) == [f"TEAMS_{name}"]
    configure(Settings.load(environ | {"SEVENBOT_MODE": "sandbox"}), DIRECTORY)


def test_production_refuses_a_certificate_authority_of_ones_own() -> None:
    environ = WHOLE | {"TEAMS_CA_FILE": "ca.pem"}
    assert names(refused(environ)) == ["TEAMS_CA_FILE"]
    configure(Settings.load(environ | {"SEVENBOT_MODE": "sandbox"}), DIRECTORY)


@pytest.mark.parametrize(
    "address", ["", "login.example", "ftp://x.example", "https://", "https://u:p@x.example/",
                "https://x.example:port/", "https://[x/", "https://x..example/",
                "https://x.example../", f"https://{'x' * 64}.example/", "https://[fe80::1%25eth0]/"]
)  # fmt: skip
def test_what_is_no_address_is_never_used(address: str) -> None:
    assert unsafe_address(address, sandbox=True) is not None
    assert unsafe_address(address, sandbox=False) is not None


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1\x7f",
        "127。0。0。1",
        "%31%32%37.0.0.1",
        "x.example\\",
        "①27.0.0.1",
        "x.example\u200b",
    ],
)
def test_a_host_that_libraries_read_differently_is_never_called(host: str) -> None:
    assert unsafe_address(f"https://{host}/", sandbox=True) is not None
    assert unsafe_address(f"https://{host}/", sandbox=False) is not None


@pytest.mark.parametrize(
    "address",
    [
        "https://login.microsoftonline.us",
        "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        "https://8.8.8.8/",
        "https://[2001:db8::1]/",
    ],
)
def test_other_clouds_are_a_matter_of_settings(address: str) -> None:
    assert unsafe_address(address, sandbox=False) is None
