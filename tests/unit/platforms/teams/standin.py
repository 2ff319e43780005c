"""What stands in for Microsoft in these tests: an issuer with its own keys, a connector on loopback
that keeps what it is sent, and a token endpoint over TLS. Written by hand."""

import asyncio
import base64
import json
import ssl
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID

import httpx
import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from starlette.applications import Starlette

from bot.platforms.base import Inbound
from bot.platforms.teams.platform import Teams, connect
from config.directory import Agency, Channel, Directory, Sector, Workspace
from config.settings import Settings
from content.message import Message, Plain, Text
from handlers.events import EngagementEvent
from handlers.interaction import Command, Interaction, PrivateNote, Reply, Respondent
from tests.fakes.clock import FakeClock

Json = dict[str, Any]

DELIVERY = UUID("5e7e9b07-0000-4000-8000-000000000001")
APP_ID = "0a000000-0000-4000-8000-000000000001"
HOME = "0b000000-0000-4000-8000-000000000002"
TENANT = "0c000000-0000-4000-8000-00000000000C"
OTHER_TENANT = "0d000000-0000-4000-8000-000000000004"
CHANNEL = "19:north@thread.tacv2"
PERSON = "0e000000-0000-4000-8000-000000000005"
ISSUER = "http://127.0.0.1:9/issuer"
METADATA = ISSUER + "/.well-known/openidconfiguration"

WORKSPACE = Workspace(key="north-teams", platform="teams", id=TENANT, agency="north")
DIRECTORY = Directory(
    partnership="Northshire",
    agencies=(Agency(key="north", name="North", sector=Sector.POLICE, head_count=20),),
    workspaces=(WORKSPACE,),
    channels=(Channel(key="all", agency="north", workspace="north-teams", id=CHANNEL, name="All"),),
)


# --- the issuer ---------------------------------------------------------------------------


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@dataclass
class Issuer:
    """Publishes keys and signs with one of them. `down` makes every fetch fail; `gate` holds
    it up."""

    keys: dict[str, rsa.RSAPrivateKey]
    signing: str = "one"
    endorsements: tuple[str, ...] = ("msteams", "skype")
    down: bool = False
    gate: asyncio.Event | None = None
    fetches: int = 0
    jwks_uri: str = ISSUER + "/keys"
    extra: list[Json] = field(default_factory=list)

    async def fetch(self, address: str) -> bytes:
        if address == METADATA:
            self.fetches += 1
            if self.gate is not None:
                await self.gate.wait()
            if self.down:
                raise httpx.ConnectError("no issuer")
            return json.dumps({"issuer": ISSUER, "jwks_uri": self.jwks_uri}).encode()
        return json.dumps(self.jwks()).encode()

    def jwks(self) -> Json:
        return {"keys": [*self.extra, *(self.jwk(kid) for kid in self.keys)]}

    def jwk(self, kid: str) -> Json:
        numbers = self.keys[kid].public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": kid,
            "n": number(numbers.n),
            "e": number(numbers.e),
            "endorsements": list(self.endorsements),
        }

    def claims(self, clock: FakeClock, service_url: str, **changes: Any) -> Json:
        at = int(clock.now().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": APP_ID,
            "nbf": at,
            "exp": at + 3600,
            "serviceurl": service_url,
        } | changes
        return {name: value for name, value in claims.items() if value is not None}

    def sign(self, claims: Json, *, kid: str | None = None) -> str:
        headers = {"kid": kid or self.signing}
        return jwt.encode(claims, self.keys[self.signing], algorithm="RS256", headers=headers)


def number(value: int) -> str:
    raw = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


# --- a connector on loopback --------------------------------------------------------------


@dataclass
class Call:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    raw: bytes


@dataclass
class Answer:
    """`cut`: the connection is closed after the request was read. `hold`: no answer until then."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    raw: bytes | None = None


class StandIn:
    """An HTTP/1.1 server that gives scripted answers, else the default one."""

    def __init__(
        self, default: Callable[[Call], Answer], tls: ssl.SSLContext | None = None
    ) -> None:
        self.calls: list[Call] = []
        self.script: deque[Answer] = deque()
        self._default = default
        self._tls = tls
        self.address = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        port = self._server.sockets[0].getsockname()[1]
        self.address = f"{'https' if self._tls else 'http'}://127.0.0.1:{port}/teams/"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @property
    def origin(self) -> str:
        return self.address.removesuffix("/teams/")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._one(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = head[0].split(" ")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        raw = await reader.readexactly(int(headers.get("content-length", "0")))
        parts = urlsplit(target)
        form = "urlencoded" in headers.get("content-type", "")
        body: Any = None
        if raw:
            body = dict(parse_qsl(raw.decode())) if form else json.loads(raw)
        call = Call(method, unquote(parts.path), dict(parse_qsl(parts.query)), headers, body, raw)
        self.calls.append(call)
        answer = self.script.popleft() if self.script else self._default(call)
        if answer.cut:
            writer.transport.abort()
            return
        content = answer.raw if answer.raw is not None else json.dumps(answer.body).encode()
        lines = [
            f"HTTP/1.1 {answer.status} X",
            f"Content-Length: {len(content)}",
            "Connection: close",
            *(f"{name}: {value}" for name, value in answer.headers.items()),
        ]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + content)
        await writer.drain()


def connector(call: Call) -> Answer:
    """The default answers of a connector in a good mood."""
    if call.method == "POST" and call.path.endswith("/v3/conversations"):
        if call.body["isGroup"]:
            channel = call.body["channelData"]["channel"]["id"]
            return Answer(201, {"id": f"{channel};messageid=171", "activityId": "171"})
        return Answer(201, {"id": "a:chat"})
    if call.method == "POST":
        return Answer(201, {"id": "172"})
    if call.path.endswith("/pagedmembers"):
        return Answer(200, {"members": [member()]})
    if "/members/" in call.path:
        return Answer(200, member())
    return Answer(200, {"id": "171"})


def member(**changes: Any) -> Json:
    base = {
        "id": "29:person",
        "aadObjectId": PERSON,
        "userPrincipalName": "pat@north.example",
        "tenantId": TENANT.lower(),
        "userRole": "user",
    } | changes
    return {name: value for name, value in base.items() if value is not None}


def refusal(status: int, code: str, **headers: str) -> Answer:
    """An error as the connector words it."""
    return Answer(status, {"error": {"code": code, "message": "words"}}, headers)


# --- a token endpoint ---------------------------------------------------------------------


def authority(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate authority and a server certificate for 127.0.0.1."""
    ca_key = ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime.now(UTC) - timedelta(days=1)
    ca_public = x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key())
    ca = (
        x509.CertificateBuilder(ca_name, ca_name, ca_key.public_key(), 1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(ca_public, critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    leaf = (
        x509.CertificateBuilder(ca_name, name, key.public_key(), 2)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=9))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(ca_public),
            critical=False,
        )
        .sign(ca_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    ca_file, chain = folder / "ca.pem", folder / "server.pem"
    ca_file.write_bytes(ca.public_bytes(pem))
    plain_key = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain.write_bytes(leaf.public_bytes(pem) + plain_key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context, ca_file


class TokenEndpoint(StandIn):
    """Entra ID's: discovery, and tokens numbered in their order."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        super().__init__(self._entra, tls)
        self.issued = 0
        self.lifetime = 3600

    @property
    def token_calls(self) -> list[Call]:
        return [call for call in self.calls if call.path.endswith("/token")]

    def _entra(self, call: Call) -> Answer:
        here = f"{self.origin}/{call.path.split('/')[1]}/oauth2/v2.0"
        if call.path.endswith("openid-configuration"):
            endpoints = {
                "authorization_endpoint": here + "/authorize",
                "token_endpoint": here + "/token",
                "issuer": here,
            }
            return Answer(200, endpoints)
        self.issued += 1
        token = {
            "access_token": f"token-{self.issued}",
            "token_type": "Bearer",
            "expires_in": self.lifetime,
        }
        return Answer(200, token)


# --- the platform, wired to them ----------------------------------------------------------


class PocketNotebook:
    """A notebook in memory that counts what is written."""

    def __init__(self) -> None:
        self.pages: dict[str, dict[str, str]] = {}
        self.writes = 0

    async def read(self, workspace: str) -> Mapping[str, str]:
        return self.pages.get(workspace, {})

    async def write(self, workspace: str, entries: Mapping[str, str]) -> None:
        self.writes += 1
        self.pages.setdefault(workspace, {}).update(entries)


NOTE = PrivateNote(Message("Thank you.", (Text((Plain("Thank you."),)),)))


@dataclass
class House:
    """What stands behind the platform: keeps what it was told, gives the reply it is set to."""

    reply: Reply = NOTE
    known: set[str] = field(default_factory=lambda: {PERSON})
    handled: list[Interaction] = field(default_factory=list)
    events: list[EngagementEvent] = field(default_factory=list)
    answer: Message = NOTE.message
    """What it says to a command, and on a person's own page."""
    obeyed: list[Command] = field(default_factory=list)
    visited: list[Respondent] = field(default_factory=list)

    def inbound(self) -> Inbound:
        return Inbound(
            handle=self._handle,
            shown=self._shown,
            known=self._known,
            obey=self._obey,
            home=self._home,
        )

    async def _obey(self, command: Command) -> Message:
        self.obeyed.append(command)
        return self.answer

    async def _home(self, respondent: Respondent) -> Message:
        self.visited.append(respondent)
        return self.answer

    async def _handle(self, interaction: Interaction) -> Reply:
        self.handled.append(interaction)
        return self.reply

    async def _shown(self, event: EngagementEvent) -> None:
        self.events.append(event)

    async def _known(self, workspace: str, account: str) -> bool:
        return workspace == WORKSPACE.key and account in self.known


@dataclass
class Rig:
    """All of it together."""

    teams: Teams
    house: House
    notebook: PocketNotebook
    issuer: Issuer
    clock: FakeClock
    connector: StandIn
    tokens: TokenEndpoint
    web: httpx.AsyncClient

    def activity(self, **changes: Any) -> Json:
        base: Json = {
            "type": "invoke",
            "id": "f:1",
            "name": "task/fetch",
            "channelId": "msteams",
            "serviceUrl": self.connector.address,
            "from": {"id": "29:person", "name": "Pat", "aadObjectId": PERSON},
            "recipient": {"id": f"28:{APP_ID}", "name": "Sevenbot"},
            "conversation": {
                "id": f"{CHANNEL};messageid=171",
                "conversationType": "channel",
                "tenantId": TENANT,
            },
            "channelData": {
                "tenant": {"id": TENANT},
                "channel": {"id": CHANNEL},
                "team": {"id": "19:team@thread.tacv2"},
            },
        } | changes
        return {name: value for name, value in base.items() if value is not None}

    def bearer(self, **changes: Any) -> str:
        return "Bearer " + self.issuer.sign(
            self.issuer.claims(self.clock, self.connector.address, **changes)
        )

    async def send(
        self,
        activity: Json | bytes,
        *,
        authorization: str | None = None,
        registration: str = "main",
    ) -> httpx.Response:
        content = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        headers = {"Authorization": self.bearer() if authorization is None else authorization}
        return await self.web.post(
            f"/teams/{registration}/messages", content=content, headers=headers
        )


def environment(service: str, authority_url: str, ca_file: Path) -> dict[str, str]:
    return {
        "SEVENBOT_MODE": "sandbox",
        "TEAMS_REGISTRATIONS__MAIN__APP_ID": APP_ID,
        "TEAMS_REGISTRATIONS__MAIN__APP_SECRET": "s3cret",
        "TEAMS_REGISTRATIONS__MAIN__HOME_TENANT": HOME,
        "TEAMS_AUTHORITY": authority_url,
        "TEAMS_ISSUER": ISSUER,
        "TEAMS_METADATA_URL": METADATA,
        "TEAMS_SERVICE_URL": service,
        "TEAMS_CA_FILE": str(ca_file),
    }


def build(
    environ: dict[str, str], house: House, notebook: PocketNotebook, clock: FakeClock
) -> Teams:
    return connect(
        settings=Settings.load(environ),
        directory=DIRECTORY,
        inbound=house.inbound(),
        notebook=notebook,
        now=clock.now,
    )


def web(teams: Teams) -> httpx.AsyncClient:
    app = Starlette(routes=list(teams.routes()))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://bot.example")


Fetching = Callable[[str], Awaitable[bytes]]
