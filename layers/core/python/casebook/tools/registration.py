"""What a tool must declare before any agent may use it.

A model chooses tools by their names and descriptions, and providers refuse some names:
https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/implement-tool-use
https://platform.openai.com/docs/api-reference/chat/create
"""

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from casebook.domain.model import Model
from casebook.tools.tool import Cost, Parameters, Tool

AnyTool = Tool[Any, Any]

LONGEST_NAME = 64
LONGEST_DESCRIPTION = 1024
_SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class Misdeclared(Exception):
    """A tool's class is not as a tool must be: a defect of the code, and no user's fault."""


def registered(tools: Iterable[AnyTool]) -> dict[str, AnyTool]:
    """The tools by their names.

    Raises:
        Misdeclared: naming the tool, everything that is wrong with it, and what to do.
    """
    found: dict[str, AnyTool] = {}
    for tool in tools:
        wrong = list(_wrong(tool))
        name = getattr(tool, "name", "")
        if name in found:
            wrong.append(
                f"{type(found[name]).__name__} is named {name!r} too: give one another name"
            )
        if wrong:
            raise Misdeclared(f"{type(tool).__name__} cannot be registered: {'; '.join(wrong)}")
        found[name] = tool
    return found


def _wrong(tool: AnyTool) -> Iterator[str]:
    name, description = getattr(tool, "name", ""), getattr(tool, "description", "")
    if not _SNAKE_CASE.fullmatch(name) or len(name) > LONGEST_NAME:
        yield f"name is {name!r}: set it in snake_case, at most {LONGEST_NAME} characters"
    if not description.strip():
        yield "it has no description: say what it answers and when to use it, for a model"
    elif len(description) > LONGEST_DESCRIPTION:
        yield f"description is {len(description)} characters: at most {LONGEST_DESCRIPTION}"
    if not 0 < tool.timeout_seconds < math.inf:
        yield f"timeout_seconds is {tool.timeout_seconds:g}: set how many seconds it may take"
    if tool.cost not in get_args(Cost):
        yield f"cost is {tool.cost!r}: choose one of {', '.join(get_args(Cost))}"
    yield from _wrong_models(tool)


def _wrong_models(tool: AnyTool) -> Iterator[str]:
    parameters, data = getattr(tool, "parameters", None), getattr(tool, "data", None)
    if not (isinstance(parameters, type) and issubclass(parameters, Parameters)):
        yield "parameters is no subclass of Parameters: declare a model, empty if it takes none"
    else:
        for field, declared in parameters.model_fields.items():
            if not (declared.description or "").strip():
                yield f"parameter {field!r} has no description: give its Field(description=…)"
    if not (isinstance(data, type) and issubclass(data, Model)):
        yield "data is no subclass of Model: declare what a success brings back"
