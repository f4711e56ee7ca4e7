"""A backfill that writes more than a read replica can replay."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

MISSING = (
    "order could not be shown\nOrderNotFoundError: order not found on reader\n"
    "    at OrderReader.byId (/srv/app/dist/orders/reader.js:57:13)\n"
    "    at async /srv/app/dist/routes/orders.js:31:19"
)


@scenario("orchids", "orders", watched(0.7, 0.7))
def orchid_catalogue(it: Incident) -> None:
    it.has(
        aws.balancer("orchid-alb", requests=270, seconds=0.09),
        aws.tasks("orchid-shop", logs.pino("orchid-shop-7c"), "orchids", cpu=31),
        aws.instance("orchid-primary", 55, logs.postgres).plus(
            "AWS/RDS",
            {"DBInstanceIdentifier": "orchid-primary"},
            {"TransactionLogsGeneration": ("Bytes/Second", 410000)},
        ),
        aws.instance("orchid-reader", 70, logs.postgres).plus(
            "AWS/RDS", {"DBInstanceIdentifier": "orchid-reader"}, {"ReplicaLag": ("Seconds", 0.6)}
        ),
        aws.function("stock-backfill", logs.python_lambda, calls=0.1, ms=9000, errors=0.05),
    )
    it.calls(
        "orchid-alb > orchid-shop > orchid-primary",
        "orchid-shop > orchid-reader",
        "stock-backfill > orchid-primary",
        "orchid-reader > orchid-primary",
    )
    it.log(
        "orchid-shop 1.4 -240>0.6 | order <700000..799999> shown",
        "orchid-shop 0.4 | order <700000..799999> placed",
        "orchid-shop 0.3 WARN | image of sku <100..999> too large for preview",
        "orchid-primary 0.2 | could not receive data from client: Connection reset by peer",
        "stock-backfill 2.2 -905.. | UPDATE stock SET shelf = ... : <180000..250000> rows "
        "of partition <1..64>",
        "orchid-reader 0.2 | recovery restart point at 4C/<HEX8>",
        "orchid-reader 1.5 ERROR -700.. | canceling statement due to conflict with recovery",
        f"orchid-shop 14 ERROR -233.. x3 | {MISSING}",
    )
    it.moves(-910, "stock-backfill Invocations 12, Duration 281000")
    it.moves(-905, "orchid-primary TransactionLogsGeneration 46000000, CPUUtilization 61")
    it.moves(-880, "orchid-reader ReplicaLag 412", ramp=880)
    it.moves(-236, "orchid-alb HTTPCode_Target_5XX_Count 73")
    it.series("orchid-reader", "ReplicaLag").noise = 0.03
    it.closely("orchid-reader ReplicaLag")
    it.change(-5400, "deployment orchid-shop | orchid-shop 44: gift wrapping")
    it.change(
        -930,
        "service-event stock-backfill l.bergstrom | execution started by hand: shelf "
        "numbers for all 41 million rows",
    )
    it.alarm("orchid-alb-5xx", "orchid-alb", "HTTPCode_Target_5XX_Count", 25, periods=3)
    it.expects(
        "orchid-reader|stock-backfill",
        "resource-exhaustion|traffic|infrastructure",
        mentions="lag",
        blames="orchid-shop|orchid-alb",
    )
