"""Nothing is wrong: new tasks of a release warm up, as they did at the two releases before."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.styles import rails, spring

RELEASED = -470.0
RELEASES = (RELEASED, -97200.0, -260100.0)
WARM_UP = (175.0, 350.0)
"""Seconds after a release in which compilers keep the new tasks busy."""


def choir_scores() -> Estate:
    incident = Estate("choir-scores", "music", "choir-scores")
    describe(incident)
    business(incident)
    for at, version in zip(RELEASES, ("3.44.0", "3.43.2", "3.43.1"), strict=True):
        release(incident, at, version)
    for metric, resource in (
        ("CPUUtilization", "score-search"),
        ("TargetResponseTime", "scores-alb"),
    ):
        earlier = [at + 60 * step for at in RELEASES[1:] for step in range(-6, 15)]
        incident.reaches(resource, metric, earlier)
    incident.alarm("score-search-cpu", "score-search", "CPUUtilization", 80, 3, statistic="AVERAGE")
    incident.expects("healthy", None, "none", [], ["score-search", "scores-os", "scores-alb"])
    return incident


def describe(incident: Estate) -> None:
    incident.balancer("scores-alb", 230, 0.12)
    incident.tasks("score-web", rails, "choirs", 19)
    incident.tasks("score-search", spring("org.choir.search.SearchController"), "choirs", 33, 58)
    incident.resource("scores-os", "other")
    levels = {"CPUUtilization": ("Percent", 22), "JVMMemoryPressure": ("Percent", 47, 0.03)}
    at = {"DomainName": "scores", "ClientId": "418295736104"}
    incident.measured("scores-os", "AWS/ES", at, levels)
    incident.seldom("scores-os", "CPUUtilization", "JVMMemoryPressure")
    incident.seldom("score-web", "CPUUtilization")
    incident.calls("scores-alb > score-web > score-search > scores-os")


def business(incident: Estate) -> None:
    incident.says(
        "score-web",
        lambda d: f"Completed 200 OK in {d.randint(40, 190)}ms (Allocations: 9120)",
        1.2,
    )
    incident.says(
        "score-web",
        lambda d: f"cover of score {d.randint(1000, 9999)} is missing, placeholder shown",
        0.6,
        level="WARN",
    )
    incident.says(
        "score-search",
        lambda d: f"query of {d.randint(1, 6)} terms, {d.randint(0, 900)} hits",
        1.3,
    )
    incident.says(
        "score-search",
        lambda d: f"cannot parse query, taken literally: unbalanced quote at {d.randint(1, 40)}",
        0.6,
        level="ERROR",
    )
    incident.change(
        -5100, "configuration", "scores-os", "automated snapshot hour", "r.evans", "hour: 1 -> 2"
    )


def release(incident: Estate, at: float, version: str) -> None:
    incident.change(
        at,
        "deployment",
        "score-search",
        f"score-search {version}, rolling, 2 tasks at a time",
        "codedeploy",
    )
    for pair in range(2):
        up = at + 130 + 55 * pair
        for later, text in (
            (0, f"Starting SearchApplication v{version} using Java 21.0.2 with PID 1"),
            (18, "Tomcat started on port 8080 (http) with context path '/'"),
            (20, f"Started SearchApplication in {19 + pair}.4 seconds (process running for 23.1)"),
        ):
            incident.once("score-search", up + later, text, tasks=4)
        incident.once(
            "score-search",
            up + 45,
            "Commencing graceful shutdown. Waiting for active requests to complete",
            tasks=4,
        )
        incident.once("score-search", up + 46, "Graceful shutdown complete", tasks=4)
    since, until = (at + each for each in WARM_UP)
    incident.series("score-search", "CPUUtilization").shift(since, 90, until)
    incident.series("score-search", "CPUUtilization").shift(until, 47, until + 60)
    incident.series("scores-alb", "TargetResponseTime").shift(since, 0.21, until)
