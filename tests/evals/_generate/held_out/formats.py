"""More ways in which software writes its lines, for the scenarios of this folder."""

from __future__ import annotations

import json
import random

from tests.evals._generate.styles import Style, iso, plain_time


def compact(style: Style) -> Style:
    """The same JSON without blanks, as most libraries write it."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        return _json(json.loads(style(dice, at, level, text)))

    return line


def slog(service: str) -> Style:
    """Go's log/slog as JSON. What follows a line feed is the attribute `err`."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        message, _, error = text.partition("\n")
        entry = {"time": iso(at), "level": level, "msg": message, "service": service}
        return _json({**entry, "err": error} if error else entry)

    return line


def serilog(source: str) -> Style:
    """.NET with Serilog's compact JSON. What follows a line feed is the exception."""
    words = {"WARN": "Warning", "ERROR": "Error", "FATAL": "Fatal"}

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        message, _, exception = text.partition("\n")
        entry = {"@t": iso(at), "@m": message, "SourceContext": source}
        if level in words:
            entry["@l"] = words[level]
        return _json({**entry, "@x": exception} if exception else entry)

    return line


def logback(logger: str) -> Style:
    """Java with the Logstash encoder. What follows a line feed is the stack trace."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        message, _, stack = text.partition("\n")
        entry = {
            "@timestamp": iso(at),
            "level": level,
            "logger_name": logger,
            "thread_name": f"http-nio-8080-exec-{dice.randint(1, 40)}",
            "message": message,
        }
        return _json({**entry, "stack_trace": stack} if stack else entry)

    return line


def django(dice: random.Random, at: float, level: str, text: str) -> str:
    return f"{level} {plain_time(at).replace('.', ',')} log {dice.randint(7, 15)} {text}"


def mysql(dice: random.Random, at: float, level: str, text: str) -> str:
    """The error log of MySQL 8; the text begins with the code and the subsystem."""
    word = {"INFO": "Note", "WARN": "Warning", "ERROR": "ERROR"}[level]
    stamp = iso(at).replace("Z", f"{dice.randrange(1000):03}Z")
    return f"{stamp} {dice.randint(9, 9999)} [{word}] {text}"


def postgres_of(database: str) -> Style:
    """PostgreSQL on RDS, with the user before a bar: `app_user|connection received`."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        user, bar, said = text.partition("|")
        who = f"{user}@{database}" if bar else "@"
        client = f"10.0.{dice.randint(1, 3)}.{dice.randint(4, 250)}({dice.randint(32768, 60999)})"
        word = {"INFO": "LOG", "WARN": "WARNING"}.get(level, level)
        stamp = plain_time(at).partition(".")[0]
        return (
            f"{stamp} UTC:{client if bar else ''}:{who}:[{dice.randint(900, 31000)}]:{word}:  "
            f"{said if bar else text}"
        )

    return line


def gateway(dice: random.Random, at: float, level: str, text: str) -> str:
    """The execution log of a REST API of API Gateway."""
    digits = f"{dice.getrandbits(128):032x}"
    run = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    return f"({run}) {text}"


def _json(entry: object) -> str:
    return json.dumps(entry, separators=(",", ":"))
