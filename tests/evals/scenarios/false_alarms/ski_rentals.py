"""Nothing is wrong any more: for a minute a name could not be resolved, and callers tried again."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

BEGAN = -178.0
OVER = -118.0


@scenario("resorts", "ski-rentals", seldom())
def ski_rentals(it: Incident) -> None:
    it.has(
        aws.balancer("rental-alb", 280, 0.11),
        aws.tasks("rental-api", logs.pino("rental-api-6c9f"), "resorts", 27),
    )
    it.measured("rental-api", "Resorts/http", {"Service": "rental-api"}, aws.requests(270, 84))
    it.has(
        aws.tasks("fitting-api", logs.pino("fitting-api-77ab"), "resorts", 14),
        aws.resource("fleet-docdb", "other"),
    )
    levels = {"DatabaseConnections": ("Count", 48, 0.03, 0.02), "CPUUtilization": ("Percent", 21)}
    it.measured("fleet-docdb", "AWS/DocDB", {"DBInstanceIdentifier": "fleet-docdb-1"}, levels)
    it.seldom(
        "fleet-docdb CPUUtilization",
        "rental-api Requests",
        "fitting-api CPUUtilization",
        "rental-api CPUUtilization",
    )
    it.calls("rental-alb > rental-api > fleet-docdb", "rental-api > fitting-api")
    it.log(
        "rental-api 1.4 | pair <1000..9999> handed out at desk <1..12>",
        "rental-api 0.6 ERROR | boot size <20..49> is sold out\n"
        "OutOfStockError: nothing left\n    at reserve (/app/stock.js:61:11)",
    )
    it.says("fitting-api", lambda d: f"DIN value {d.randint(30, 95) / 10} computed", 0.9)
    it.log("fitting-api 0.4 WARN | weight is missing, asked again")
    it.change(
        -4400,
        "deployment rental-api spinnaker | rental-api 2.27.0: deposits by phone",
        "image: resorts/rental-api:2.26.3 -> resorts/rental-api:2.27.0",
    )
    it.change(-1900, "scaling fitting-api target-tracking | desired count 3 -> 2")
    it.log(
        f"rental-api 16 ERROR {BEGAN}..{OVER} | cannot reach the fleet\n"
        "MongoServerSelectionError: getaddrinfo EAI_AGAIN "
        "fleet-docdb-1.cx2v9a.docdb.eu-central-1.amazonaws.com\n"
        "    at Topology.selectServer "
        "(/app/node_modules/mongodb/lib/sdam/topology.js:321:38)",
        f"rental-api 8 WARN {BEGAN + 20}..{OVER + 12} | fleet answered on attempt 2",
    )
    for resource, metric in (("rental-alb", "HTTPCode_Target_5XX_Count"), ("rental-api", "5xx")):
        it.moves(BEGAN, f"{resource} {metric} 27", until=OVER)
    it.moves(BEGAN, "rental-alb TargetResponseTime 0.34", "rental-api Latency 240", until=OVER)
    it.alarm("rental-alb-5xx", "rental-alb", "HTTPCode_Target_5XX_Count", 10, 1)
    it.expects(
        None, "none", blames="rental-api|fleet-docdb|fitting-api|rental-alb", verdict="healthy"
    )
