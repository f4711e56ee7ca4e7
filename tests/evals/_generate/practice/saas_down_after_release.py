"""A letter-shop's API answers 503; its caller was released five minutes before (Ruby, Sidekiq)."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import sidekiq, structlog
from tests.evals._generate.styles import rails

ONSET = -236.0
HOST = "api.letterpost.example"


def build() -> Incident:
    it = Scene("saas-down-after-release", "energy", "customer-letters", 0.6)
    it.container("self-service", rails, "energy", 28)
    it.queue("letters", 85)
    it.container("letter-worker", sidekiq("PrintLetterJob"), "energy", 44)
    it.metrics(
        "letter-worker",
        "Energy/Sidekiq",
        {"Worker": "PrintLetterJob"},
        JobsFailed=("Count", 0.4),
        JobsProcessed=("Count", 84, 0.08),
    )
    it.function("dunning", structlog("dunning"), 12, 640)
    it.partner(HOST, "Energy/Egress", 96, 240)
    it.rds("letters-pg", "postgres")
    it.calls("self-service > letters", "letters > letter-worker", f"letter-worker > {HOST}")
    it.calls("letter-worker > letters-pg", f"dunning > {HOST}")
    it.closely("letter-worker", "JobsFailed")
    it.closely(HOST, "ClientErrors")
    _usual(it)
    it.change(
        -4470, "configuration", "letters-pg", "ModifyDBInstance", "dba", "BackupRetention: 7 -> 14"
    )
    it.change(
        ONSET - 300,
        "deployment",
        "letter-worker",
        "letter-worker 154: address block for Austria",
        "semaphore-ci",
        "diff --git a/app/letters/address.rb b/app/letters/address.rb\n@@ -31,0 +32,2 @@\n"
        "+    when 'AT' then [name, street, \"#{zip} #{town}\", 'ÖSTERREICH']\n",
    )
    it.says(
        "letter-worker",
        f"Faraday::ServerError: the server responded with status 503 for POST https://{HOST}/v3/"
        'letters - {"error":"service_unavailable","message":"We are currently experiencing an '
        'outage"}',
        11,
        since=ONSET,
        level="ERROR",
        tasks=4,
    )
    it.says(
        "letter-worker",
        f"Faraday::TimeoutError: Net::ReadTimeout with #<TCPSocket:(closed)> ({HOST})",
        5,
        since=ONSET - 12,
        level="ERROR",
        tasks=4,
    )
    it.says(
        "dunning",
        "reminder_not_sent\nrequests.exceptions.HTTPError: 503 Server Error: Service Unavailable "
        f"for url: https://{HOST}/v3/letters",
        5,
        since=ONSET + 4,
        level="ERROR",
    )
    it.series(HOST, "ClientErrors").shift(ONSET - 12, 93)
    it.series(HOST, "ClientLatency").shift(ONSET - 30, 7600)
    it.series("letter-worker", "JobsFailed").shift(ONSET - 12, 81)
    it.series("dunning", "Errors").shift(ONSET, 11)
    it.series("letters", "ApproximateNumberOfMessagesVisible").shift(ONSET, 310, ramp=-ONSET)
    it.series("letters", "ApproximateAgeOfOldestMessage").shift(ONSET, 220, ramp=-ONSET)
    it.alarm("letters-failing", "letter-worker", "JobsFailed", 20, 3)
    return it.expects(
        ["confirmed", "likely"],
        HOST,
        "dependency",
        None,
        ["letter-worker", "letters-pg", "dunning"],
    )


def _usual(it: Scene) -> None:
    it.says("self-service", lambda d: f"Completed 200 OK in {d.randint(20, 160)}ms", 0.9)
    it.says("self-service", "Meter reading is lower than the last one", 0.3, level="WARN")
    it.says(
        "letter-worker", lambda d: f"done: {d.randint(180, 420) / 1000} sec", 1.2, dips=(ONSET, 0.1)
    )
    it.says(
        "letter-worker",
        "Letters::AddressInvalid: postal code does not fit the country",
        0.4,
        level="ERROR",
    )
    it.says("dunning", lambda d: f"reminder_sent stage={d.randint(1, 3)}", 0.5, dips=(ONSET, 0.0))
    it.says("dunning", "customer_deceased", 0.2, level="WARNING")
