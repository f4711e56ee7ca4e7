"""A letter-shop's API answers 503; its caller was released five minutes before (Ruby, Sidekiq)."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

ONSET = -236.0
HOST = "api.letterpost.example"


@scenario("energy", "customer-letters", quarterly(0.6))
def saas_down_after_release(it: Incident) -> None:
    it.has(
        aws.tasks("self-service", logs.rails, "energy", 28, None, 0.07),
        aws.queue("letters", 85),
        aws.tasks("letter-worker", logs.sidekiq("PrintLetterJob"), "energy", 44, None, 0.07).plus(
            "Energy/Sidekiq",
            {"Worker": "PrintLetterJob"},
            {"JobsFailed": ("Count", 0.4), "JobsProcessed": ("Count", 84, 0.08)},
        ),
        aws.function("dunning", logs.structlog("dunning"), 12, 640),
        aws.partner(HOST, "Energy/Egress", 96, 240, 0.08),
        aws.rds("letters-pg", "postgres"),
    )
    it.calls(
        "self-service > letters",
        "letters > letter-worker",
        f"letter-worker > {HOST}",
        "letter-worker > letters-pg",
        f"dunning > {HOST}",
    )
    it.closely("letter-worker JobsFailed", f"{HOST} ClientErrors")
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
        "letter-worker 0.4 ERROR | Letters::AddressInvalid: postal code does not fit the country",
        f"dunning 0.5 {ONSET}>0.0 | reminder_sent stage=<1..3>",
        "dunning 0.2 WARNING | customer_deceased",
    )
    it.change(-4470, "configuration letters-pg dba | ModifyDBInstance", "BackupRetention: 7 -> 14")
    it.change(
        ONSET - 300,
        "deployment letter-worker semaphore-ci | letter-worker 154: address block for Austria",
        "diff --git a/app/letters/address.rb b/app/letters/address.rb\n"
        "@@ -31,0 +32,2 @@\n+    when 'AT' then [name, street, \"#{zip} #{town}\", "
        "'ÖSTERREICH']\n",
    )
    it.log(
        f"letter-worker 11 ERROR {ONSET}.. x4 | Faraday::ServerError: the server responded "
        f"with status 503 for POST https://{HOST}/v3/letters - "
        '{"error":"service_unavailable","message":"We are currently experiencing '
        'an outage"}',
        f"letter-worker 5 ERROR {ONSET - 12}.. x4 | Faraday::TimeoutError: Net::ReadTimeout "
        f"with #<TCPSocket:(closed)> ({HOST})",
        f"dunning 5 ERROR {ONSET + 4}.. | reminder_not_sent\n"
        "requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: "
        f"https://{HOST}/v3/letters",
    )
    it.moves(ONSET - 12, f"{HOST} ClientErrors 93")
    it.moves(ONSET - 30, f"{HOST} ClientLatency 7600")
    it.moves(ONSET - 12, "letter-worker JobsFailed 81")
    it.moves(ONSET, "dunning Errors 11")
    it.moves(
        ONSET,
        "letters ApproximateNumberOfMessagesVisible 310, ApproximateAgeOfOldestMessage 220",
        ramp=-ONSET,
    )
    it.alarm("letters-failing", "letter-worker", "JobsFailed", 20, 3)
    it.expects(HOST, "dependency", blames="letter-worker|letters-pg|dunning")
