"""A provider of text messages is down; one of its two callers was released just before."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

RELEASED = -560.0
DOWN = -235.0
HOST = "api.textlane.io"


@scenario("health", "blood-donors", seldom())
def blood_donors(it: Incident) -> None:
    it.has(
        aws.balancer("donor-alb", 150, 0.13),
        aws.tasks("donor-web", logs.elixir, "donors", 16),
        aws.tasks("appointment-api", logs.monolog("appointments"), "donors", 28),
        aws.function("reminder-worker", logs.powertools("reminder-worker"), 40, 260, 0.05),
        aws.partner(HOST, "Donors/Outgoing", 74, 180),
        aws.instance("donors-pg", 41, logs.postgres_of("donors")),
    )
    it.seldom(
        "reminder-worker Duration",
        "donors-pg CPUUtilization DatabaseConnections",
        "donor-web CPUUtilization",
        "reminder-worker Invocations",
        "appointment-api CPUUtilization",
        "donor-alb RequestCount",
    )
    it.calls(
        "donor-alb > donor-web > appointment-api > donors-pg",
        f"appointment-api > {HOST}",
        f"reminder-worker > {HOST}",
        "reminder-worker > donors-pg",
    )
    it.log(
        "donor-web 1.0 | Sent 200 in <14..90>ms",
        "donor-web 0.4 WARN | Phoenix.Router.NoRouteError no route found for GET /<.env|admin>",
        f"appointment-api 1.0 ..{DOWN} | appointment <100000..1000000> confirmed by text message",
        "appointment-api 0.5 ERROR | donor <100000..1000000> cannot be texted\n"
        "Donors\\InvalidNumber(code: 0): not a mobile number",
        f"reminder-worker 0.8 ..{DOWN} | reminded <1..9> donors",
        "donors-pg 0.2 | checkpoint starting: time",
    )
    it.change(
        RELEASED,
        "deployment appointment-api jenkins | appointment-api 5.4.2: opening hours of the "
        "Leeds centre",
        "image: donors/appointment-api:5.4.1 -> donors/appointment-api:5.4.2",
    )
    it.change(-4700, "configuration donors-pg dba-team | backup window", "window: 02:00 -> 03:00")
    it.once(RELEASED + 80, "appointment-api | release 5.4.2 is up, cache warmed")
    it.log(
        f"appointment-api 8 ERROR {DOWN}.. | cannot send the confirmation\n"
        "[object] (GuzzleHttp\\Exception\\ServerException(code: 503): Server error: `POST "
        f"https://{HOST}/v2/messages` resulted in a `503 Service Unavailable` response: "
        "upstream connect error or disconnect/reset before headers. reset reason: "
        "connection termination at "
        "/app/vendor/guzzlehttp/guzzle/src/Exception/RequestException.php:113)",
        f"appointment-api 3 ERROR {DOWN}.. | cannot send the confirmation\n"
        "[object] (GuzzleHttp\\Exception\\ConnectException(code: 0): cURL error 28: "
        "Operation timed out after 5001 milliseconds with 0 bytes received for https://"
        f"{HOST}/v2/messages)",
        f"reminder-worker 5 ERROR {DOWN}.. | reminder failed\n"
        'Traceback (most recent call last):\n  File "/var/task/reminders/send.py", line '
        "37, in send\n    response.raise_for_status()\nrequests.exceptions.HTTPError: 503 "
        f"Server Error: Service Unavailable for url: https://{HOST}/v2/messages",
        f"donor-web 5 ERROR {DOWN}.. | POST /appointments: appointment-api answered 502, "
        "shown as an error page",
    )
    it.moves(DOWN, f"{HOST} ClientErrors 69")
    it.series(HOST, "ClientLatency").shift(DOWN - 60, 900).shift(DOWN, 2700)
    it.moves(
        DOWN,
        "donor-alb HTTPCode_Target_5XX_Count 33, TargetResponseTime 0.9",
        "reminder-worker Errors 35, Duration 2400",
    )
    it.alarm("donor-alb-5xx", "donor-alb", "HTTPCode_Target_5XX_Count", 12, 3)
    it.expects(HOST, "dependency", blames="appointment-api|donor-web|reminder-worker|donors-pg")
