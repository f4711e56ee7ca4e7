"""A letter-shop's API answers 503; its caller was released five minutes before (Ruby, Sidekiq)."""

from tests.evals.builder import Incident, function, partner, quarterly, queue, rds, scenario, tasks
from tests.evals.dialects import rails, sidekiq, structlog

ONSET = -236.0
HOST = "api.letterpost.example"


@scenario("energy", "customer-letters", quarterly(0.6))
def saas_down_after_release(it: Incident) -> None:
    it.has(
        tasks("self-service", rails, "energy", 28, None, 0.07),
        queue("letters", 85),
        tasks("letter-worker", sidekiq("PrintLetterJob"), "energy", 44, None, 0.07),
    )
    it.measured(
        "letter-worker",
        "Energy/Sidekiq",
        {"Worker": "PrintLetterJob"},
        {"JobsFailed": ("Count", 0.4), "JobsProcessed": ("Count", 84, 0.08)},
    )
    it.has(
        function("dunning", structlog("dunning"), 12, 640),
        partner(HOST, "Energy/Egress", 96, 240, 0.08),
        rds("letters-pg", "postgres"),
    )
    it.calls(
        "self-service > letters",
        "letters > letter-worker",
        f"letter-worker > {HOST}",
        "letter-worker > letters-pg",
        f"dunning > {HOST}",
    )
    it.closely("letter-worker JobsFailed", f"{HOST} ClientErrors")
    _usual(it)
    it.change(-4470, "configuration letters-pg dba | ModifyDBInstance", "BackupRetention: 7 -> 14")
    it.change(
        ONSET - 300,
        "deployment letter-worker semaphore-ci | letter-worker 154: address block for Austria",
        "diff --git a/app/letters/address.rb b/app/letters/address.rb\n"
        "@@ -31,0 +32,2 @@\n+    when 'AT' then [name, street, \"#{zip} #{town}\", "
        "'ÖSTERREICH']\n",
    )
    it.log(
        "letter-worker 11 ERROR | Faraday::ServerError: the server responded with status "
        f"503 for POST https://{HOST}/v3/letters - "
        '{"error":"service_unavailable","message":"We are currently experiencing '
        'an outage"}',
        since=ONSET,
        tasks=4,
    )
    it.log(
        "letter-worker 5 ERROR | Faraday::TimeoutError: Net::ReadTimeout with "
        f"#<TCPSocket:(closed)> ({HOST})",
        since=ONSET - 12,
        tasks=4,
    )
    it.log(
        "dunning 5 ERROR | reminder_not_sent\nrequests.exceptions.HTTPError: 503 Server "
        f"Error: Service Unavailable for url: https://{HOST}/v3/letters",
        since=ONSET + 4,
    )
    it.moves(ONSET - 12, f"{HOST} ClientErrors 93")
    it.moves(ONSET - 30, f"{HOST} ClientLatency 7600")
    it.moves(ONSET - 12, "letter-worker JobsFailed 81")
    it.moves(ONSET, "dunning Errors 11")
    it.moves(
        ONSET,
        "letters ApproximateNumberOfMessagesVisible 310",
        "letters ApproximateAgeOfOldestMessage 220",
        ramp=-ONSET,
    )
    it.alarm("letters-failing", "letter-worker", "JobsFailed", 20, 3)
    it.expects(HOST, "dependency", blames="letter-worker|letters-pg|dunning")


def _usual(it: Incident) -> None:
    it.log(
        "self-service 0.9 | Completed 200 OK in <20..160>ms",
        "self-service 0.3 WARN | Meter reading is lower than the last one",
    )
    it.says(
        "letter-worker",
        lambda d: f"done: {d.randint(180, 420) / 1000} sec",
        1.2,
        falls=(ONSET, 0.1),
    )
    it.log(
        "letter-worker 0.4 ERROR | Letters::AddressInvalid: postal code does not fit the country"
    )
    it.log("dunning 0.5 | reminder_sent stage=<1..3>", falls=(ONSET, 0.0))
    it.log("dunning 0.2 WARNING | customer_deceased")
