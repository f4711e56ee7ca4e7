"""Somebody switches a rule of EventBridge off, and nothing starts the import any more."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

OFF = -1510.0


@scenario("aquaculture", "mussel farms", quarterly(0.41))
def mussel_farms(it: Incident) -> None:
    it.has(
        aws.function("reading-import", logs.powertools("imports"), 36, 640),
        aws.table("readings", 1700),
        aws.function("harvest-forecast", logs.python_lambda, 22, 900).plus(
            "Aquaculture",
            {"Farm": "all"},
            {"ReadingAge": ("Seconds", 95, 0.1)},
        ),
        aws.rest_api("farm-portal", 310, 84),
    )
    it.calls("farm-portal > harvest-forecast > readings", "reading-import > readings")
    it.closely("harvest-forecast ReadingAge", "reading-import Invocations")
    it.log(
        f"reading-import 2 {-7200}>0 | <40..90> readings stored",
        "harvest-forecast 0.8 | forecast for bay <1..40> made",
        "harvest-forecast 0.2 WARNING | no salinity for bay <1..40>",
    )
    it.change(-5200, "deployment farm-portal gitlab-ci | farm-portal 3.2: ropes by age")
    it.change(
        OFF - 40,
        "configuration reading-import m.hale | reading-import: rule changed",
        {"rule[sensors/measured].enabled": [True, False]},
    )
    it.change(-900, "deployment harvest-forecast gitlab-ci | harvest-forecast 88: typo in a label")
    it.moves(OFF, "reading-import Invocations 0")
    it.moves(OFF, "readings ConsumedWriteCapacityUnits 0")
    it.series("harvest-forecast", "ReadingAge").shift(OFF, -OFF, ramp=-OFF).noise = 0.02
    it.alarm("farm-readings-old", "harvest-forecast", "ReadingAge", 900, 3, statistic="MAXIMUM")
    it.expects(
        "reading-import",
        "configuration",
        mentions="enabled",
        blames="harvest-forecast|readings|farm-portal",
    )
