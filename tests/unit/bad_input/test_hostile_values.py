"""Whatever stands in the place of a value in a line that is known, all readers read it or leave it.

Every line of every logger, of Kubernetes and of Lambda itself is tried: what reads a number, a time
or an object out of a line must bear any other.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evals.kubernetes import layouts
from tests.unit.analysis.logger_lines import LINES
from tests.unit.bad_input.world import World, diagnose

LAMBDA = [
    "INIT_START Runtime Version: python:3.12.v38\tRuntime Version ARN: arn:aws:lambda:x::runtime:a",
    "REPORT RequestId: 3f\tDuration: 10.1 ms\tMemory Size: 128 MB\tMax Memory Used: 127 MB",
    '{"type":"platform.initStart","record":{"runtimeVersion":"python:3.12.v38",'
    '"runtimeVersionArn":"arn:aws:lambda:x::runtime:a"}}',
    '{"type":"platform.report","record":{"status":"timeout","metrics":{"durationMs":10.1,'
    '"memorySizeMB":128,"maxMemoryUsedMB":127}}}',
]
ACCESS = [
    "https 2026-07-02T22:23:00.186641Z app/shop/50dc6c495c0c9188 192.168.131.39:2817 "
    '10.0.0.1:80 0.000 0.001 0.000 502 - 34 366 "GET https://shop.example.com:443/ HTTP/1.1" "a"',
    '10.1.2.3 - - [14/Mar/2026:09:26:08 +0000] "GET /orders/17 HTTP/1.1" 503 12 "-" "curl/8.1"',
    '{"requestId":"Zr1=","httpMethod":"GET","resourcePath":"/orders","status":"504","latency":29}',
]
EVENT = layouts.Event(
    "Warning", "BackOff", "Pod", "checkout-fn-5d8f7c9b6-x2k4p", "shop",
    "Back-off restarting failed container", 8, 0, 600, "kubelet",
)  # fmt: skip
KUBERNETES = [
    *(layout(EVENT) for layout in (
        layouts.core, layouts.series, layouts.recurring, layouts.routed, layouts.collected,
        layouts.table, layouts.aged, layouts.exported, layouts.attributed,
    )),
    '{"kind":"Pod","metadata":{"name":"checkout-fn-0","namespace":"shop"},"status":{'
    '"containerStatuses":[{"name":"app","state":{"waiting":{"reason":"CrashLoopBackOff"}},'
    '"lastState":{"terminated":{"reason":"OOMKilled","exitCode":137}}}]}}',
    '{"kind":"Node","metadata":{"name":"a"},"status":{"nodeInfo":{},"conditions":['
    '{"type":"Ready","status":"Unknown","message":"gone"}]}}',
    layouts.journal("node-1", 0, "kubelet", '"Probe failed" probeType="Liveness" output="x"'),
]  # fmt: skip
KNOWN = [*(line for _, _, line in LINES), *LAMBDA, *ACCESS, *KUBERNETES]

HOSTILE: list[Any] = [
    None, True, [], {}, "", " ", "-", "\0", "\ud83d", "NaN", "-1", "9" * 5_000, "١٢", "1e999", "²",
    0, -1, 10**18, -(10**400), 1e308, float("inf"), float("nan"), [{}], {"a": [None]}, ["x", {}],
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", "{" * 900, '{"a":' * 900, "\n" * 50,
    "Traceback (most recent call last)\n", "(x3 over 99999999y)", "<*>", "%s{0}\\1", "a" * 9_000,
]  # fmt: skip
_TOKEN = re.compile(r"[^\s\"=:,()<>\[\]]+")


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else ()
    for key, each in enumerate(value) if isinstance(value, list) else inner:
        yield from places(each, (*path, key))


def with_value(value: Any, path: tuple[Any, ...], hostile: Any) -> Any:
    if not path:
        return hostile
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = with_value(copy[path[0]], path[1:], hostile)
    return copy


@st.composite
def hostile_lines(draw: st.DrawFn) -> str:
    line, hostile = draw(st.sampled_from(KNOWN)), draw(st.sampled_from(HOSTILE))
    try:
        fields = json.loads(line)
    except ValueError:
        token = draw(st.sampled_from(list(_TOKEN.finditer(line))))
        text = hostile if isinstance(hostile, str) else json.dumps(hostile)
        return line[: token.start()] + text + line[token.end() :]
    wrapped = json.dumps(with_value(fields, draw(st.sampled_from(list(places(fields)))), hostile))
    cut = draw(st.none() | st.integers(1, len(wrapped)))
    return wrapped[:cut]


@given(st.lists(hostile_lines(), min_size=1, max_size=12))
@settings(max_examples=150)
def test_a_line_with_another_value_stops_no_one_who_reads_lines(lines: list[str]) -> None:
    world = World()
    for place, line in enumerate(lines):
        world.log(line, -1_800 + place, -30 + place, -29 + place)

    diagnosed = diagnose(world)

    told = {run.outcome for run in world.runs if run.tool in ("get_log_patterns", "search_logs")}
    assert told <= {"success", "no-data"}
    diagnosed.report.model_dump_json().encode()
