"""The rows of the table: every relation, and what must hold of it."""

from __future__ import annotations

from collections.abc import Sequence

from cli.evaluation.metamorphic import (
    age,
    alarm_forms,
    healed,
    innocent,
    loggers,
    missing,
    names,
    platform,
    quiet,
    sampling,
    together,
)
from cli.evaluation.metamorphic.relation import Relation
from cli.evaluation.scenario import Scenario


def relations(scenarios: Sequence[Scenario]) -> list[Relation]:
    """`scenarios` are those among which a second incident is chosen."""
    dialects = {name: loggers.maker_of(writer) for name, writer in loggers.DIALECTS.items()}
    return [
        Relation(
            "age",
            "began 30 to 240 minutes before the alarm: the same cause, never healthy",
            {f"{minutes} min": age.maker_of(minutes) for minutes in age.AGES},
        ),
        Relation(
            "alarm",
            "another form of alarm: the same cause",
            {
                "metric math": alarm_forms.metric_math,
                "anomaly band": alarm_forms.anomaly_band,
                "composite": alarm_forms.composite,
                "M of N": alarm_forms.m_of_n,
                "less than": alarm_forms.less_than,
            },
        ),
        Relation(
            "names",
            "resources renamed with all that AWS allows: the same cause under the new name",
            {"first": names.renamed, "second": names.renamed},
        ),
        Relation(
            "logger",
            "lines in another logger's shape: the same cause",
            {**dialects, "mixed": loggers.mixed, "platform events": platform.platform_events},
        ),
        Relation(
            "innocent",
            "an innocent change before or after the onset: never blamed, the same cause",
            {
                f"{kind} {when}": innocent.maker_of(when, kind)
                for kind in ("deployment", "configuration")
                for when in ("before", "after")
            }
            | {"deployment 11 min in": innocent.into_a_long_incident},
        ),
        Relation(
            "sampling",
            "thinned, folded, skewed, delivered twice: the same cause, or less sure",
            {
                "half of the lines": sampling.half_of_the_lines,
                "fewer datapoints": sampling.fewer_datapoints,
                "five minutes": sampling.five_minute_periods,
                "skewed streams": sampling.skewed_streams,
                "twice": sampling.twice_and_out_of_order,
            },
        ),
        Relation(
            "no history",
            "telemetry of 20 minutes: the same cause or inconclusive, never healthy",
            {"20 min": missing.no_history},
        ),
        Relation(
            "no evidence",
            "the decisive evidence removed: less sure, never another cause above .8",
            {
                "change": missing.no_causing_change,
                "error lines": missing.no_error_lines,
                "platform events": missing.no_platform_events,
            },
        ),
        Relation(
            "quiet",
            "only the quiet part with a threshold that is too tight: healthy",
            {"too tight": quiet.too_tight},
        ),
        Relation(
            "healed",
            "healed ten minutes or more before it is looked at: healthy or recovered, says when",
            {"10 min": healed.healed},
        ),
        Relation(
            "two at once",
            "a second incident in the same account: each its own cause",
            {"one": together.maker_of(scenarios), "another": together.maker_of(scenarios)},
        ),
    ]
