"""Who may send the console's forms: only its own pages, and only as forms."""

from collections.abc import Mapping
from urllib.parse import urlencode

import httpx
import pytest

from bot.web.forms import MOST_BYTES, MOST_FIELDS
from tests.integration.conftest import Facts, Plant
from tests.integration.web.conftest import CY, WORDS, Desk, asks, console, rows
from tests.integration.web.forms import FORM, Filled, opened, own

ORIGIN = "http://127.0.0.1:8002"
GIVEN = {"by": CY, "words": WORDS, "sure": "yes"}


@pytest.fixture
async def form(desk: Desk, plant: Plant, facts: Facts, browser: httpx.AsyncClient) -> Filled:
    """The form for a private answer."""
    query = await asks(desk, plant, facts)
    return await opened(browser, f"/inbox/{query}/answer")


async def untouched(desk: Desk) -> bool:
    return await rows(desk, "SELECT 1 FROM decisions") == [] and await rows(
        desk, "SELECT answer FROM queries"
    ) == [(None,)]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": ORIGIN},
        {"sec-fetch-site": "same-origin"},
        {"origin": ORIGIN, "sec-fetch-site": "same-origin"},
    ],
)
async def test_its_own_pages_are_believed(
    desk: Desk, form: Filled, headers: Mapping[str, str]
) -> None:
    done = await form.sends(headers, **GIVEN)
    assert done.response.status_code == 303
    assert not await untouched(desk)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "https://127.0.0.1:8002"},
        {"origin": "http://127.0.0.1:8003"},
        {"origin": "http://localhost:8002"},
        {"origin": "http://127.0.0.1:8002.example.org"},
        {"origin": "http://example.org"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": ORIGIN},
        {"sec-fetch-site": "same-origin", "origin": "http://example.org"},
    ],
)
async def test_other_sites_are_refused_even_with_a_token(
    desk: Desk, form: Filled, headers: Mapping[str, str]
) -> None:
    refused = await form.sends(headers, **GIVEN)
    assert refused.response.status_code == 403
    assert "was not sent from a page of the console" in refused.text
    assert await untouched(desk)


@pytest.mark.parametrize("token", ["", "x", "é", "0" * 64])
async def test_without_the_token_nothing_is_done_and_the_words_stay(
    desk: Desk, form: Filled, token: str
) -> None:
    again = await form.sends(**GIVEN, token=token)
    assert again.response.status_code == 422
    assert "Nothing was done yet: please look it over and send it once more." in again.text
    assert (again.values["by"], again.values["words"]) == (CY, WORDS)
    assert await untouched(desk)
    sure = await again.sends()
    assert (await sure.sends(sure="yes")).response.status_code == 303


async def test_a_token_is_good_for_its_own_form_and_process(
    desk: Desk, form: Filled, browser: httpx.AsyncClient
) -> None:
    assert form.action is not None
    other = await opened(browser, form.action.replace("answer", "clarify"))
    assert other.values["token"] != form.values["token"]
    crossed = await form.sends(**GIVEN, token=other.values["token"])
    assert crossed.response.status_code == 422
    started_anew = Desk(desk.database, desk.clock, console(desk.database, desk.clock))
    async with started_anew.client() as later:
        form.browser = later
        again = await form.sends(**GIVEN)
        assert again.response.status_code == 422
        assert "was started anew meanwhile" in again.text
        assert again.values["words"] == WORDS
    assert await untouched(desk)


async def _post(form: Filled, body: bytes, media_type: str) -> httpx.Response:
    assert form.action is not None
    headers = {**own(form.browser), **({"content-type": media_type} if media_type else {})}
    return await form.browser.post(form.action, content=body, headers=headers)


@pytest.mark.parametrize(
    "media_type", ["", "text/plain", "application/json", "multipart/form-data; boundary=x"]
)
async def test_nothing_but_a_form_is_read(desk: Desk, form: Filled, media_type: str) -> None:
    response = await _post(form, urlencode({**form.values, **GIVEN}).encode(), media_type)
    assert response.status_code == 403
    assert "This is no form of the console" in response.text
    assert await untouched(desk)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"words=%ff%fe", "This is no form of the console"),
        (b"words=\xff", "This is no form of the console"),
        (b"&".join(b"a=%d" % n for n in range(MOST_FIELDS + 1)), "This is no form of the console"),
        (b"words=" + b"x" * MOST_BYTES, "This is more than a form of the console holds"),
    ],
)
async def test_a_broken_or_huge_form_is_refused(
    desk: Desk, form: Filled, body: bytes, said: str
) -> None:
    response = await _post(form, body, f"{FORM}; charset=utf-8")
    assert response.status_code == 403
    assert said in response.text
    assert await untouched(desk)


async def test_the_longest_answer_fits_into_a_form(desk: Desk, form: Filled) -> None:
    words = ("\U0001f9f8" * 1990)[:1990] + "\r\nyes"
    done = await form.sends(**{**GIVEN, "words": words})
    assert done.response.status_code == 303
    assert await rows(desk, "SELECT length(answer) FROM queries") == [(1994,)]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_no_other_method_is_taken(form: Filled, method: str) -> None:
    assert form.action is not None
    assert (await form.browser.request(method, form.action)).status_code == 405
