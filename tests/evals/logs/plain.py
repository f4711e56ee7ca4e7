"""Software that writes its lines as text."""

from __future__ import annotations

import json
from random import Random

from tests.evals.logs.clock import comma_time, configured, iso, plain_time, request_id


def bare(dice: Random, at: float, level: str, text: str) -> str:
    """Text as it was printed."""
    return text


# Python


def python_lambda(dice: Random, at: float, level: str, text: str) -> str:
    return f"[{level}]\t{iso(at)}\t{request_id(dice)}\t{text}"


def gunicorn(dice: Random, at: float, level: str, text: str) -> str:
    return f"[{plain_time(at)} +0000] [{dice.randint(7, 12)}] [{level}] {text}"


def django(dice: Random, at: float, level: str, text: str) -> str:
    return f"{level} {comma_time(at)} log {dice.randint(7, 15)} {text}"


def celery(dice: Random, at: float, level: str, text: str) -> str:
    return f"[{comma_time(at)}: {_long(level)}/ForkPoolWorker-{dice.randint(1, 8)}] {text}"


@configured
def loguru(module: str, dice: Random, at: float, level: str, text: str) -> str:
    place = f"{module}:{30 + len(text.partition(chr(10))[0]) % 90}"
    return f"{plain_time(at)} | {_long(level):<8} | {place} - {text}"


# Node, Go, Ruby, PHP, Elixir


def node_lambda(dice: Random, at: float, level: str, text: str) -> str:
    return f"{iso(at)}\t{request_id(dice)}\t{level}\t{text}"


@configured
def logfmt(app: str, dice: Random, at: float, level: str, text: str) -> str:
    return f"time={iso(at)} level={level.lower()} app={app} msg={json.dumps(text)}"


def slog_text(dice: Random, at: float, level: str, text: str) -> str:
    """Go's own text handler."""
    message, _, error = text.partition("\n")
    said = f"time={iso(at)} level={level} msg={json.dumps(message)}"
    return f"{said} err={json.dumps(error)}" if error else said


def rails(dice: Random, at: float, level: str, text: str) -> str:
    stamp = f"{iso(at).removesuffix('Z')} #{dice.randint(7, 14)}"
    return f"{level[0]}, [{stamp}] {level:>5} -- : [{request_id(dice)}] {text}"


@configured
def sidekiq(worker: str, dice: Random, at: float, level: str, text: str) -> str:
    job = f"{dice.getrandbits(96):024x}"
    who = f"pid=1 tid={dice.randrange(36**4):04x} class={worker} jid={job}"
    return f"{iso(at)} {who} {level}: {text}"


@configured
def monolog(channel: str, dice: Random, at: float, level: str, text: str) -> str:
    message, _, exception = text.partition("\n")
    context = json.dumps({"exception": exception}) if exception else "[]"
    stamp = iso(at).replace("Z", "+00:00")
    return f"[{stamp}] {channel}.{_long(level)}: {message} {context} []"


def elixir(dice: Random, at: float, level: str, text: str) -> str:
    """The console backend of Elixir's Logger."""
    word = {"WARN": "warning"}.get(level, level.lower())
    return f"{iso(at)[11:23]} request_id=F{dice.getrandbits(72):018X} [{word}] {text}"


# Java, .NET


@configured
def spring(logger: str, dice: Random, at: float, level: str, text: str) -> str:
    thread = f"nio-8080-exec-{dice.randint(1, 24)}"
    return f"{plain_time(at)} {level:>5} 1 --- [{thread}] {logger:<40} : {text}"


@configured
def quarkus(logger: str, dice: Random, at: float, level: str, text: str) -> str:
    """JBoss Log Manager, as Quarkus configures it."""
    thread = f"executor-thread-{dice.randint(1, 60)}"
    return f"{comma_time(at)} {level:<5} [{logger}] ({thread}) {text}"


@configured
def dotnet(category: str, dice: Random, at: float, level: str, text: str) -> str:
    word = {"INFO": "info", "WARN": "warn", "ERROR": "fail", "FATAL": "crit"}[level]
    return f"{word}: {category}[0]\n      {text}"


def _long(level: str) -> str:
    return {"WARN": "WARNING"}.get(level, level)
