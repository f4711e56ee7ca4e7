"""How software writes its lines that the other scenarios do not run."""

from __future__ import annotations

import json
import random
from datetime import timedelta

from tests.evals._generate.styles import FIRED, Style, iso, plain_time, request_id


def quarkus(logger: str) -> Style:
    """JBoss Log Manager, as Quarkus configures it."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        stamp = plain_time(at).replace(".", ",")
        thread = f"executor-thread-{dice.randint(1, 60)}"
        return f"{stamp} {level:<5} [{logger}] ({thread}) {text}"

    return line


def loguru(module: str) -> Style:
    """Python with Loguru. A traceback follows the text after a line feed."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        word = {"WARN": "WARNING"}.get(level, level)
        place = f"{module}:{30 + len(text.partition(chr(10))[0]) % 90}"
        return f"{plain_time(at)} | {word:<8} | {place} - {text}"

    return line


def celery(dice: random.Random, at: float, level: str, text: str) -> str:
    """A worker of Celery."""
    word = {"WARN": "WARNING"}.get(level, level)
    stamp = plain_time(at).replace(".", ",")
    return f"[{stamp}: {word}/ForkPoolWorker-{dice.randint(1, 8)}] {text}"


def zerolog(service: str) -> Style:
    """Go. What follows a line feed is the field `error`."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        message, _, error = text.partition("\n")
        entry = {"level": level.lower(), "service": service}
        entry |= {"error": error} if error else {}
        entry |= {"time": iso(at).partition(".")[0] + "Z", "message": message}
        return json.dumps(entry, separators=(",", ":"))

    return line


def http_api(route: str) -> Style:
    """The access log of an HTTP API; the text is status, milliseconds, integration's error."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        status, ms, error = text.split(" ", 2)
        entry = {
            "requestId": request_id(dice)[:16],
            "time": (FIRED + timedelta(seconds=at)).strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "routeKey": route,
            "status": status,
            "integrationLatency": ms,
            "integrationErrorMessage": error,
        }
        return json.dumps(entry, separators=(",", ":"))

    return line
