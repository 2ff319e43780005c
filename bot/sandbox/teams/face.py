"""Teams' side of the sandbox: one face over connector, issuer, token endpoint and people."""

from collections.abc import Mapping, Sequence

import httpx
from starlette.routing import Route

from bot.sandbox.teams.activities import Activities
from bot.sandbox.teams.actor import Actor
from bot.sandbox.teams.arrivals import Arrivals
from bot.sandbox.teams.connector import Connector
from bot.sandbox.teams.forgeries import forgeries
from bot.sandbox.teams.issuer import Issuer
from bot.sandbox.teams.people import PLATFORM, Tenants
from bot.sandbox.teams.reading import buttons
from bot.sandbox.teams.registration import NAME, SCOPE, Registration
from bot.sandbox.teams.sender import Sender
from bot.sandbox.teams.show import body_html
from bot.sandbox.teams.threads import Threads, Where
from bot.sandbox.teams.tokens import TokenEndpoint
from bot.sandbox.teams.writer import Writer
from bot.sandbox.world import (
    Answer,
    Attempt,
    Control,
    Json,
    Note,
    Person,
    Post,
    Screen,
    Shown,
    World,
)
from config.now import Now, system_now

PATIENCE = 3.0
"""How long a person waits for the bot, in seconds. Teams itself waits longer; see Sender."""
ANSWER_PATIENCE = 10.0
"""How long a person who wrote waits for the message that answers, in seconds."""


class TeamsFace:
    """A local Teams over the world's tenants, with one registration, "main"."""

    platform = PLATFORM

    def __init__(
        self,
        world: World,
        *,
        bot_url: str,
        base_url: str,
        now: Now = system_now,
        patience: float = PATIENCE,
        answer_patience: float = ANSWER_PATIENCE,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        base = base_url.rstrip("/")
        self.service_url = f"{base}/teams/"
        self.registration = Registration()
        self.tenants = Tenants(world)
        self.tokens = TokenEndpoint(registration=self.registration, tenants=self.tenants, now=now)
        self.issuer = Issuer(base_url=base, registration=self.registration, now=now)
        self.threads = Threads(self.tenants)
        arrivals = Arrivals()
        self.connector = Connector(
            world, tokens=self.tokens, threads=self.threads, arrivals=arrivals, now=now
        )
        self._world = world
        self._now = now
        self._sender = Sender(bot_url, patience=patience, transport=transport)
        self._activities = Activities(
            registration=self.registration,
            tenants=self.tenants,
            service_url=self.service_url,
            now=now,
        )
        self._actor = Actor(
            world,
            activities=self._activities,
            issuer=self.issuer,
            sender=self._sender,
            tenants=self.tenants,
            threads=self.threads,
        )
        self._writer = Writer(
            activities=self._activities,
            issuer=self.issuer,
            sender=self._sender,
            threads=self.threads,
            arrivals=arrivals,
            patience=answer_patience,
            now=now,
        )

    def routes(self) -> Sequence[Route]:
        """Return the connector and the issuer, for the sandbox's server."""
        return [*self.connector.routes(), *self.issuer.routes()]

    async def start(self) -> None:
        """Start the token endpoint. Idempotent."""
        await self.tokens.server.start()

    async def stop(self) -> None:
        """Stop it and close the connections to the bot. Idempotent."""
        await self._sender.close()
        await self.tokens.server.stop()

    def environ(self) -> Mapping[str, str]:
        """Return the settings with which a bot reaches this Teams; secrets of this run. The
        token endpoint's port is taken with the first call, or by `start`."""
        authority, ca_file = self.tokens.server.prepare()
        registration = f"TEAMS_REGISTRATIONS__{NAME.upper()}__"
        return {
            registration + "APP_ID": self.registration.app_id,
            registration + "APP_SECRET": self.registration.secret,
            registration + "HOME_TENANT": self.registration.home_tenant,
            "TEAMS_AUTHORITY": authority,
            "TEAMS_ISSUER": self.issuer.address,
            "TEAMS_METADATA_URL": self.issuer.metadata_url,
            "TEAMS_TOKEN_SCOPE": SCOPE,
            "TEAMS_SERVICE_URL": self.service_url,
            "TEAMS_CA_FILE": str(ca_file),
        }

    def controls(self, post: Post | Note) -> Sequence[Control]:
        """Return the post's buttons, those behind "…" last. A note has none."""
        return buttons(post.body)

    def html(self, body: Json) -> str:
        """Return an activity, a dialog's card or a note as safe HTML."""
        return body_html(body)

    async def press(self, person: Person, post: Post | Note, control: Control) -> Shown:
        """Press a button of a post or a private message, as this person. Raises KeyError for one
        it does not have."""
        return await self._actor.press(person, post, control)

    async def command(self, person: Person, text: str, channel: str | None = None) -> Answer:
        """Write to the bot, in the chat with it or in a channel by mentioning it; return the
        message that it answers with, in the chat, or Nothing. Raises KeyError for a channel that
        the person is not in."""
        return await self._writer.write(person, text, channel)

    async def home(self, person: Person) -> Answer:
        """Come to the chat with the bot: the first time by adding the app, later by the first
        command of its menu. Return the message that the bot answers with, or Nothing."""
        return await self._writer.home(person)

    async def submit(self, screen: Screen, filled: Mapping[str, Sequence[str]]) -> Shown:
        """Send a dialog. The name of one of its further buttons in `filled` presses that one."""
        return await self._actor.submit(screen, filled)

    async def resend(self, person: Person) -> tuple[bytes, bytes]:
        """Send this person's last request again, byte for byte; return both replies' bodies."""
        return await self._actor.resend(person)

    async def install(self) -> Sequence[int]:
        """Tell the bot that it was installed in every team; return its answers' statuses."""
        return await self._actor.install()

    async def attack(self) -> Sequence[Attempt]:
        """Send every kind of forged and stale request; return what the bot answered."""
        attempts: list[Attempt] = []
        made = forgeries(self._genuine(), issuer=self.issuer, tokens=self.tokens, now=self._now)
        for name, request in made:
            answer = await self._sender.send(request)
            attempts.append(Attempt(name, answer.status))
        return attempts

    def _genuine(self) -> Json:
        """Return a press that the bot would take: of a real post's first button, where there is
        one."""
        tenant = self.tenants.all()[0]
        person = next(self.tenants.people(tenant.key))
        for post in self._world.posts:
            pressable = buttons(post.body) if post.workspace == tenant.key else []
            if pressable:
                where, reply_to, value = self.threads.of(post), post.id, pressable[0].value
                break
        else:
            where, reply_to, value = Where(tenant, self.tenants.teams(tenant)[0].id), "0", ""
        data = {"action": value, "msteams": {"type": "task/fetch"}}
        return self._activities.invoke(
            person, where, name="task/fetch", value={"data": data}, reply_to=reply_to
        )
