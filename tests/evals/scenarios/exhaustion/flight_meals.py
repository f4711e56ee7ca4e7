"""A database's volume has used up its burst credits; three layers above it run into time-outs."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

READS_MORE = -6300.0
EMPTY = -420.0
FELT = -235.0


@scenario("catering", "flight-meals", seldom())
def flight_meals(it: Incident) -> None:
    it.has(aws.tasks("menu-bff", logs.winston("menu-bff"), "catering", 21))
    it.measured("menu-bff", "Catering/http", {"Service": "menu-bff"}, aws.requests(190, 240))
    it.has(
        aws.tasks("meal-planner", logs.slog("meal-planner"), "catering", 18).plus(
            "Catering/http", {"Service": "meal-planner"}, {"Latency": ("Milliseconds", 170)}
        ),
        aws.tasks("allergen-lookup", logs.structlog("allergen-lookup"), "catering", 26),
        aws.resource(
            "nutrition-pg",
            "rds",
            logs.postgres_of("nutrition"),
            "/aws/rds/instance/nutrition-pg/postgresql",
        ),
    )
    levels = {
        "BurstBalance": ("Percent", 88, 0.004, 0.01),
        "ReadIOPS": ("Count/Second", 290, 0.08),
        "ReadLatency": ("Seconds", 0.0014),
        "DiskQueueDepth": ("Count", 1),
        "CPUUtilization": ("Percent", 24),
    }
    it.measured("nutrition-pg", "AWS/RDS", {"DBInstanceIdentifier": "nutrition-pg"}, levels)
    it.seldom(
        "menu-bff CPUUtilization Requests Latency",
        "nutrition-pg CPUUtilization",
        "meal-planner Latency",
        "meal-planner CPUUtilization",
        "allergen-lookup CPUUtilization",
    )
    it.calls("menu-bff > meal-planner > allergen-lookup > nutrition-pg")
    it.log(
        "menu-bff 0.9 | order of flight QX<100..999> taken",
        "menu-bff 0.4 WARN | session of tablet <100..999> is gone, signed in again",
        f"meal-planner 0.8 ..{FELT} | planned <60..310> trays",
        "allergen-lookup 0.9 | recipe checked id=<1000..9999> allergens=<0..6>",
        "allergen-lookup 0.4 WARNING | supplier sheet without EAN sheet=<100..999>",
        "nutrition-pg 0.2 | checkpoint starting: time",
    )
    it.change(
        -1180,
        "deployment meal-planner buildkite | meal-planner v0.58.1: count of halal trays in "
        "the summary",
    )
    it.change(-3800, "scaling menu-bff target-tracking | desired count 3 -> 4")
    slow = (
        "catering|duration: <1200..9800>.<100..999> ms  execute <unnamed>: SELECT * FROM "
        "ingredients WHERE recipe=$1"
    )
    it.log(
        f"nutrition-pg 4.5 {EMPTY}.. | {slow}",
        f"allergen-lookup 6 ERROR {FELT - 60}.. | lookup failed\n"
        "asyncpg.exceptions.QueryCanceledError: canceling statement due to statement "
        "timeout",
        f"meal-planner 9 ERROR {FELT}.. | cannot plan trays\n"
        'Post "http://allergen-lookup:8000/check": context deadline exceeded '
        "(Client.Timeout exceeded while awaiting headers)",
        f"menu-bff 9 ERROR {FELT}.. | planning failed\nAxiosError: timeout of 4000ms "
        "exceeded\n    at RedirectableRequest.handleRequestTimeout "
        "(/app/node_modules/axios/lib/adapters/http.js:675:16)",
    )
    volume = {
        "BurstBalance": (READS_MORE, 0.4, EMPTY - READS_MORE),
        "ReadIOPS": (READS_MORE, 1450, 120),
        "ReadLatency": (EMPTY, 0.21, 120),
        "DiskQueueDepth": (EMPTY, 71, 120),
    }
    for name, (since, to, ramp) in volume.items():
        it.moves(since, f"nutrition-pg {name} {to}", ramp=ramp)
    # Without credits a volume has what its size is given: three operations for each GiB.
    it.moves(EMPTY, "nutrition-pg ReadIOPS 600")
    it.series("meal-planner", "Latency").shift(EMPTY, 1900, ramp=120).shift(FELT, 5000)
    it.series("menu-bff", "Latency").shift(EMPTY, 1700, ramp=120).shift(FELT, 4010)
    it.moves(FELT, "menu-bff 5xx 96")
    it.alarm("menu-bff-5xx", "menu-bff", "5xx", 15, 3, "Crews cannot order meals")
    it.expects(
        "nutrition-pg",
        "resource-exhaustion|infrastructure|throttling",
        blames="menu-bff|meal-planner|allergen-lookup",
    )
