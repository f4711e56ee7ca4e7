"""Every fault that llmock can inject, and what the chain makes of it at each provider.

`test_matrix.py` holds each cell against the real SDKs; docs/models.md shows the table. To write the
table there: `python -m tests.models.matrix`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from llmock.pytest_plugin import LLMock
from llmock.scenarios import Reply

from tests.models.world import PROVIDERS

PAGE = Path(__file__).parents[2] / "docs" / "models.md"
BEGIN, END = "<!-- faults: begin -->", "<!-- faults: end -->"
SILENCE = 1.0
TOO_SLOW = 1.6


@dataclass(frozen=True)
class Fault:
    """`outcomes` are those of the attempts at the provider, in order; the standby answers when the
    last is not `answered`. `withdrawn`: something was said and taken back. `stop` is why the answer
    that stands ended.

    `spends` requests are answered first. `silence` is the provider's limit, in seconds.

    `warned` are the warnings that llmock's verdict may have, for the reason `why`; an error it may
    never have.
    """

    name: str
    inject: Callable[[LLMock], object]
    outcomes: tuple[str, ...] = ("answered",)
    withdrawn: bool = False
    stop: str = "finished"
    warned: frozenset[str] = frozenset()
    why: str = ""
    spends: int = 0
    silence: float = 10.0


def _says(reason: str) -> Callable[[LLMock], object]:
    return lambda server: server.add(Reply(text="Half of", finish_reason=reason))


def _breaks_a_call(server: LLMock) -> object:
    return server.call_tool("search_logs", {"pattern": "ERROR"}).disconnect(after_chunks=4)


NOTHING: frozenset[str] = frozenset()
GAVE_UP = frozenset({"gave_up"})

FAULTS = (
    Fault("none", lambda server: server),
    Fault(
        "429 with Retry-After",
        lambda server: server.rate_limit(retry_after=0.3),
        ("rate-limited", "answered"),
    ),
    Fault(
        "429, to come back in a minute",
        lambda server: server.rate_limit(retry_after=60),
        ("rate-limited",),
        warned=GAVE_UP,
        why="the next provider answers sooner",
    ),
    Fault(
        "quota of one request a minute, used up",
        lambda server: server.limits(rpm=1),
        ("rate-limited",),
        spends=1,
        warned=GAVE_UP,
        why="the next provider answers sooner",
    ),
    Fault("500", lambda server: server.fail(500), ("unavailable", "answered")),
    Fault("502", lambda server: server.fail(502), ("unavailable", "answered")),
    Fault(
        "503 with Retry-After",
        lambda server: server.fail(503, retry_after=0.3),
        ("unavailable", "answered"),
    ),
    Fault("504", lambda server: server.fail(504, retry_after=0.1), ("unavailable", "answered")),
    Fault(
        "529 overloaded",
        lambda server: server.fail(529, retry_after=0.1),
        ("unavailable", "answered"),
    ),
    Fault("408", lambda server: server.fail(408), ("timed-out", "answered")),
    Fault(
        "outage",
        lambda server: server.fail(503, times=None, retry_after=0.1),
        ("unavailable", "unavailable", "unavailable"),
    ),
    Fault("401", lambda server: server.fail(401), ("bad-key",)),
    Fault("403", lambda server: server.fail(403), ("bad-key",)),
    Fault("404", lambda server: server.fail(404), ("unknown-model",)),
    Fault("400", lambda server: server.fail(400), ("bad-request",)),
    Fault("422", lambda server: server.fail(422), ("bad-request",)),
    Fault(
        "prompt too long",
        lambda server: server.context_overflow(),
        ("context-too-long", "answered"),
    ),
    Fault(
        "a slow answer",
        lambda server: server.delay(TOO_SLOW),
        ("timed-out", "answered"),
        silence=SILENCE,
    ),
    Fault(
        "a slow first token",
        lambda server: server.slow_first_token(TOO_SLOW),
        ("timed-out", "answered"),
        silence=SILENCE,
    ),
    Fault(
        "a stream that hangs",
        lambda server: server.stall(after_chunks=4, seconds=TOO_SLOW),
        ("timed-out", "answered"),
        silence=SILENCE,
        withdrawn=True,
    ),
    Fault(
        "connection dropped before the first chunk",
        lambda server: server.disconnect(after_chunks=0),
        ("unavailable", "answered"),
    ),
    Fault(
        "connection dropped in the answer",
        lambda server: server.disconnect(after_chunks=4),
        ("cut-off", "answered"),
        withdrawn=True,
    ),
    Fault(
        "connection dropped in a tool call",
        _breaks_a_call,
        ("cut-off", "answered"),
    ),
    Fault(
        "a stream that ends early, without a reason",
        lambda server: server.truncate(after_chunks=4),
        ("cut-off", "answered"),
        withdrawn=True,
    ),
    Fault(
        "a stream that ends before it began",
        lambda server: server.truncate(after_chunks=0),
        ("cut-off", "answered"),
    ),
    Fault(
        "a broken chunk",
        # Slowly, so that the client leaves before the answer is over, and llmock sees it.
        lambda server: server.pace(20).corrupt(after_chunks=4),
        ("cut-off", "answered"),
        withdrawn=True,
    ),
    Fault("a content filter", _says("content_filter"), ("content-filtered",), withdrawn=True),
    Fault("the limit of tokens", _says("length"), stop="length"),
    Fault("a tool call", lambda server: server.call_tool("search_logs"), stop="tool-use"),
    Fault(
        "a tool call whose arguments are no JSON",
        lambda server: server.call_tool("search_logs").break_tool_call("malformed_arguments"),
        stop="tool-use",
    ),
    Fault(
        "a call of a tool that was not offered",
        lambda server: server.call_tool("search_logs").break_tool_call("unknown_tool"),
        stop="tool-use",
    ),
)


def table() -> str:
    """The matrix as Markdown: each provider's column says what the test holds it against."""
    lines = [
        f"| fault | {' | '.join(PROVIDERS)} | llmock's verdict |",
        "|---" * (len(PROVIDERS) + 2) + "|",
    ]
    for fault in FAULTS:
        verdict = f"passed; warns {', '.join(sorted(fault.warned))}: {fault.why}"
        cells = [fault.name, *[_cell(fault)] * len(PROVIDERS), verdict if fault.why else "passed"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(fault: Fault) -> str:
    outcomes = fault.outcomes
    failed = [outcome for outcome in outcomes if outcome != "answered"]
    if not failed:
        return "answered" if fault.stop == "finished" else f"answered: {fault.stop}"
    times = f" ×{len(failed)}" if len(failed) > 1 else ""
    withdrawn = ", withdrawn" if fault.withdrawn else ""
    then = "tried again" if outcomes[-1] == "answered" else "next provider"
    return f"{failed[0]}{times}{withdrawn}, {then}"


def page() -> str:
    """docs/models.md with the table as it is now."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page())
