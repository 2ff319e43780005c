"""When two typed names are one person's."""

import pytest

from config.names import one_line, same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Author", "Ann Author"),
        ("Ann Author", "  ann\u00a0 AUTHOR "),
        ("Siân Rees", "Sia\u0302n Rees"),
        ("Ewa Strauß", "ewa strauss"),
        ("Łucja Źdźbło", "łucja ŹDŹBŁO"),
        ("Łucja Źdźbło", "Lucja Zdzblo"),
        ("Siân Rees", "Sian Rees"),
        ("Anne-Marie O\u2019Neill", "Anne Marie O'Neill"),
        ("Anne\u2011Marie O'Neill", "AnneMarie ONeill"),
        ("Ann J. Author", "Ann J Author"),
        ("Ann Author", "Ann\u200b Au\u00adthor"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize("other", ["Anna Author", "Ann", "A. Author", "", "…"])
def test_two_people(other: str) -> None:
    assert not same_person("Ann Author", other)


def test_a_name_on_one_line() -> None:
    assert one_line(" Sia\u0302n\n Rees\t") == "Siân Rees"
