"""Terraform puts an endpoint back, and a service writes where one may only read."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -330.0
READ_ONLY = (
    "An exception occurred in the database while saving changes for context type "
    "'Preorders.Data.OrderContext'.\nMySqlConnector.MySqlException (0x80004005): The "
    "MySQL server is running with the --read-only option so it cannot execute this "
    "statement\n   at MySqlConnector.Core.ServerSession.ReceiveReplyAsync(IOBehavior "
    "ioBehavior)\n   at Preorders.Data.OrderStore.Place(Order order) in "
    "/src/Preorders/Data/OrderStore.cs:line 88"
)
HOST = "bakery.cluster-{}c8xk2f0q1z.eu-west-1.rds.amazonaws.com"


@scenario("bakery", "bakery preorders", watched(0.76, 0.242))
def bakery_preorders(it: Incident) -> None:
    it.has(
        aws.balancer("bakery-alb", 610, 0.11),
        aws.tasks("counter-web", logs.zerolog("counter-web"), "bakery", 24),
    )
    web = {"PreordersPlaced": ("Count", 31), "PreordersFailed": ("Count", 0.3)}
    it.measured("counter-web", "Bakery/Orders", {"Service": "counter-web"}, web)
    it.has(
        aws.tasks("preorder-core", logs.serilog("Preorders.Data"), "bakery", 29, 52),
        aws.instance("bakery-aurora-1", 44, logs.mysql, "error"),
        aws.instance("bakery-aurora-2", 19),
        aws.function("oven-plan", logs.powertools("oven-plan"), 6, 1240, 0.05),
    )
    it.calls(
        "bakery-alb > counter-web > preorder-core > bakery-aurora-1",
        "preorder-core > bakery-aurora-2",
        "oven-plan > bakery-aurora-2",
    )
    it.closely("bakery-aurora-1 DatabaseConnections", "bakery-aurora-2 DatabaseConnections")
    it.moves(ONSET, "counter-web PreordersFailed 9, PreordersPlaced 22", until=-200)
    it.moves(-200, "counter-web PreordersFailed 29, PreordersPlaced 0.2")
    it.moves(
        ONSET,
        "bakery-aurora-1 DatabaseConnections 5",
        "bakery-aurora-2 DatabaseConnections 58",
        ramp=140,
    )
    it.moves(ONSET, "bakery-alb HTTPCode_Target_5XX_Count 27", ramp=130)
    it.log(
        "counter-web 1.2 | GET /shops/<1..140>/shelf",
        "counter-web 0.25 WARN | slot is full, offered the next",
        "preorder-core 1.1 -205>0 | Order <100000..1000000> placed",
        "preorder-core 0.2 WARN | Compiling a query which loads related collections",
        "oven-plan 0.3 | planned <40..90> trays",
        "bakery-aurora-1 0.15 WARN | [MY-010914] [Server] Aborted connection to db: "
        "'bakery' user: 'report' host: '10.0.3.18' (Got an error reading communication "
        "packets).",
        f"preorder-core 12 ERROR {ONSET}..-200 | {READ_ONLY}",
        f"preorder-core 34 ERROR -200.. | {READ_ONLY}",
    )
    refused = "could not place preorder\nPOST http://preorder-core.bakery.local/orders: 500"
    it.log(
        f"counter-web 8 ERROR {ONSET}..-200 | {refused}", f"counter-web 27 ERROR -200.. | {refused}"
    )
    for at in (-352.0, -216.0):
        it.once(at, "preorder-core | Application started. Press Ctrl+C to shut down.")
    it.change(-5200, "deployment oven-plan | oven-plan 1.9.3")
    it.change(
        -405,
        "configuration preorder-core ops-terraform | terraform apply prod/ecs: 3 changed (drift)",
        {"environment.ORDERS_DB_HOST": {"before": HOST.format(""), "after": HOST.format("ro-")}},
    )
    it.change(-404, "configuration counter-web ops-terraform | terraform apply prod/ecs: tags")
    it.alarm("preorders-failing", "counter-web", "PreordersFailed", 16, 3)
    it.expects(
        "preorder-core",
        "configuration|deployment",
        mentions="ORDERS_DB_HOST",
        blames="bakery-aurora-1|bakery-aurora-2|counter-web",
    )
