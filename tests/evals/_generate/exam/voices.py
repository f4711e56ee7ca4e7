"""Software that the other scenarios do not run."""

from __future__ import annotations

import json
import random

from tests.evals._generate.styles import Style, iso


def monolog(channel: str) -> Style:
    """PHP with Monolog's line format. What follows a line feed is the exception."""

    def line(dice: random.Random, at: float, level: str, text: str) -> str:
        message, _, exception = text.partition("\n")
        context = json.dumps({"exception": exception}) if exception else "[]"
        word = {"WARN": "WARNING"}.get(level, level)
        return f"[{iso(at).replace('Z', '+00:00')}] {channel}.{word}: {message} {context} []"

    return line


def elixir(dice: random.Random, at: float, level: str, text: str) -> str:
    """The console backend of Elixir's Logger."""
    clock = iso(at)[11:23]
    word = {"WARN": "warning"}.get(level, level.lower())
    return f"{clock} request_id=F{dice.getrandbits(72):018X} [{word}] {text}"
