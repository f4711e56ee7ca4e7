"""Texts with dice in them: `order <1..640> of <A|B> took <0.2..4.0:.1f> s, trace <hex16>`."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Say = str | Callable[[random.Random], str]
"""A template, or for what a template cannot say a function of the dice."""

_SLOT = re.compile(
    r"<(?:(?P<low>\d+(?:\.\d+)?)\.\.(?P<high>\d+(?:\.\d+)?)(?::(?P<form>\w*\.?\w+))?"
    r"|(?P<hex>hex|HEX)(?P<digits>\d+)"
    r"|(?P<choices>[^<>|]*(?:\|[^<>|]*)+))>"
)


def text_of(say: Say, dice: random.Random) -> str:
    if not isinstance(say, str):
        return say(dice)
    return _SLOT.sub(lambda slot: _thrown(slot, dice), say)


def _thrown(slot: re.Match[str], dice: random.Random) -> str:
    if slot["choices"] is not None:
        return str(dice.choice(slot["choices"].split("|")))
    if slot["hex"]:
        width = int(slot["digits"])
        value = f"{dice.getrandbits(4 * width):0{width}x}"
        return value if slot["hex"] == "hex" else value.upper()
    low, high, form = slot["low"], slot["high"], slot["form"] or ""
    if "." in low + high:
        return format(dice.uniform(float(low), float(high)), form)
    return format(dice.randint(int(low), int(high)), form)
