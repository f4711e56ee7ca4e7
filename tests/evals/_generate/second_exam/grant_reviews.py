"""A job rewrites half a database, its replica stays behind, and reviewers miss what they wrote."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, postgres_of
from tests.evals._generate.practice.voices import structlog
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.second_exam.dialects import quarkus
from tests.evals._generate.styles import pino

STARTED, ONSET = -660.0, -390.0


def grant_reviews() -> Account:
    it = Account("grant-reviews", "grants", "grant reviews", kept=(0.9, 0.57))
    it.tasks("review-web", compact(pino("review-web")), "grants", 29)
    web = {"Requests": ("Count", 520), "ReviewNotFound": ("Count", 0.4)}
    it.measured("review-web", "Grants/Web", {"Service": "review-web"}, web)
    it.tasks("review-api", quarkus("or.gr.re.ReviewResource"), "grants", 33, 57)
    it.instance("grants-pg", 62, postgres_of("grants"))
    it.measured(
        "grants-pg", "AWS/RDS", {"DBInstanceIdentifier": "grants-pg"}, {"WriteIOPS": ("Count", 240)}
    )
    it.instance("grants-pg-replica", 41)
    it.measured(
        "grants-pg-replica",
        "AWS/RDS",
        {"DBInstanceIdentifier": "grants-pg-replica"},
        {"ReplicaLag": ("Seconds", 0.6, 0.2), "WriteIOPS": ("Count", 250)},
    )
    it.resource("eligibility-recalc", "batch", structlog("eligibility"), "/aws/batch/job")
    it.calls("review-web > review-api > grants-pg", "review-api > grants-pg-replica")
    it.calls("eligibility-recalc > grants-pg", "grants-pg > grants-pg-replica")

    it.closely("grants-pg-replica", "ReplicaLag").closely("grants-pg", "WriteIOPS")
    it.moves("grants-pg", STARTED, {"WriteIOPS": 2880, "CPUUtilization": 58}, ramp=60)
    it.moves("grants-pg-replica", STARTED, {"WriteIOPS": 1500}, ramp=60)
    it.series("grants-pg-replica", "WriteIOPS").noise = 0.015
    it.moves("grants-pg-replica", STARTED + 30, {"ReplicaLag": 318}, ramp=630)
    it.series("grants-pg-replica", "ReplicaLag").noise = 0.04
    it.moves("review-web", ONSET, {"ReviewNotFound": 9}, until=-240)
    it.moves("review-web", -240, {"ReviewNotFound": 33})

    it.business("review-web", lambda d: f"GET /reviews/{d.randint(4000, 9000)} 200", 1.2)
    it.business("review-web", "session expired, back to the login", 0.3, level="WARN")
    it.business("review-api", lambda d: f"review {d.randint(4000, 9000)} saved", 1.2)
    it.business(
        "review-api",
        "HHH000104: firstResult/maxResults specified with collection fetch; applying in memory",
        0.3,
        level="WARN",
    )
    it.business("grants-pg", "checkpoint starting: time", 0.2)
    it.says("grants-pg", "checkpoint starting: wal", 3, STARTED + 60)
    it.says(
        "grants-pg",
        "checkpoints are occurring too frequently (19 seconds apart)",
        3,
        STARTED + 90,
    )
    it.once("eligibility-recalc", -7000.0, "job finished call=2025-H2 rows=1204")
    it.once("eligibility-recalc", STARTED, "job started call=all-open rows=4180233 batch=20000")
    it.says(
        "eligibility-recalc",
        lambda d: f"updated applications rows=20000 took={d.uniform(1.1, 2.4):.2f}s",
        7,
        STARTED + 5,
    )
    missing = (
        "could not show the review just saved\nNotFoundError: review-api answered 404 for "
        "/reviews/{}\n    at load (/srv/app/reviews.js:44:13)"
    )
    slow = "review {} is not on the replica yet (3 tries, 1500 ms), answering 404"
    for since, until, rate in ((ONSET, -240.0, 8), (-240.0, 90.0, 30)):
        it.says(
            "review-api",
            lambda d: slow.format(d.randint(9000, 9900)),
            rate,
            since,
            until,
            "WARN",
        )
        it.says(
            "review-web",
            lambda d: missing.format(d.randint(9000, 9900)),
            rate,
            since,
            until,
            "ERROR",
        )
    it.change(-5750, "configuration", "grants-pg-replica", "tags: cost-centre 7714", "terraform")
    it.change(-1430, "deployment", "review-api", "review-api 9.22.0: PDF headings", "tekton")
    it.alarm("reviews-not-found", "review-web", "ReviewNotFound", 18, 4)
    it.expects(
        ["confirmed", "likely"],
        ["grants-pg-replica", "eligibility-recalc"],
        ["resource-exhaustion", "infrastructure", "traffic"],
        ["replica"],
        ["review-api", "review-web"],
    )
    return it
