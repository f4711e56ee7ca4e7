"""More ways in which software writes its lines."""

from __future__ import annotations

import json
import random
from datetime import timedelta

from tests.evals._generate.styles import FIRED, Style, iso, plain_time, request_id


def logback(service: str, logger: str, thread: str = "") -> Style:
    """Java with the Logstash encoder. What follows a line feed is the stack trace."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        message, _, trace = text.partition("\n")
        entry = {
            "@timestamp": iso(at),
            "level": level,
            "logger_name": logger,
            "thread_name": thread or f"http-nio-8080-exec-{dice.randint(1, 40)}",
            "message": message,
            "app": service,
        }
        return json.dumps(entry | ({"stack_trace": trace} if trace else {}))

    return line


def serilog(service: str) -> Style:
    """.NET, the compact format (CLEF). What follows a line feed is the exception."""
    words = {"WARN": "Warning", "ERROR": "Error", "FATAL": "Fatal"}

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        message, _, exception = text.partition("\n")
        entry = {"@t": iso(at), "@m": message, "@l": words.get(level), "@x": exception or None}
        entry |= {"Application": service, "ConnectionId": f"0HN{dice.getrandbits(36):09X}"}
        return json.dumps({key: value for key, value in entry.items() if value is not None})

    return line


def tracing(target: str) -> Style:
    """Rust, tracing-subscriber as JSON. What follows a line feed is the `error` field."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        message, _, error = text.partition("\n")
        fields = {"message": message} | ({"error": error} if error else {})
        return json.dumps(
            {"timestamp": iso(at), "level": level, "fields": fields, "target": target}
        )

    return line


def structlog(service: str) -> Style:
    """Python, JSON with the event first."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        event, _, exception = text.partition("\n")
        entry = {"event": event, "level": level.lower(), "timestamp": iso(at), "service": service}
        return json.dumps(entry | ({"exception": exception} if exception else {}))

    return line


def slog(dice: random.Random, at: float, level: str, text: str) -> str:
    """Go's own text handler; what follows a line feed is err."""
    message, _, error = text.partition("\n")
    said = f"time={iso(at)} level={level} msg={json.dumps(message)}"
    return f"{said} err={json.dumps(error)}" if error else said


def sidekiq(worker: str) -> Style:
    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        job = f"{dice.getrandbits(96):024x}"
        who = f"pid=1 tid={dice.randrange(36**4):04x} class={worker} jid={job}"
        return f"{iso(at)} {who} {level}: {text}"

    return line


def winston(service: str) -> Style:
    """Node. What follows a line feed is the stack."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        message, _, stack = text.partition("\n")
        entry = {"level": level.lower(), "message": message, "service": service}
        entry |= {"stack": stack} if stack else {}
        return json.dumps({**entry, "timestamp": iso(at)})

    return line


def gateway_access(route: str) -> Style:
    """API Gateway's access log; the text is status, latency and integration error."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        status, latency, error = text.split(" ", 2)
        method, path = route.split(" ")
        stamp = (FIRED + timedelta(seconds=at)).strftime("%d/%b/%Y:%H:%M:%S +0000")
        entry = {
            "requestId": request_id(dice),
            "ip": f"198.51.100.{dice.randint(1, 254)}",
            "requestTime": stamp,
            "httpMethod": method,
            "resourcePath": path,
            "status": status,
            "responseLatency": latency,
            "integrationError": error,
        }
        return json.dumps(entry)

    return line


def platform(dice: random.Random, at: float, level: str, text: str) -> str:
    """What Lambda itself says of an invocation that it ended."""
    return f"{iso(at)} {request_id(dice)} {text}"


def access(host: str) -> Style:
    """nginx, combined, with the time that it took; the text is request, status and seconds."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        request, status, seconds = text.rsplit(" ", 2)
        stamp = (FIRED + timedelta(seconds=at)).strftime("%d/%b/%Y:%H:%M:%S +0000")
        client = f"10.{dice.randint(0, 3)}.{dice.randint(0, 255)}.{dice.randint(2, 254)}"
        size = dice.randint(180, 5200)
        return (
            f'{client} - - [{stamp}] "{request} HTTP/1.1" {status} {size} "-" "{host}" rt={seconds}'
        )

    return line


def mysql(dice: random.Random, at: float, level: str, text: str) -> str:
    word = {"INFO": "Note", "WARN": "Warning", "ERROR": "ERROR"}[level]
    code = f"MY-{dice.choice(['010914', '013360', '012481'])}"
    return f"{plain_time(at)}000Z {dice.randint(20, 900)} [{word}] [{code}] [Server] {text}"
