"""The issuer's keys: fetched once for many, changed, missing, and never a stranger's."""

import asyncio
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.platforms.teams.keys import FETCHES, SigningKeys
from tests.fakes.clock import FakeClock
from tests.wire.teams.issuer import Issuer, rsa_key
from tests.wire.teams.names import METADATA
from tests.wire.teams.pressing import fetch
from tests.wire.teams.standin import Rig


async def test_the_issuer_may_change_its_key(
    rig: Rig, issuer_keys: tuple[rsa.RSAPrivateKey, rsa.RSAPrivateKey]
) -> None:
    old = rig.bearer()
    assert (await rig.send(fetch(rig), authorization=old)).status_code == 200
    rig.issuer.keys["two"] = issuer_keys[1]
    rig.issuer.signing = "two"
    assert (await rig.send(fetch(rig))).status_code == 200
    assert rig.issuer.fetches == 2
    assert (await rig.send(fetch(rig), authorization=old)).status_code == 200
    del rig.issuer.keys["one"]
    rig.clock.advance(timedelta(minutes=2))
    unknown = "Bearer " + rig.issuer.sign({}, kid="three")
    assert (await rig.send(fetch(rig), authorization=unknown)).status_code == 401
    assert (await rig.send(fetch(rig), authorization=old)).status_code == 401


async def test_invented_key_ids_start_no_storm(rig: Rig) -> None:
    for serial in range(20):
        forged = "Bearer " + rig.issuer.sign({}, kid=f"made-up-{serial}")
        assert (await rig.send(fetch(rig), authorization=forged)).status_code == 401
    assert rig.issuer.fetches == FETCHES
    assert (await rig.send(fetch(rig))).status_code == 200
    rig.clock.advance(timedelta(minutes=1))
    forged = "Bearer " + rig.issuer.sign({}, kid="made-up")
    await rig.send(fetch(rig), authorization=forged)
    assert rig.issuer.fetches == FETCHES + 1


async def test_many_requests_at_once_share_one_fetch(rig: Rig) -> None:
    rig.issuer.gate = asyncio.Event()
    sending = [asyncio.create_task(rig.send(fetch(rig))) for _ in range(10)]
    await asyncio.sleep(0.05)
    rig.issuer.gate.set()
    answers = await asyncio.gather(*sending)
    assert {answer.status_code for answer in answers} == {200}
    assert rig.issuer.fetches == 1


async def test_a_slow_issuer_holds_up_nobody_whose_key_is_known(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await rig.send(fetch(rig))).status_code == 200
    rig.issuer.gate = asyncio.Event()
    forged = asyncio.create_task(
        rig.send(fetch(rig), authorization="Bearer " + rig.issuer.sign({}, kid="made-up"))
    )
    await asyncio.sleep(0.02)
    async with asyncio.timeout(1):
        assert (await rig.send(fetch(rig))).status_code == 200
        assert (await rig.send(fetch(rig), registration="none")).status_code == 404
    assert not forged.done()
    rig.issuer.gate.set()
    assert (await forged).status_code == 401
    monkeypatch.setattr("bot.platforms.teams.keys.TIMEOUT", 0.02)
    rig.issuer.gate = asyncio.Event()
    assert (
        await rig.send(fetch(rig), authorization="Bearer " + rig.issuer.sign({}, kid="made-up"))
    ).status_code == 401


async def test_old_keys_serve_on_when_the_issuer_is_down(rig: Rig) -> None:
    assert (await rig.send(fetch(rig))).status_code == 200
    rig.issuer.down = True
    rig.clock.advance(timedelta(days=2))
    assert (await rig.send(fetch(rig))).status_code == 200  # asked for beside the request
    await asyncio.sleep(0)
    rig.clock.advance(timedelta(days=5))
    assert (await rig.send(fetch(rig))).status_code == 200  # waited for, and in vain
    assert rig.issuer.fetches == 3


async def test_without_any_key_nobody_comes_in_until_the_issuer_is_back(rig: Rig) -> None:
    rig.issuer.down = True
    assert (await rig.send(fetch(rig))).status_code == 401
    rig.issuer.down = False
    assert (await rig.send(fetch(rig))).status_code == 200


async def test_stopping_gives_up_a_fetch_under_way(rig: Rig) -> None:
    rig.issuer.gate = asyncio.Event()
    sending = asyncio.create_task(rig.send(fetch(rig)))
    await asyncio.sleep(0.02)
    await rig.teams.stop()
    with pytest.raises(asyncio.CancelledError):
        await sending


async def test_unusable_keys_are_left_out(issuer: Issuer, clock: FakeClock) -> None:
    usable = issuer.jwk("one")
    issuer.extra = [
        {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"},
        {"kty": "RSA", "kid": "halved", "n": "AQAB"},
        {"kty": "RSA"},
        usable | {"kid": "for-encryption", "use": "enc"},
        usable | {"kid": "not-base64", "n": "\u00fc\u00fc"},
        usable | {"kid": "numbers", "n": 5},
        Issuer({"small": rsa_key(1024)}).jwk("small"),
    ]
    keys = SigningKeys(METADATA, issuer.fetch, clock.now, sandbox=True)
    assert await keys.find("one") is not None
    for entry in issuer.extra:
        assert keys.known(entry.get("kid", "")) is None


@pytest.mark.parametrize("uri", ["http://127.0.0.1/keys", "http://issuer.example/keys", "keys"])
async def test_keys_are_fetched_from_a_safe_address_only(
    issuer: Issuer, clock: FakeClock, uri: str
) -> None:
    issuer.jwks_uri = uri
    keys = SigningKeys(METADATA, issuer.fetch, clock.now, sandbox=False)
    assert await keys.find("one") is None


async def test_an_empty_set_of_keys_replaces_nothing(issuer: Issuer, clock: FakeClock) -> None:
    keys = SigningKeys(METADATA, issuer.fetch, clock.now, sandbox=True)
    assert await keys.find("one") is not None
    issuer.keys = {}
    assert await keys.find("gone") is None
    assert await keys.find("one") is not None
