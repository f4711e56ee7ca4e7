"""One message that cannot be read comes back again and again."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("fleet", "telematics", ONE_HOUR)
def poison_message(it: Incident) -> None:
    it.has(
        aws.function("position-consumer", logs.powertools("positions"), 75, 80),
        aws.queue("vehicle-positions", 900),
        aws.table("vehicle-state", 850),
        aws.function("geofence", logs.powertools("geofence"), 75, 30),
    )
    it.calls(
        "vehicle-positions > position-consumer > vehicle-state", "position-consumer > geofence"
    )
    it.runs("position-consumer", 1.5)
    it.log(
        "position-consumer 2 | stored batch of <5..10> positions",
        "geofence 0.6 | vehicle <100..999> left zone <1..20>",
        "geofence 0.3 WARNING | slow evaluation of polygon depot-north",
    )
    it.change(-40000, "deployment position-consumer gitlab | position-consumer 61")
    broken = (
        "cannot process message 5b1f0c0e-9f0d-4c1e-8a39-2f6f3a1d77aa, receive count {}\n"
        'Traceback (most recent call last):\n  File "/var/task/positions/consumer.py", '
        "line 48, in handle\n    position = json.loads(record['body'])\n"
        "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"
    )
    for number in range(34):
        it.once(
            -610 + number * 20 + it.dice.uniform(-2, 2),
            f"position-consumer ERROR | {broken.format(number + 1)}",
        )
    it.moves(-610, "position-consumer Errors 3")
    it.moves(-610, "vehicle-positions ApproximateAgeOfOldestMessage 640", ramp=640)
    it.moves(-610, "vehicle-positions ApproximateNumberOfMessagesVisible 15")
    it.alarm(
        "positions-delayed",
        "vehicle-positions",
        "ApproximateAgeOfOldestMessage",
        400,
        3,
        statistic="MAX",
    )
    it.expects(
        "position-consumer|vehicle-positions",
        "bad-input",
        mentions="5b1f0c0e-9f0d-4c1e-8a39-2f6f3a1d77aa",
        blames="vehicle-state|geofence",
    )
