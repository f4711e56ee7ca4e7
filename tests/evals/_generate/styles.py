"""How different software writes its log lines.

The times inside of lines belong to a fictional night; what counts is the time of the event.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

FIRED = datetime(2026, 3, 14, 9, 26, 7, tzinfo=UTC)
Style = Callable[[random.Random, float, str, str], str]
"""From dice, the offset, a level and a text to a line."""


def iso(at: float) -> str:
    moment = FIRED + timedelta(seconds=at)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def plain_time(at: float) -> str:
    return iso(at).replace("T", " ").removesuffix("Z")


def request_id(dice: random.Random) -> str:
    digits = f"{dice.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def powertools(service: str) -> Style:
    """Python on Lambda with Powertools. A traceback follows the text after a line feed."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        message, _, trace = text.partition("\n")
        entry = {
            "level": level,
            "location": f"handler:{20 + len(message) % 70}",
            "message": message,
            "timestamp": iso(at),
            "service": service,
            "cold_start": False,
            "function_request_id": request_id(dice),
        }
        if trace:
            entry["exception"] = trace
            entry["exception_name"] = trace.strip().splitlines()[-1].partition(":")[0]
        return json.dumps(entry)

    return line


def python_lambda(dice: random.Random, at: float, level: str, text: str) -> str:
    return f"[{level}]\t{iso(at)}\t{request_id(dice)}\t{text}"


def node_lambda(dice: random.Random, at: float, level: str, text: str) -> str:
    return f"{iso(at)}\t{request_id(dice)}\t{level}\t{text}"


def pino(host: str) -> Style:
    levels = {"DEBUG": 20, "INFO": 30, "WARN": 40, "ERROR": 50, "FATAL": 60}

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        message, _, stack = text.partition("\n")
        entry: dict[str, object] = {
            "level": levels[level],
            "time": int((FIRED.timestamp() + at) * 1000),
            "pid": 1,
            "hostname": host,
            "reqId": f"req-{dice.randrange(36**4):x}",
        }
        if stack:
            kind, _, said = stack.partition(": ")
            entry["err"] = {"type": kind, "message": said.splitlines()[0], "stack": stack}
        return json.dumps({**entry, "msg": message})

    return line


def spring(logger: str) -> Style:
    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        thread = f"nio-8080-exec-{dice.randint(1, 24)}"
        return f"{plain_time(at)} {level:>5} 1 --- [{thread}] {logger:<40} : {text}"

    return line


def zap(caller: str) -> Style:
    """Go. What follows a line feed is the error's own field."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        message, _, error = text.partition("\n")
        entry: dict[str, object] = {
            "level": level.lower(),
            "ts": round(FIRED.timestamp() + at, 3),
            "caller": f"{caller}:{40 + len(message)}",
            "msg": message,
            "trace_id": f"{dice.getrandbits(64):016x}",
        }
        return json.dumps({**entry, "error": error} if error else entry)

    return line


def logfmt(app: str) -> Style:
    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        return f"time={iso(at)} level={level.lower()} app={app} msg={json.dumps(text)}"

    return line


def rails(dice: random.Random, at: float, level: str, text: str) -> str:
    stamp = iso(at).removesuffix("Z")
    return (
        f"{level[0]}, [{stamp} #{dice.randint(7, 14)}] {level:>5} -- : [{request_id(dice)}] {text}"
    )


def gunicorn(dice: random.Random, at: float, level: str, text: str) -> str:
    return f"[{plain_time(at)} +0000] [{dice.randint(7, 12)}] [{level}] {text}"


def dotnet(category: str) -> Style:
    words = {"INFO": "info", "WARN": "warn", "ERROR": "fail", "FATAL": "crit"}

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        return f"{words[level]}: {category}[0]\n      {text}"

    return line


def postgres(dice: random.Random, at: float, level: str, text: str) -> str:
    client = f"10.0.{dice.randint(1, 3)}.{dice.randint(4, 250)}({dice.randint(32768, 60999)})"
    level = {"INFO": "LOG", "WARN": "WARNING"}.get(level, level)
    stamp = plain_time(at).partition(".")[0]
    return f"{stamp} UTC:{client}:app@main:[{dice.randint(900, 9000)}]:{level}:  {text}"


def redis(dice: random.Random, at: float, level: str, text: str) -> str:
    mark = "#" if level in ("WARN", "ERROR") else "*"
    stamp = (FIRED + timedelta(seconds=at)).strftime("%d %b %Y %H:%M:%S.%f")[:-3]
    return f"1:M {stamp} {mark} {text}"


def nginx(dice: random.Random, at: float, level: str, text: str) -> str:
    stamp = (FIRED + timedelta(seconds=at)).strftime("%Y/%m/%d %H:%M:%S")
    word = {"INFO": "info", "WARN": "warn", "ERROR": "error"}[level]
    return f"{stamp} [{word}] 29#29: *{dice.randint(10**5, 10**6)} {text}"


def bare(dice: random.Random, at: float, level: str, text: str) -> str:
    """Text as it was printed."""
    return text
