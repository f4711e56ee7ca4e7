"""docs/scale.md: what a diagnosis asks for, and how many of them an account's quotas bear."""

from textwrap import fill as fill_lines

from casebook.settings import Settings
from cli.docs.text import fill, table
from local.paths import ROOT
from local.scale import demand
from local.scale.demand import DIAGNOSIS, TURN
from local.scale.quotas import QUOTAS
from local.scale.simulation import arrivals, bearable, simulate, storm
from local.scale.words import RATES, amount, verdict

_TEMPLATE = ROOT / "cli" / "docs" / "templates" / "scale.md"
_STORM, _STORM_SECONDS = 100, 60
_WIDTH = 110
_MEASURED = {
    "rounds": "rounds of specialists",
    "specialists": "specialists' steps",
    "transitions": "state transitions",
    "table_requests": "requests to the table",
    "write_units": "write units",
    "stream_write_units": "of these, in the partition of its own events",
    "busiest_shared_partition_units": "of these, in the busiest partition that others share",
    "frames": "posts to one browser",
    "evidence_writes": "objects of evidence written",
    "filter_log_events": "FilterLogEvents",
    "lookup_events": "LookupEvents",
    "get_metric_data": "GetMetricData",
    "describe_alarms": "DescribeAlarms",
}


def page(generated: str) -> str:
    """docs/scale.md."""
    return fill(
        _TEMPLATE.read_text(),
        {
            "generated": generated,
            "measured": _measured(),
            "first": _first(),
            "quotas": _quotas(),
            "loads": _loads(),
            "assumed": _assumed(),
            "at-once": str(Settings().diagnoses_at_once),
            "of-project": str(Settings().project_diagnoses_at_once),
            "daily": str(Settings().diagnoses_per_day),
        },
    )


def _measured() -> str:
    rows = (
        [
            what,
            *(f"{getattr(of, name):.3g}" if hasattr(of, name) else "" for of in (DIAGNOSIS, TURN)),
        ]
        for name, what in _MEASURED.items()
    )
    return table(["what", "a diagnosis", "a turn"], rows)


def _first() -> str:
    first, second = sorted(QUOTAS, key=bearable)[:2]
    raised = min((each for each in QUOTAS if each.adjustable), key=bearable)
    return _wrapped(
        f"{first.use} gives out first, at {amount(bearable(first))} diagnoses an hour, then "
        f"{second.use} at {amount(bearable(second))}. {_can_be_raised(first.adjustable)} Of those "
        f"that can be raised, {raised.use} is the first to be, at {amount(bearable(raised))}."
    )


def _wrapped(text: str) -> str:
    return fill_lines(text, _WIDTH)


def _can_be_raised(adjustable: bool) -> str:
    return "It can be raised." if adjustable else "AWS does not raise it."


def _quotas() -> str:
    return table(
        ["quota", "limit", "can be raised", "bears diagnoses an hour", "where it is reached"],
        (
            [
                f"[{quota.use}]({quota.see})",
                f"{quota.limit:,} {'at once' if quota.at_once else 'a second'}",
                "yes" if quota.adjustable else "no",
                amount(bearable(quota)),
                quota.relief,
            ]
            for quota in sorted(QUOTAS, key=bearable)
        ),
    )


def _loads() -> str:
    hours = [simulate(arrivals(rate)) for rate in RATES]
    hours.append(simulate(storm(_STORM, _STORM_SECONDS)))
    heads = [*(f"{amount(rate)} an hour" for rate in RATES), f"{_STORM} within a minute"]
    return table(
        ["quota", *heads],
        (
            [of_one[0].quota.use, *(verdict(outcome) for outcome in of_one)]
            for of_one in zip(*hours, strict=True)
        ),
    )


def _assumed() -> str:
    return _wrapped(
        f"Assumed, not measured: {demand.STEP_SECONDS:g} second for a simple step, "
        f"{demand.AGENT_SECONDS:g} for a specialist, {demand.PAUSE_SECONDS:g} between rounds, "
        f"{demand.TURNS_A_DIAGNOSIS} turns of {demand.TURN_SECONDS:g} seconds after each one. "
        "They decide how bursts overlap; what an hour asks for does not depend on them, but for "
        "functions at once."
    )
