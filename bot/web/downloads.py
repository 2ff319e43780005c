"""Downloads: what a signed link leads to.

Opening the link shows a page with one button, and only the button gives the file: programs that
look at links for a preview press no buttons.
"""

from collections.abc import Mapping
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.desks.links import LinkKind, Links, Source
from config.errors import NotFound
from content.days import in_london
from content.templating import say

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
    "cache-control": "no-store",
}

_STYLE = (
    "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1.5rem;"
    "color:#15292b;background:#fff}button{font:inherit;padding:.6rem 1.2rem;border:0;"
    "border-radius:.4rem;background:#1d5c63;color:#fff}button:focus-visible{outline:3px solid"
    " #c2410c;outline-offset:2px}@media(prefers-color-scheme:dark){:root{color-scheme:dark}"
    "body{color:#e8ecf1;background:#14191f}button{background:#8cc8de;color:#10202a}}"
)


WHAT = {
    LinkKind.RECORD: "download.record",
    LinkKind.RECORD_DATA: "download.record_data",
    LinkKind.PACK: "download.pack",
}


def downloads(links: Links, sources: Mapping[LinkKind, Source]) -> Route:
    """Return the one route that all links lead to."""

    async def serve(request: Request) -> Response:
        try:
            kind, subject, expires = links.read(request.path_params["token"])
            if request.method != "POST":
                until = say("download.until", when=in_london(expires))
                return _page(say(WHAT[kind]), until, button=True)
            made = await sources[kind](subject)
        except NotFound as error:
            return _page(str(error), "", button=False, status=NotFound.status)
        disposition = {"content-disposition": f'attachment; filename="{made.name}"'}
        return Response(made.body, media_type=made.media_type, headers=HEADERS | disposition)

    return Route("/download/{token}", serve, methods=["GET", "POST"])


def _page(what: str, until: str, *, button: bool, status: int = 200) -> Response:
    title, heading = say("download.title"), say("download.heading" if button else "download.cannot")
    pressed = escape(say("download.button"))
    form = f"<form method=post><button>{pressed}</button></form>" if button else ""
    return HTMLResponse(
        "<!doctype html><html lang=en-GB><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f"<main><h1>{escape(heading)}</h1>"
        f"<p>{escape(what)}</p>{form}<p>{escape(until)}</p></main></html>",
        status,
        headers=HEADERS,
    )
