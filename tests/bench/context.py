"""What a model reads: tokens of 500 log lines as they are and as they are prepared, and how much of
each request a provider has read before.

Tokens are estimated as the product estimates them (a token for three bytes); both sides are counted
in the same way, so the ratio is that of their bytes.
"""

import json
import random
from collections.abc import Generator, Iterator
from datetime import timedelta
from typing import Any

from casebook.adapters.models.anthropic_wire import request
from casebook.models.configuration import AnthropicProvider
from casebook.models.folding import estimated_tokens
from casebook.models.port import Part
from casebook.models.transcript import Transcript
from casebook.tools.get_recent_logs import GetRecentLogs
from casebook.tools.registry import Toolbox
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from local.memory.telemetry import MemoryLogs
from tests.fakes.models import ScriptedModel
from tests.fakes.reasoning import calls, says
from tests.fakes.shop import CHECKOUT_LOGS, NOW, scope
from tests.unit.chat.model_world import ModelWorld

LINES = 500
ERRORS = (
    "ERROR RequestId: {id} payment failed: cannot reach payments at 127.0.0.1:9 for order {n}",
    "ERROR RequestId: {id} Task timed out after 3.0{n} seconds",
    "ERROR RequestId: {id} orders-table throttles writes: ThroughputExceeded, attempt {n}",
    "FATAL RequestId: {id} out of memory in the image resizer after {n} MB",
    "ERROR RequestId: {id} certificate of the broker expired {n} hours ago",
)
ORDINARY = (
    "START RequestId: {id} Version: $LATEST",
    "END RequestId: {id}",
    "REPORT RequestId: {id} Duration: {n}.13 ms Billed Duration: {n} ms Memory Size: 256 MB",
    "INFO RequestId: {id} order {n} stored in orders-table after {n} ms",
    "INFO RequestId: {id} GET /orders/{n} answered 200 for customer {n}",
    "DEBUG RequestId: {id} cache hit for basket {n}, 3 items, total {n}.50 EUR",
)


def context_figures() -> dict[str, Any]:
    """Of 500 lines of a small shop in which five things fail, each of them rarely."""
    logs, raw = MemoryLogs(CHECKOUT_LOGS), list(_lines())
    for place, line in enumerate(raw):
        logs.write(CHECKOUT_LOGS, NOW - timedelta(seconds=LINES - place), line)
    toolbox = Toolbox(
        [GetRecentLogs(logs)], scope(), "ses_1", MemoryEvidenceStore(), FakeClock(NOW)
    )
    run = toolbox.run("get_recent_logs")
    before, after = _tokens("\n".join(raw)), _tokens(run.evidence.excerpt)
    told = [kind for kind in run.data.kinds if kind.is_error] if run.data else []
    return {
        "lines": LINES,
        "rawTokens": before,
        "preparedTokens": after,
        "share": round(after / before, 3),
        "targetShare": 0.1,
        "kindsOfErrors": len(ERRORS),
        "kindsOfErrorsTold": len(told),
        "counted": "estimated: three bytes a token",
    }


def cache_figures() -> dict[str, Any]:
    """A session of five turns with two look-ups each. Counted in the requests' own bytes: what is
    the same as in an earlier request, up to one of its cache marks, as Anthropic's cache reads it.
    No provider was asked; llmock reports no cached tokens."""
    model = _Looking("acme")
    world = ModelWorld(model)
    world.answered("Why do orders fail since noon?")
    first = len(model.asked)
    for turn in range(2, 6):
        world.ask(f"And what about order {turn}, is it the same?", f"c{turn}")
    written: set[str] = set()
    shares = []
    for transcript in model.asked:
        tools, system, *ends = _prefixes(transcript)
        read = max((len(each) for each in (tools, system, *ends) if each in written), default=0)
        shares.append((read, len(ends[-1])))
        written |= {tools, system, ends[-1]}
    later = shares[first:]
    return {
        "turns": 5,
        "requests": len(shares),
        "shareFromSecondTurn": round(sum(r for r, _ in later) / sum(w for _, w in later), 3),
        "targetShare": 0.8,
        "measured": "bytes up to a cache mark that an earlier request had; no provider was asked",
    }


class _Looking(ScriptedModel):
    """Looks two orders up in each turn, then answers at some length."""

    def stream(self, transcript: Transcript, seconds: float) -> Generator[Part, None, None]:
        step = len(self.asked) % 3
        self.asked.append(transcript)
        number = len(self.asked)
        yield from calls(number) if step < 2 else says("It was refused by payments. " * 20)


def _prefixes(transcript: Transcript) -> Iterator[str]:
    """The request from its beginning to the end of the tools, of the system prompt and of each
    block of each message. The first two and the last are marked, and so written to the cache; an
    entry is found again at the end of any block.
    https://platform.claude.com/docs/en/build-with-claude/prompt-caching
    """
    provider = AnthropicProvider(provider="anthropic", secret="none", model="claude-sonnet-5-5")
    body = request(provider, transcript)
    prefix = _plain(body["tools"])
    yield prefix
    prefix += _plain(body["system"])
    yield prefix
    for message in body["messages"]:
        for block in message["content"]:
            prefix += message["role"] + _plain(block)
            yield prefix


def _plain(part: Any) -> str:
    text = json.dumps(part, sort_keys=True)
    return text.replace('"cache_control": {"type": "ephemeral"}, ', "")


def _tokens(text: str) -> int:
    return estimated_tokens(Transcript(text, ()))


def _lines() -> Iterator[str]:
    chance = random.Random(7)
    for place in range(LINES):
        of = ERRORS if place % 25 == 0 else ORDINARY
        template = of[place // 25 % len(of)] if of is ERRORS else chance.choice(of)
        request_id = f"{chance.getrandbits(32):08x}-5c1f-4b7e-9a53-{chance.getrandbits(48):012x}"
        yield template.format(id=request_id, n=chance.randrange(10, 9_000))
