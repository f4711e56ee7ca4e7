"""The search cluster is slow, and everything above it times out in turn."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("jobs", "job-board", ONE_HOUR)
def timeout_cascade(it: Incident) -> None:
    it.has(
        aws.service("board-web", logs.rails, "jobs", 260, 120),
        aws.service("job-search", logs.logfmt("job-search"), "jobs", 240, 60),
        aws.service("profile-api", logs.logfmt("profile-api"), "jobs", 180, 22),
        aws.resource("search-cluster", "http"),
    )
    at = {"DomainName": "search-cluster"}
    it.measured(
        "search-cluster",
        "AWS/ES",
        at,
        {
            "SearchLatency": ("Milliseconds", 34),
            "CPUUtilization": ("Percent", 41),
            "JVMMemoryPressure": ("Percent", 58, 0.03),
            "ThreadpoolSearchRejected": ("Count", 0),
        },
    )
    it.calls("board-web > job-search > search-cluster", "board-web > profile-api")
    it.log(
        "board-web 2.5 | Completed 200 OK in <60..220>ms",
        "job-search 2 | query matched <3..900> postings",
        "profile-api 1 | profile <0..99999> read",
        "profile-api 0.6 ERROR | avatar service answered 404, using default",
    )
    it.change(-1500, "deployment profile-api drone | profile-api 0.44.1: default avatars")
    it.moves(-520, "search-cluster JVMMemoryPressure 96", ramp=120)
    it.moves(-480, "search-cluster CPUUtilization 99")
    it.moves(-440, "search-cluster SearchLatency 9800")
    it.moves(-420, "search-cluster ThreadpoolSearchRejected 85")
    it.log(
        "job-search 10 ERROR -420.. | search failed: context deadline exceeded: Post "
        '"https://search-cluster.jobs.internal:9200/postings/_search" (Client.Timeout '
        "exceeded while awaiting headers)",
        "board-web 8 ERROR -405.. | Net::ReadTimeout: Net::ReadTimeout with "
        "#<TCPSocket:(job-search:8080)>",
    )
    it.moves(-430, "job-search Latency 10000")
    it.moves(-420, "job-search 5xx 160")
    it.moves(-410, "board-web Latency 15000")
    it.moves(-405, "board-web 5xx 140")
    it.alarm("board-web-5xx", "board-web", "5xx", 40, 3)
    it.expects(
        "search-cluster",
        "resource-exhaustion|dependency|infrastructure",
        mentions="search-cluster",
        blames="board-web|job-search|profile-api",
    )
