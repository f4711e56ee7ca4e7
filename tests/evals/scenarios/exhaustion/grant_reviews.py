"""A job rewrites half a database, its replica stays behind, and reviewers miss what they wrote."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

STARTED, ONSET = (-660.0, -390.0)


@scenario("grants", "grant reviews", watched(0.72, 0.3135))
def grant_reviews(it: Incident) -> None:
    it.has(aws.tasks("review-web", logs.compact(logs.pino("review-web")), "grants", 29))
    web = {"Requests": ("Count", 520), "ReviewNotFound": ("Count", 0.4)}
    it.measured("review-web", "Grants/Web", {"Service": "review-web"}, web)
    it.has(
        aws.tasks("review-api", logs.quarkus("or.gr.re.ReviewResource"), "grants", 33, 57),
        aws.instance("grants-pg", 62, logs.postgres_of("grants")).plus(
            "AWS/RDS", {"DBInstanceIdentifier": "grants-pg"}, {"WriteIOPS": ("Count", 240)}
        ),
        aws.instance("grants-pg-replica", 41).plus(
            "AWS/RDS",
            {"DBInstanceIdentifier": "grants-pg-replica"},
            {"ReplicaLag": ("Seconds", 0.6, 0.2), "WriteIOPS": ("Count", 250)},
        ),
        aws.resource(
            "eligibility-recalc", "batch", logs.structlog("eligibility"), "/aws/batch/job"
        ),
    )
    it.calls(
        "review-web > review-api > grants-pg",
        "review-api > grants-pg-replica",
        "eligibility-recalc > grants-pg",
        "grants-pg > grants-pg-replica",
    )
    it.closely("grants-pg-replica ReplicaLag", "grants-pg WriteIOPS")
    it.moves(
        STARTED,
        "grants-pg WriteIOPS 2880, CPUUtilization 58",
        "grants-pg-replica WriteIOPS 1500",
        ramp=60,
    )
    it.series("grants-pg-replica", "WriteIOPS").noise = 0.015
    it.moves(STARTED + 30, "grants-pg-replica ReplicaLag 318", ramp=630)
    it.series("grants-pg-replica", "ReplicaLag").noise = 0.04
    it.moves(ONSET, "review-web ReviewNotFound 9", until=-240)
    it.moves(-240, "review-web ReviewNotFound 33")
    it.log(
        "review-web 1.2 | GET /reviews/<4000..9000> 200",
        "review-web 0.3 WARN | session expired, back to the login",
        "review-api 1.2 | review <4000..9000> saved",
        "review-api 0.3 WARN | HHH000104: firstResult/maxResults specified with collection "
        "fetch; applying in memory",
        "grants-pg 0.2 | checkpoint starting: time",
        f"grants-pg 3 {STARTED + 60}.. | checkpoint starting: wal",
        f"grants-pg 3 {STARTED + 90}.. | checkpoints are occurring too frequently (19 "
        "seconds apart)",
    )
    it.once(-7000.0, "eligibility-recalc | job finished call=2025-H2 rows=1204")
    it.once(STARTED, "eligibility-recalc | job started call=all-open rows=4180233 batch=20000")
    it.log(
        f"eligibility-recalc 7 {STARTED + 5}.. | updated applications rows=20000 "
        "took=<1.1..2.4:.2f>s"
    )
    missing = (
        "could not show the review just saved\nNotFoundError: review-api answered 404 for "
        "/reviews/<9000..9900>\n    at load (/srv/app/reviews.js:44:13)"
    )
    slow = "review <9000..9900> is not on the replica yet (3 tries, 1500 ms), answering 404"
    for since, until, rate in ((ONSET, -240.0, 8), (-240.0, 90.0, 30)):
        it.log(
            f"review-api {rate} WARN {since}..{until} | {slow}",
            f"review-web {rate} ERROR {since}..{until} | {missing}",
        )
    it.change(-5750, "configuration grants-pg-replica terraform | tags: cost-centre 7714")
    it.change(-1430, "deployment review-api tekton | review-api 9.22.0: PDF headings")
    it.alarm("reviews-not-found", "review-web", "ReviewNotFound", 18, 4)
    it.expects(
        "grants-pg-replica|eligibility-recalc",
        "resource-exhaustion|infrastructure|traffic",
        mentions="replica",
        blames="review-api|review-web",
    )
