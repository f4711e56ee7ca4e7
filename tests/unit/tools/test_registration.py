"""A tool is registered as it must be, or refused with what to do about it."""

from typing import Any

import pytest
from pydantic import Field

from casebook.tools.registration import Misdeclared, registered
from casebook.tools.tool import Nothing, Parameters
from casebook.wiring import tool_names
from cli.docs.tools import tool_class
from tests.unit.tools.test_registry import Counter


class Undescribed(Parameters):
    pattern: str = ""
    limit: int = Field(1, description="How many.")


def declared(**changes: Any) -> Any:
    """The counter, with some of its declarations changed."""
    return type("Changed", (Counter,), changes)()


@pytest.mark.parametrize("name", tool_names())
def test_every_tool_there_is_can_be_registered_under_the_name_it_has_in_the_wiring(
    name: str,
) -> None:
    kind = tool_class(name)

    assert list(registered([kind.__new__(kind)])) == [name]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "name is '': set it in snake_case"),
        ({"name": "searchLogs"}, "name is 'searchLogs': set it in snake_case"),
        ({"name": "a" * 65}, "at most 64 characters"),
        ({"description": " "}, "it has no description: say what it answers"),
        ({"description": "a" * 1025}, "description is 1025 characters: at most 1024"),
        ({"timeout_seconds": 0}, "timeout_seconds is 0: set how many seconds"),
        ({"timeout_seconds": -1.0}, "timeout_seconds is -1"),
        ({"timeout_seconds": float("inf")}, "timeout_seconds is inf"),
        ({"timeout_seconds": float("nan")}, "timeout_seconds is nan"),
        ({"cost": "dear"}, "cost is 'dear': choose one of free, cheap, metered"),
        ({"parameters": dict}, "parameters is no subclass of Parameters"),
        ({"parameters": Undescribed}, "parameter 'pattern' has no description: give its Field"),
        ({"data": dict}, "data is no subclass of Model"),
    ],
)
def test_a_tool_that_declares_something_wrong_is_refused_by_its_name_with_the_fix(
    changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(Misdeclared) as refused:
        registered([declared(**changes)])

    assert str(refused.value).startswith("Changed cannot be registered: ")
    assert said in str(refused.value)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Misdeclared, match=r"description.*timeout_seconds.*data"):
        registered([declared(description="", timeout_seconds=0, data=None)])


def test_two_tools_of_one_name_are_refused() -> None:
    with pytest.raises(Misdeclared, match="Counter is named 'count' too: give one another name"):
        registered([Counter(), declared()])


def test_a_tool_without_parameters_is_fine() -> None:
    class Plain(Parameters):
        pass

    assert list(registered([declared(name="look", parameters=Plain, data=Nothing)])) == ["look"]
