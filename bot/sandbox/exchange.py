"""What the page's script is given and what it may ask."""

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.sandbox.rendering import environment

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def html(name: str, **values: object) -> Response:
    """Return a template, filled in, that may load nothing from elsewhere."""
    rendered = environment().get_template(name).render(**values)
    headers = {
        "Content-Security-Policy": _POLICY,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HTMLResponse(rendered, headers=headers)


async def given(request: Request) -> FormData:
    """Return the form of a request that the page's own script made. Another site cannot send
    the header without asking first, and nothing here says yes."""
    if request.headers.get("x-sandbox-page") != "1":
        raise HTTPException(403, "Only the sandbox's own page may do that.")
    return await request.form()


def word(form: FormData, name: str) -> str:
    """Return one field's words; empty where it was not sent."""
    value = form.get(name)
    return value if isinstance(value, str) else ""
