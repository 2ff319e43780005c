"""A browser without script: it opens a form, fills it in and sends it as browsers do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

import httpx

FORM = "application/x-www-form-urlencoded"


class _Fields(HTMLParser):
    """Reads the one form of a page: where it goes, and what stands in its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.action: str | None = None
        self.values: dict[str, str] = {}
        self.names: list[str] = []
        self._area: str | None = None
        self._select = ""
        self._option: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self.action = given["action"]
            case "input":
                self.values[given["name"]] = given["value"]
            case "textarea":
                self._area = given["name"]
                self.values[self._area] = ""
            case "select":
                self._select = given["name"]
                self.values[self._select] = ""
            case "option":
                self._option = "" if "selected" not in given else "selected"
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            self.values[self._area] = self.values[self._area].removeprefix("\n")
            self._area = None
        if tag == "option":
            self._option = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.values[self._area] += data
        elif self._option is not None:
            self.names.append(data)
            if self._option:
                self.values[self._select] = data


@dataclass
class Filled:
    """A page with a form on it, or without."""

    browser: httpx.AsyncClient
    response: httpx.Response
    values: dict[str, str] = field(default_factory=dict[str, str])
    names: list[str] = field(default_factory=list[str])
    action: str | None = None

    @property
    def text(self) -> str:
        """Return the page, its white space evened out."""
        return " ".join(self.response.text.split())

    async def sends(self, headers: Mapping[str, str] | None = None, **changed: str) -> "Filled":
        """Send the form with these values changed. `headers`: what the browser says of where it
        comes from, if not from this page."""
        assert self.action is not None, self.response.text
        body = urlencode(self.values | changed)
        said = own(self.browser) if headers is None else headers
        response = await self.browser.post(
            self.action, content=body, headers={"content-type": FORM, **said}
        )
        return read(self.browser, response)

    async def follows(self) -> "Filled":
        """Go where the answer leads."""
        assert self.response.status_code == 303
        return await opened(self.browser, self.response.headers["location"])


def own(browser: httpx.AsyncClient) -> Mapping[str, str]:
    """Return what a browser says of a form on a page of the console's."""
    return {"origin": str(browser.base_url).rstrip("/"), "sec-fetch-site": "same-origin"}


def read(browser: httpx.AsyncClient, response: httpx.Response) -> Filled:
    """Read a page's form."""
    fields = _Fields()
    fields.feed(response.text)
    return Filled(browser, response, fields.values, fields.names[1:], fields.action)


async def opened(browser: httpx.AsyncClient, path: str) -> Filled:
    """Open a page."""
    return read(browser, await browser.get(path))
