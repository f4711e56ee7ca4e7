"""A dependency answered 503 for half a minute, and everything works on."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("hotel", "reservations", ONE_HOUR)
def false_alarm_healed_blip(it: Incident) -> None:
    it.has(
        aws.function("reserve", logs.powertools("reserve"), 160, 110),
        aws.table("rooms", 90),
        aws.outside("rates.channelhub.example", 155, 60),
    )
    it.calls("reserve > rooms", "reserve > rates.channelhub.example")
    it.runs("reserve", 1)
    it.log(
        "reserve 12 | room <100..999> reserved", "reserve 0.5 WARNING | rate is older than an hour"
    )
    it.change(-9000, "deployment reserve ci | reserve 77")
    it.log("reserve 60 ERROR -150..-118 | channelhub answered 503 for GET /rates")
    it.moves(-165, "reserve Errors 30", "rates.channelhub.example Failures 32", until=-110)
    it.alarm("reserve-errors", "reserve", "Errors", 10, 1)
    it.expects(None, "none", blames="rooms", verdict="healthy")
