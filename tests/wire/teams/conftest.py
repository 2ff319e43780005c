"""The stand-ins, started for each test; keys and certificates are made once."""

import ssl
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.platforms.teams.keys import SigningKeys
from tests.fakes.clock import FakeClock
from tests.wire.teams.entra import TokenEndpoint, authority
from tests.wire.teams.issuer import Issuer, rsa_key
from tests.wire.teams.server import StandIn, connector
from tests.wire.teams.standin import House, PocketNotebook, Rig, build, environment, web


@pytest.fixture(scope="session")
def issuer_keys() -> tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey]:
    return rsa_key(), rsa_key()


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def issuer(issuer_keys: tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey]) -> Issuer:
    return Issuer({"one": issuer_keys[0]})


@pytest.fixture
async def rig(
    issuer: Issuer,
    tls: tuple[ssl.SSLContext, Path],
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncGenerator[Rig]:
    context, ca_file = tls
    house, notebook = House(), PocketNotebook()
    async with StandIn(connector) as service, TokenEndpoint(context) as tokens:
        environ = environment(service.address, tokens.origin, ca_file)
        teams = build(environ, house, notebook, clock)
        # The issuer is asked in memory: its own server would only carry the same bytes.
        keys: SigningKeys = teams._keys
        monkeypatch.setattr(keys, "_fetch", issuer.fetch)
        await teams.start()
        async with web(teams) as client:
            yield Rig(teams, house, notebook, issuer, clock, service, tokens, client)
        await teams.stop()
