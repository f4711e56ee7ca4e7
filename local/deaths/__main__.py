"""Kills a function's process at a write: `python -m local.deaths FUNCTION WRITE`.

Without a function it prints how often each planned death has happened. The stack is the one of
`casebook up --deaths`.
"""

from __future__ import annotations

import argparse
import sys

from local import state
from local.deaths.dying import Death, Moment
from local.deaths.planning import Deaths, writes
from local.errors import LocalError


def main() -> int:
    """Plan a death, forget them all, or list them; 1 when it cannot be."""
    parser = argparse.ArgumentParser(
        prog="python -m local.deaths",
        description="Kill a function's process at a write, on a stack of `casebook up --deaths`.",
        epilog=f"Writes: {', '.join(writes())}.",
    )
    parser.add_argument("function", nargs="?", help="its folder's name, as in agent_turn")
    parser.add_argument("write", nargs="?", default="any", help="of any kind, unless it is said")
    parser.add_argument(
        "--nth", type=int, default=1, help="a process' first one, unless it is said"
    )
    parser.add_argument("--before", action="store_true", help="before it is carried out, not after")
    parser.add_argument("--times", type=int, default=1, help="how many processes die, one by one")
    parser.add_argument("--forget", action="store_true", help="first forget what was planned")
    asked = parser.parse_args()
    try:
        deaths = Deaths(state.read())
        if asked.forget:
            deaths.forget()
        if asked.function:
            moment: Moment = "before" if asked.before else "after"
            deaths.plan(Death(asked.function, asked.write, asked.nth, moment, asked.times))
        planned = deaths.planned()
    except LocalError as error:
        print(f"{error.message} {error.fix}", file=sys.stderr)
        return 1
    for death, fired in planned:
        times = f"{fired} of {death.times} died"
        print(f"{death.function} {death.moment} {death.write} {death.nth}: {times}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
