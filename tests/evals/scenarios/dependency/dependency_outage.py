"""The address service that everybody uses answers 503."""

from tests.evals.builder import ONE_HOUR, Incident, function, outside, scenario, table
from tests.evals.dialects import python_lambda


@scenario("grocery", "delivery-slots", ONE_HOUR)
def dependency_outage(it: Incident) -> None:
    it.has(
        function("slot-finder", python_lambda, 130, 160),
        function("basket", python_lambda, 220, 50),
        table("slots", 60),
        outside("geocode.mapcorp.example", 120, 70),
    )
    it.calls("basket > slot-finder > slots", "slot-finder > geocode.mapcorp.example")
    it.runs("slot-finder", 1.5)
    it.runs("basket", 1)
    it.log("slot-finder 2 | <0..14> slots for zone <1..60>", until=-238)
    it.log("basket 1.5 | basket <0..999999> priced", "basket 0.5 ERROR | voucher code unknown")
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
    it.log(f"slot-finder 14 ERROR | {trace}", since=-238)
    it.log("basket 5 WARNING | slot-finder answered 502, no slots shown", since=-230)
    it.moves(-238, "slot-finder Errors 96", "geocode.mapcorp.example Failures 112")
    it.alarm("slot-finder-errors", "slot-finder", "Errors", 20, 3)
    it.expects("geocode.mapcorp.example", "dependency", mentions="503", blames="basket|slots")
