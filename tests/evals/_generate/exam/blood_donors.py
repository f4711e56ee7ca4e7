"""A provider of text messages is down; one of its two callers was released just before."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.exam.voices import elixir, monolog
from tests.evals._generate.held_out.formats import postgres_of
from tests.evals._generate.styles import powertools

RELEASED = -560.0
DOWN = -235.0
HOST = "api.textlane.io"


def blood_donors() -> Estate:
    incident = Estate("blood-donors", "health", "blood-donors")
    describe(incident)
    business(incident)
    fault(incident)
    incident.alarm("donor-alb-5xx", "donor-alb", "HTTPCode_Target_5XX_Count", 12, 3)
    incident.expects(
        ["confirmed", "likely"],
        HOST,
        ["dependency"],
        [],
        ["appointment-api", "donor-web", "reminder-worker", "donors-pg"],
    )
    return incident


def describe(incident: Estate) -> None:
    incident.balancer("donor-alb", 150, 0.13)
    incident.tasks("donor-web", elixir, "donors", 16)
    incident.tasks("appointment-api", monolog("appointments"), "donors", 28)
    incident.lambda_("reminder-worker", powertools("reminder-worker"), 40, 260)
    incident.partner(HOST, "Donors/Outgoing", 74, 180)
    incident.instance("donors-pg", 41, postgres_of("donors"))
    incident.seldom("reminder-worker", "Duration").seldom(
        "donors-pg", "CPUUtilization", "DatabaseConnections"
    )
    incident.seldom("donor-web", "CPUUtilization").seldom("reminder-worker", "Invocations")
    incident.seldom("appointment-api", "CPUUtilization").seldom("donor-alb", "RequestCount")
    incident.calls(
        "donor-alb > donor-web > appointment-api > donors-pg",
        f"appointment-api > {HOST}",
        f"reminder-worker > {HOST}",
        "reminder-worker > donors-pg",
    )


def business(incident: Estate) -> None:
    incident.says("donor-web", lambda d: f"Sent 200 in {d.randint(14, 90)}ms", 1.0)
    incident.says(
        "donor-web",
        lambda d: (
            f"Phoenix.Router.NoRouteError no route found for GET /{d.choice(['.env', 'admin'])}"
        ),
        0.4,
        level="WARN",
    )
    incident.says(
        "appointment-api",
        lambda d: f"appointment {d.randint(10**5, 10**6)} confirmed by text message",
        1.0,
        until=DOWN,
    )
    incident.says(
        "appointment-api",
        lambda d: (
            f"donor {d.randint(10**5, 10**6)} cannot be texted\nDonors\\InvalidNumber(code: 0): "
            "not a mobile number"
        ),
        0.5,
        level="ERROR",
    )
    incident.says(
        "reminder-worker", lambda d: f"reminded {d.randint(1, 9)} donors", 0.8, until=DOWN
    )
    incident.says("donors-pg", "checkpoint starting: time", 0.2)


def fault(incident: Estate) -> None:
    incident.change(
        RELEASED,
        "deployment",
        "appointment-api",
        "appointment-api 5.4.2: opening hours of the Leeds centre",
        "jenkins",
        "image: donors/appointment-api:5.4.1 -> donors/appointment-api:5.4.2",
    )
    incident.change(
        -4700, "configuration", "donors-pg", "backup window", "dba-team", "window: 02:00 -> 03:00"
    )
    incident.once("appointment-api", RELEASED + 80, "release 5.4.2 is up, cache warmed")
    incident.says(
        "appointment-api",
        "cannot send the confirmation\n[object] (GuzzleHttp\\Exception\\ServerException(code: 503):"
        f" Server error: `POST https://{HOST}/v2/messages` resulted in a `503 Service Unavailable` "
        "response: upstream connect error or disconnect/reset before headers. reset reason: "
        "connection termination at /app/vendor/guzzlehttp/guzzle/src/Exception/"
        "RequestException.php:113)",
        8,
        DOWN,
        level="ERROR",
    )
    incident.says(
        "appointment-api",
        "cannot send the confirmation\n[object] (GuzzleHttp\\Exception\\ConnectException(code: 0): "
        f"cURL error 28: Operation timed out after 5001 milliseconds with 0 bytes received for "
        f"https://{HOST}/v2/messages)",
        3,
        DOWN,
        level="ERROR",
    )
    incident.says(
        "reminder-worker",
        "reminder failed\nTraceback (most recent call last):\n"
        '  File "/var/task/reminders/send.py", line 37, in send\n    response.raise_for_status()\n'
        "requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: "
        f"https://{HOST}/v2/messages",
        5,
        DOWN,
        level="ERROR",
    )
    incident.says(
        "donor-web",
        "POST /appointments: appointment-api answered 502, shown as an error page",
        5,
        DOWN,
        level="ERROR",
    )
    incident.series(HOST, "ClientErrors").shift(DOWN, 69)
    incident.series(HOST, "ClientLatency").shift(DOWN - 60, 900).shift(DOWN, 2700)
    incident.series("donor-alb", "HTTPCode_Target_5XX_Count").shift(DOWN, 33)
    incident.series("donor-alb", "TargetResponseTime").shift(DOWN, 0.9)
    incident.series("reminder-worker", "Errors").shift(DOWN, 35)
    incident.series("reminder-worker", "Duration").shift(DOWN, 2400)
