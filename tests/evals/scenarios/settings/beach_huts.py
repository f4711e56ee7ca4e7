"""A queue's trigger was switched off: messages are sent as ever, and their consumer is idle."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched


@scenario("huts", "bookings", watched(0.68, 0.68))
def beach_huts(it: Incident) -> None:
    it.has(
        aws.http_api("huts-http", requests=240, ms=61),
        aws.function("hut-booking", logs.node_lambda, calls=238, ms=44, errors=0.05),
        aws.queue("hut-letters", sent=118),
        aws.function("letter-writer", logs.python_lambda, calls=118, ms=310, errors=0.05),
        aws.table("huts", writes=118),
    )
    it.calls("huts-http > hut-booking > hut-letters > letter-writer", "hut-booking > huts")
    it.log(
        "hut-booking 1.4 | hut <1..220> booked for week <18..38>",
        "hut-booking 0.3 WARN | hut <1..220> asked for without a tide table",
        "letter-writer 1.2 -1320>0.0 | letter for hut <1..220> printed",
        "letter-writer 0.2 ERROR -1320>0.0 | postcode of guest <100..999> not known",
    )
    it.reports("hut-booking", 0.6, 44, (256, 88))
    it.reports("letter-writer", 0.6, 310, (512, 201), until=-1320)
    for metric in ("Invocations", "Errors", "Duration"):
        it.series("letter-writer", metric).silence(-1320)
    it.moves(
        -1320,
        "hut-letters ApproximateNumberOfMessagesVisible 2600, ApproximateAgeOfOldestMessage 1320",
        ramp=1320,
    )
    it.closely("hut-letters NumberOfMessagesSent", "letter-writer Invocations")
    it.change(-5700, "deployment hut-booking | hut-booking 2.14: dogs in week 36")
    it.alarm("letters-old", "hut-letters", "ApproximateAgeOfOldestMessage", 1100, periods=3)
    it.expects(
        "letter-writer|hut-letters",
        "configuration",
        mentions="letter-writer",
        blames="hut-booking|huts|huts-http",
    )
