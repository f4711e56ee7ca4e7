"""Databases, proxies and the platform's own logs."""

from __future__ import annotations

import json
from random import Random

from tests.evals.logs.clock import configured, iso, moment, plain_time, request_id, web_time


def postgres(dice: Random, at: float, level: str, text: str) -> str:
    client = _client(dice)
    return _postgres(at, level, f"{client}:app@main:[{dice.randint(900, 9000)}]", text)


@configured
def postgres_of(database: str, dice: Random, at: float, level: str, text: str) -> str:
    """With the user before a bar: `app_user|connection received`."""
    user, bar, said = text.partition("|")
    client, process = _client(dice), f"[{dice.randint(900, 31000)}]"
    who = f"{client}:{user}@{database}:{process}" if bar else f":@:{process}"
    return _postgres(at, level, who, said if bar else text)


def mysql(dice: Random, at: float, level: str, text: str) -> str:
    """The error log of MySQL 8; the text begins with the code and the subsystem."""
    stamp = iso(at).replace("Z", f"{dice.randrange(1000):03}Z")
    return f"{stamp} {dice.randint(9, 9999)} [{_MYSQL[level]}] {text}"


def mysql_server(dice: Random, at: float, level: str, text: str) -> str:
    """The same, with codes of the server."""
    code = f"MY-{dice.choice(['010914', '013360', '012481'])}"
    thread = dice.randint(20, 900)
    return f"{plain_time(at)}000Z {thread} [{_MYSQL[level]}] [{code}] [Server] {text}"


def redis(dice: Random, at: float, level: str, text: str) -> str:
    mark = "#" if level in ("WARN", "ERROR") else "*"
    return f"1:M {moment(at).strftime('%d %b %Y %H:%M:%S.%f')[:-3]} {mark} {text}"


def nginx(dice: Random, at: float, level: str, text: str) -> str:
    stamp = moment(at).strftime("%Y/%m/%d %H:%M:%S")
    return f"{stamp} [{level.lower()}] 29#29: *{dice.randint(10**5, 10**6)} {text}"


@configured
def access(host: str, dice: Random, at: float, level: str, text: str) -> str:
    """nginx, combined, with the time that it took; the text is request, status and seconds."""
    request, status, seconds = text.rsplit(" ", 2)
    client = f"10.{dice.randint(0, 3)}.{dice.randint(0, 255)}.{dice.randint(2, 254)}"
    said = f'"{request} HTTP/1.1" {status} {dice.randint(180, 5200)} "-" "{host}" rt={seconds}'
    return f"{client} - - [{web_time(at)}] {said}"


def gateway(dice: Random, at: float, level: str, text: str) -> str:
    """The execution log of a REST API of API Gateway."""
    return f"({request_id(dice)}) {text}"


@configured
def gateway_access(route: str, dice: Random, at: float, level: str, text: str) -> str:
    """The access log of a REST API; the text is status, latency and integration's error."""
    status, latency, error = text.split(" ", 2)
    method, path = route.split(" ")
    entry = {
        "requestId": request_id(dice),
        "ip": f"198.51.100.{dice.randint(1, 254)}",
        "requestTime": web_time(at),
        "httpMethod": method,
        "resourcePath": path,
        "status": status,
        "responseLatency": latency,
        "integrationError": error,
    }
    return json.dumps(entry)


@configured
def http_access(route: str, dice: Random, at: float, level: str, text: str) -> str:
    """The access log of an HTTP API; the text is status, milliseconds, integration's error."""
    status, ms, error = text.split(" ", 2)
    entry = {
        "requestId": request_id(dice)[:16],
        "time": web_time(at),
        "routeKey": route,
        "status": status,
        "integrationLatency": ms,
        "integrationErrorMessage": error,
    }
    return json.dumps(entry, separators=(",", ":"))


def lambda_runtime(dice: Random, at: float, level: str, text: str) -> str:
    """What Lambda itself says of an invocation that it ended."""
    return f"{iso(at)} {request_id(dice)} {text}"


_MYSQL = {"INFO": "Note", "WARN": "Warning", "ERROR": "ERROR"}


def _client(dice: Random) -> str:
    return f"10.0.{dice.randint(1, 3)}.{dice.randint(4, 250)}({dice.randint(32768, 60999)})"


def _postgres(at: float, level: str, who: str, text: str) -> str:
    word = {"INFO": "LOG", "WARN": "WARNING"}.get(level, level)
    return f"{plain_time(at).partition('.')[0]} UTC:{who}:{word}:  {text}"
