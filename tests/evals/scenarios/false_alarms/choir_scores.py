"""Nothing is wrong: new tasks of a release warm up, as they did at the two releases before."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

RELEASED = -470.0
RELEASES = (RELEASED, -97200.0, -260100.0)
WARM_UP = (175.0, 350.0)


@scenario("music", "choir-scores", seldom())
def choir_scores(it: Incident) -> None:
    it.has(
        aws.balancer("scores-alb", 230, 0.12),
        aws.tasks("score-web", logs.rails, "choirs", 19),
        aws.tasks(
            "score-search", logs.spring("org.choir.search.SearchController"), "choirs", 33, 58
        ),
        aws.resource("scores-os", "other"),
    )
    levels = {"CPUUtilization": ("Percent", 22), "JVMMemoryPressure": ("Percent", 47, 0.03)}
    domain = {"DomainName": "scores", "ClientId": "418295736104"}
    it.measured("scores-os", "AWS/ES", domain, levels)
    it.seldom("scores-os CPUUtilization JVMMemoryPressure", "score-web CPUUtilization")
    it.calls("scores-alb > score-web > score-search > scores-os")
    it.log(
        "score-web 1.2 | Completed 200 OK in <40..190>ms (Allocations: 9120)",
        "score-web 0.6 WARN | cover of score <1000..9999> is missing, placeholder shown",
        "score-search 1.3 | query of <1..6> terms, <0..900> hits",
        "score-search 0.6 ERROR | cannot parse query, taken literally: unbalanced quote at <1..40>",
    )
    it.change(-5100, "configuration scores-os r.evans | automated snapshot hour", "hour: 1 -> 2")
    for at, version in zip(RELEASES, ("3.44.0", "3.43.2", "3.43.1"), strict=True):
        release(it, at, version)
    for metric, resource in (
        ("CPUUtilization", "score-search"),
        ("TargetResponseTime", "scores-alb"),
    ):
        earlier = [at + 60 * step for at in RELEASES[1:] for step in range(-6, 15)]
        it.earlier(resource, earlier, metric)
    it.alarm("score-search-cpu", "score-search", "CPUUtilization", 80, 3, statistic="AVERAGE")
    it.expects(None, "none", blames="score-search|scores-os|scores-alb", verdict="healthy")


def release(it: Incident, at: float, version: str) -> None:
    it.change(
        at,
        f"deployment score-search codedeploy | score-search {version}, rolling, 2 tasks at a time",
    )
    for pair in range(2):
        up = at + 130 + 55 * pair
        for later, text in (
            (0, f"Starting SearchApplication v{version} using Java 21.0.2 with PID 1"),
            (18, "Tomcat started on port 8080 (http) with context path '/'"),
            (20, f"Started SearchApplication in {19 + pair}.4 seconds (process running for 23.1)"),
        ):
            it.once(up + later, f"score-search | {text}", tasks=4)
        it.once(
            up + 45,
            "score-search | Commencing graceful shutdown. Waiting for active requests to complete",
            tasks=4,
        )
        it.once(up + 46, "score-search | Graceful shutdown complete", tasks=4)
    since, until = (at + each for each in WARM_UP)
    it.moves(since, "score-search CPUUtilization 90", until=until)
    it.moves(until, "score-search CPUUtilization 47", until=until + 60)
    it.moves(since, "scores-alb TargetResponseTime 0.21", until=until)
