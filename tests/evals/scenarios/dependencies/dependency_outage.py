"""The address service that everybody uses answers 503."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("grocery", "delivery-slots", ONE_HOUR)
def dependency_outage(it: Incident) -> None:
    it.has(
        aws.function("slot-finder", logs.python_lambda, 130, 160),
        aws.function("basket", logs.python_lambda, 220, 50),
        aws.table("slots", 60),
        aws.outside("geocode.mapcorp.example", 120, 70),
    )
    it.calls("basket > slot-finder > slots", "slot-finder > geocode.mapcorp.example")
    it.runs("slot-finder", 1.5)
    it.runs("basket", 1)
    it.log(
        "slot-finder 2 ..-238 | <0..14> slots for zone <1..60>",
        "basket 1.5 | basket <0..999999> priced",
        "basket 0.5 ERROR | voucher code unknown",
    )
    it.change(
        -4000, "configuration basket priya | raise log level", {"LOG_LEVEL": ["DEBUG", "INFO"]}
    )
    trace = (
        "HTTPError: 503 Server Error: Service Unavailable for url: "
        "https://geocode.mapcorp.example/v1/locate\nTraceback (most recent call last):\n"
        '  File "/var/task/slots/geo.py", line 31, in locate\n'
        "    answer.raise_for_status()\nrequests.exceptions.HTTPError: 503 Server Error: "
        "Service Unavailable for url: https://geocode.mapcorp.example/v1/locate"
    )
    it.log(
        f"slot-finder 14 ERROR -238.. | {trace}",
        "basket 5 WARNING -230.. | slot-finder answered 502, no slots shown",
    )
    it.moves(-238, "slot-finder Errors 96", "geocode.mapcorp.example Failures 112")
    it.alarm("slot-finder-errors", "slot-finder", "Errors", 20, 3)
    it.expects("geocode.mapcorp.example", "dependency", mentions="503", blames="basket|slots")
