"""docs/tools.md: every tool there is, as it declares itself, and one that is written out."""

import importlib
import inspect
from typing import Any

from pydantic.fields import FieldInfo

from casebook.tools.metering import UNKNOWN
from casebook.tools.registration import AnyTool
from casebook.tools.tool import Tool
from casebook.wiring import agent_tools, tool_names
from cli.docs.text import block, fill, table
from local.paths import ROOT

_TEMPLATE = ROOT / "cli" / "docs" / "templates" / "tools.md"
EXAMPLE = ROOT / "docs" / "examples" / "count_log_lines.py"


def page(generated: str) -> str:
    """docs/tools.md."""
    tools = [tool_class(name) for name in tool_names()]
    return fill(
        _TEMPLATE.read_text(),
        {
            "generated": generated,
            "tools": _tools(tools),
            "parameters": _parameters(tools),
            "agents": _agents(),
            "example": block(EXAMPLE.read_text().rstrip(), "python"),
            "unknown": f"Names that no tool has are counted as `{UNKNOWN}`.",
        },
    )


def tool_class(name: str) -> type[AnyTool]:
    """The class of a tool: the one Tool that `casebook/tools/<name>.py` declares."""
    module = importlib.import_module(f"casebook.tools.{name}")
    (found,) = (
        each
        for each in vars(module).values()
        if inspect.isclass(each) and issubclass(each, Tool) and each.__module__ == module.__name__
    )
    return found


def _tools(tools: list[type[AnyTool]]) -> str:
    return table(
        ["tool", "what for", "needs", "costs", "seconds at most"],
        (
            [
                f"`{each.name}`",
                each.description,
                f"`{each.connection}`" if each.connection else "",
                each.cost,
                f"{each.timeout_seconds:g}",
            ]
            for each in tools
        ),
    )


def _parameters(tools: list[type[AnyTool]]) -> str:
    return table(
        ["tool", "parameter", "if not given", "what"],
        (
            [f"`{each.name}`", f"`{name}`", _default(field), field.description or ""]
            for each in tools
            for name, field in each.parameters.model_fields.items()
        ),
    )


def _default(field: FieldInfo) -> str:
    default: Any = field.get_default(call_default_factory=True)
    if field.is_required():
        return "it must be given"
    return "all" if default in (None, (), "", {}) else f"`{default}`"


def _agents() -> str:
    rows = agent_tools().items()
    return table(
        ["agent", "tools by default"],
        ([f"`{agent}`", ", ".join(f"`{each}`" for each in tools)] for agent, tools in rows),
    )
