"""Larger pictures fill a function's memory; it only says that it ran out of time."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

FULL = -840.0


@scenario("print-shop", "posters", quarterly(0.47))
def poster_prints(it: Incident) -> None:
    it.has(
        aws.rest_api("print-api", 140, 160),
        aws.queue("poster-jobs", 45),
        aws.function("poster-render", logs.powertools("render"), 44, 4200),
        aws.resource("poster-files", "other"),
        aws.function("order-mail", logs.python_lambda, 18, 90),
    )
    it.calls("print-api > poster-jobs > poster-render > poster-files", "print-api > order-mail")
    it.closely("poster-render Errors")
    it.log(
        "poster-render 1.5 | poster <1000..9999> rendered",
        "poster-render 0.2 WARNING | no profile for paper <1..30>",
        "order-mail 0.7 | mail sent",
    )
    it.reports("poster-render", 2, 4200, (1024, 410), until=FULL)
    it.reports("poster-render", 2, 30000, (1024, 1016), since=FULL, status="Status: timeout")
    it.change(-6100, "deployment print-api ci | print-api 207: sizes up to A0")
    it.change(-1300, "deployment order-mail ci | order-mail 33: a footer")
    it.writes("poster-render", logs.bare)
    it.log(f"poster-render 9 ERROR {FULL}.. | <hex16> Task timed out after 30.00 seconds")
    it.moves(FULL, "poster-render Errors 19, Duration 29800")
    it.moves(FULL, "poster-jobs ApproximateNumberOfMessagesVisible 240", ramp=500)
    it.alarm("poster-render-errors", "poster-render", "Errors", 6, 3)
    it.expects(
        "poster-render",
        "resource-exhaustion",
        mentions="memory",
        blames="poster-files|order-mail|poster-jobs",
    )
