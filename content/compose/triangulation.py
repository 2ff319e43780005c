"""What is said of a lead's account beside what people say: no blame, and no verdict."""

from collections.abc import Mapping
from types import MappingProxyType

from content.templating import say

_COMPARISONS: Mapping[str, str] = MappingProxyType(
    {
        "alike": "triangulation.alike",
        "account_further": "triangulation.account_further",
        "people_further": "triangulation.people_further",
        "account_alone": "triangulation.account_alone",
        "people_alone": "triangulation.people_alone",
        "neither": "triangulation.neither",
    }
)


def comparison_words(comparison: str) -> str:
    """Return what is said of two sides. Raises KeyError for an unknown comparison."""
    return say(_COMPARISONS[comparison])


def account_words(reached: int, eligible: int) -> str:
    """Return what a lead told."""
    return say("triangulation.account", reached=f"{reached:,}", eligible=f"{eligible:,}")


def people_words(talked_over: int, said: int, eligible: int) -> str:
    """Return what people said, with how many were asked."""
    return say(
        "triangulation.people",
        talked_over=f"{talked_over:,}",
        said=f"{said:,}",
        eligible=f"{eligible:,}",
    )


def self_reported() -> str:
    """Return the sentence that stands wherever practice change is told of."""
    return say("survey_results.self_reported")
