"""What Casebook adds to a model's SDK: to each delta, to a call, to a cold start, to imports.

Both sides read the same stream of the same server in turns, in one run; pairs of deltas of the same
place are compared. A delta is timed from the provider's socket to whoever waits for it: with the
bare SDK the loop that reads it, with Casebook the socket of the client's connection, through the
chain, the agent's loop and the text's stream.
"""

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest.mock import patch

from casebook.adapters.aws import Aws, Credentials
from casebook.adapters.push import ApiGatewayPost
from casebook.agents.with_model.fencing import Fence
from casebook.agents.with_model.loop import Course, Loop, Text
from casebook.budget.policy import BudgetPolicy
from casebook.budget.spending import Spending
from casebook.chat.text import POST_FLOOR_SECONDS, TextStreamer
from casebook.domain.budget import Spender
from casebook.models.chain import Chain
from casebook.models.port import TextDelta
from casebook.models.transcript import Transcript, UserMessage
from casebook.settings import Settings
from casebook.streams import Push, Stream
from casebook.wiring import SystemClock
from local.memory.connections import MemoryConnectionStore
from local.memory.event_log import MemoryEventLog
from local.memory.ledger import MemoryLedger
from tests.bench.imports import ENVIRONMENT, LAYERS, PROJECT, PYTHON
from tests.models.world import chain_of

SDKS = ("anthropic", "openai")
_ROUNDS = 3
_FAST_ROUNDS = 5
_COLD_ROUNDS = 3
_QUESTION = Transcript("You are on call.", (UserMessage("Why is the shop slow?"),))
MEDIAN_TARGET, P95_TARGET = 2.0, 5.0

Milliseconds = list[float]


@dataclass(frozen=True)
class Provider:
    """The server of provider.py."""

    url: str

    def base(self, sdk: str, pace: str) -> str:
        """The address that the SDK is given."""
        return f"{self.url}/{pace}{'/v1' if sdk == 'openai' else ''}"

    def arrivals(self) -> list[tuple[int, int]]:
        with urllib.request.urlopen(f"{self.url}/arrivals") as answer:
            return [(sent, came) for sent, came in json.load(answer)]


@contextmanager
def provider() -> Iterator[Provider]:
    command = [sys.executable, "-m", "tests.bench.provider"]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Provider(f"http://127.0.0.1:{int(process.stdout.readline())}")
    finally:
        process.terminate()
        process.wait()


# ── every delta ──


def overhead() -> dict[str, Any]:
    """By SDK: milliseconds that a delta takes with it alone and with Casebook, and what Casebook
    adds to each; then the same as deployed, where posts keep their floor; then processor time."""
    with provider() as server:
        return {sdk: _overhead(sdk, server) for sdk in SDKS}


def _overhead(sdk: str, server: Provider) -> dict[str, Any]:
    bare, ours, floored = list[float](), list[float](), list[float]()
    read, chain = _reader(sdk, server.base(sdk, "paced")), _chain(sdk, server.base(sdk, "paced"))
    for measured in (False, *[True] * _ROUNDS):  # the first connects, and is not counted
        theirs, through = _timed(read), _posted(chain, server, 0.0)
        if measured:
            bare += theirs
            ours += through
    floored += _posted(chain, server, POST_FLOOR_SECONDS)
    added = [one - other for one, other in zip(ours, bare, strict=True)]
    return {
        "bareSdkMs": _spread(bare),
        "casebookMs": _spread(ours),
        "addedMs": _spread(added),
        "targets": {"median": MEDIAN_TARGET, "p95": P95_TARGET},
        "withPostFloorMs": _spread(floored),
        "processor": _processor(sdk, server),
    }


def _timed(read: Callable[[], Iterator[str]]) -> Milliseconds:
    """From the provider's socket to the loop that reads the SDK."""
    return [(time.monotonic_ns() - int(text)) / 1e6 for text in read() if text.strip()]


def _posted(chain: Chain, server: Provider, floor: float) -> Milliseconds:
    """From the provider's socket to the client's, through everything that a turn has."""
    clock = SystemClock()
    connections = MemoryConnectionStore(clock)
    connections.subscribe("c1", "ses_1", clock.now() + timedelta(hours=1))
    aws = Aws("us-east-1", Credentials("k", "s"), server.url)
    push = Push(connections, ApiGatewayPost(aws, f"{server.url}/live"))
    stream = Stream(MemoryEventLog(clock), push, "ses_1")
    spender = Spender(stream="ses_1", project="shop", workload_id="wkl_1", user="ann")
    spending = Spending(MemoryLedger(), BudgetPolicy(Settings()), clock, spender)
    loop = Loop(chain, _NoTools(), spending, lambda: Course.GO_ON, Fence())
    with (
        redirect_stdout(StringIO()),  # the metrics
        patch("casebook.chat.text.POST_FLOOR_SECONDS", floor),
        TextStreamer(stream, "msg_1", "agent", 1) as text,
    ):
        for said in loop.run(_QUESTION):
            if isinstance(said, Text):
                text.write(said.text)
    return [(came - sent) / 1e6 for sent, came in sorted(server.arrivals())]


class _NoTools:
    def gather(self, *calls: Any) -> list[Any]:
        raise AssertionError("the provider calls no tool")


# ── a call ──


def _processor(sdk: str, server: Provider) -> dict[str, float]:
    """Of this process, for a call whose deltas come as fast as they can; and how long the first
    delta of a call takes. The best of several rounds, in turns."""
    base = server.base(sdk, "fast")
    read, chain = _reader(sdk, base), _chain(sdk, base)
    bare, ours = list[tuple[float, float, int]](), list[tuple[float, float, int]]()
    for _ in range(_FAST_ROUNDS):
        bare.append(_call(read))
        ours.append(_call(lambda: _heard(chain)))
    (theirs, their_first), (mine, my_first) = map(_best, (bare, ours))
    return {
        "bareSdkMicrosecondsADelta": round(theirs, 1),
        "casebookMicrosecondsADelta": round(mine, 1),
        "ratio": round(mine / theirs, 2),
        "bareSdkFirstDeltaMs": round(their_first, 2),
        "casebookFirstDeltaMs": round(my_first, 2),
        "addedToACallMs": round(my_first - their_first, 2),
    }


def _call(read: Callable[[], Iterator[str]]) -> tuple[float, float, int]:
    """Processor seconds, seconds to the first delta, and deltas."""
    spent, began = time.process_time(), time.monotonic()
    first, deltas = 0.0, 0
    for _ in read():
        first = first or time.monotonic() - began
        deltas += 1
    return time.process_time() - spent, first, deltas


def _best(rounds: list[tuple[float, float, int]]) -> tuple[float, float]:
    """Microseconds a delta, and milliseconds to the first."""
    spent = min(seconds / deltas for seconds, _, deltas in rounds)
    return spent * 1e6, min(first for _, first, _ in rounds) * 1e3


def _heard(chain: Chain) -> Iterator[str]:
    return (each.text for each in chain.stream(_QUESTION, 60) if isinstance(each, TextDelta))


def _chain(sdk: str, base: str) -> Chain:
    return chain_of({"provider": sdk, "secret": "key", "baseUrl": base, "model": "m"})


def _reader(sdk: str, base: str) -> Callable[[], Iterator[str]]:
    """The SDK by itself, as its makers' examples use it."""
    asked = [{"role": "user", "content": "Why is the shop slow?"}]
    if sdk == "anthropic":
        from anthropic import Anthropic

        claude = Anthropic(api_key="k", base_url=base)

        def read_claude() -> Iterator[str]:
            events = claude.messages.create(
                model="m",
                max_tokens=1024,
                messages=asked,
                stream=True,  # type: ignore[arg-type]
            )
            return (e.delta.text for e in events if e.type == "content_block_delta")  # type: ignore[union-attr]

        return read_claude
    from openai import OpenAI

    gpt = OpenAI(api_key="k", base_url=base)

    def read_gpt() -> Iterator[str]:
        chunks = gpt.chat.completions.create(model="m", messages=asked, stream=True)  # type: ignore[call-overload]
        return (c.choices[0].delta.content or "" for c in chunks if c.choices)

    return read_gpt


def _spread(values: Milliseconds) -> dict[str, float]:
    hundredths = statistics.quantiles(values, n=100)
    return {"median": round(statistics.median(values), 2), "p95": round(hundredths[94], 2)}


# ── a cold start ──

_BARE = {
    "anthropic": """
from anthropic import Anthropic
events = Anthropic(api_key="k", base_url=BASE).messages.create(
    model="m", max_tokens=9, messages=[{"role": "user", "content": "?"}], stream=True)
next(each for each in events if each.type == "content_block_delta")
""",
    "openai": """
from openai import OpenAI
next(iter(OpenAI(api_key="k", base_url=BASE).chat.completions.create(
    model="m", messages=[{"role": "user", "content": "?"}], stream=True)))
""",
}
_LOADED = """
from casebook.adapters.models.builders import build
from casebook.models.configuration import parse
document = json.dumps({"providers": [
    {"provider": SDK, "secret": "key", "baseUrl": BASE, "model": "m"}]})
model = build(parse(document).providers[0], "k")
"""
_OURS = f"""{_LOADED}
from casebook.models.port import TextDelta
from casebook.models.transcript import Transcript, UserMessage
asked = Transcript("", (UserMessage("?"),))
next(each for each in model.stream(asked, 60) if isinstance(each, TextDelta))
"""


def cold_start() -> dict[str, dict[str, float]]:
    """By SDK: milliseconds from a new process to its first delta, with the layers before the
    emulator's packages; the best of several, in turns."""
    with provider() as server:
        return {sdk: _cold(sdk, server.base(sdk, "fast")) for sdk in SDKS}


def _cold(sdk: str, base: str) -> dict[str, float]:
    bare, ours = list[float](), list[float]()
    for _ in range(_COLD_ROUNDS):
        bare.append(_to_first_delta(_BARE[sdk], sdk, base))
        ours.append(_to_first_delta(_OURS, sdk, base))
    return {
        "bareSdkMs": round(min(bare)),
        "casebookMs": round(min(ours)),
        "ratio": round(min(ours) / min(bare), 2),
    }


def _to_first_delta(code: str, sdk: str, base: str) -> float:
    begin = f"import json, time; SDK, BASE = {sdk!r}, {base!r}\n"
    end = "\nprint(time.monotonic_ns())"
    began = time.monotonic_ns()
    return (int(_run(begin + code + end)) - began) / 1e6


# ── imports ──

_BARE_CLIENTS = {
    "anthropic": "from anthropic import Anthropic; Anthropic(api_key='k')",
    "openai": "from openai import OpenAI; OpenAI(api_key='k')",
}
_MODEL_FUNCTIONS = ("agent_turn", "log_agent", "coordinator")
_IMPORT_ROUNDS = 2
_WEIGHED = "\nimport sys, time; print(len(sys.modules), time.process_time())"


def model_imports() -> dict[str, dict[str, dict[str, float]]]:
    """By function and SDK: the modules that are loaded when its handler is imported and the model
    is built, which repeats exactly, and the processor time, the best of several in turns; both
    relative to the bare SDK with a client. (Under callgrind one import takes minutes.)"""
    codes = {("bareSdk", sdk): code for sdk, code in _BARE_CLIENTS.items()}
    codes |= {(name, sdk): _as_function(name, sdk) for name in _MODEL_FUNCTIONS for sdk in SDKS}
    rounds = [{key: _weighed(code) for key, code in codes.items()} for _ in range(_IMPORT_ROUNDS)]
    modules = {key: rounds[0][key][0] for key in codes}
    seconds = {key: min(each[key][1] for each in rounds) for key in codes}
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for name, sdk in codes:
        bare = ("bareSdk", sdk)
        figures.setdefault(name, {})[sdk] = {
            "modules": modules[name, sdk],
            "moduleRatio": round(modules[name, sdk] / modules[bare], 2),
            "processorMs": round(seconds[name, sdk] * 1e3),
            "processorRatio": round(seconds[name, sdk] / seconds[bare], 2),
        }
    return figures


def _weighed(code: str) -> tuple[int, float]:
    """Modules, and seconds of processor time, of a new process that runs this."""
    said = _run(code + _WEIGHED).split()
    return int(said[-2]), float(said[-1])


def _as_function(name: str, sdk: str) -> str:
    head = f"import json, sys; sys.path.insert(0, 'functions/{name}'); import handler"
    return f"{head}; SDK, BASE = {sdk!r}, 'http://127.0.0.1:9'\n{_LOADED}"


def _run(code: str) -> str:
    """What it prints, in the emulator's interpreter with the layers of a function that talks to
    models."""
    path = f"{LAYERS / 'llm' / 'python'}{os.pathsep}{ENVIRONMENT['PYTHONPATH']}"
    done = subprocess.run(
        [PYTHON, "-c", code],
        cwd=PROJECT,
        env={**ENVIRONMENT, "PYTHONPATH": path},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout
