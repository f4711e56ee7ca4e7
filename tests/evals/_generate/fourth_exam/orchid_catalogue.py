"""A backfill that writes more than a read replica can replay."""

from __future__ import annotations

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.styles import pino, postgres, python_lambda

MISSING = (
    "order could not be shown\nOrderNotFoundError: order not found on reader\n"
    "    at OrderReader.byId (/srv/app/dist/orders/reader.js:57:13)\n"
    "    at async /srv/app/dist/routes/orders.js:31:19"
)


def orchid_catalogue() -> Borough:
    case = Borough("orchid-catalogue", "orchids", "orders", share=0.7)
    case.balancer("orchid-alb", requests=270, seconds=0.09)
    case.tasks("orchid-shop", pino("orchid-shop-7c"), "orchids", cpu=31)
    case.instance("orchid-primary", 55, postgres)
    case.metric(
        "orchid-primary",
        "AWS/RDS",
        "TransactionLogsGeneration",
        {"DBInstanceIdentifier": "orchid-primary"},
        "Bytes/Second",
        410000,
    )
    case.instance("orchid-reader", 70, postgres)
    case.metric(
        "orchid-reader",
        "AWS/RDS",
        "ReplicaLag",
        {"DBInstanceIdentifier": "orchid-reader"},
        "Seconds",
        0.6,
    )
    case.lambda_("stock-backfill", python_lambda, calls=0.1, ms=9000)
    case.calls("orchid-alb > orchid-shop > orchid-primary", "orchid-shop > orchid-reader")
    case.calls("stock-backfill > orchid-primary", "orchid-reader > orchid-primary")

    case.business(
        "orchid-shop", lambda d: f"order {d.randint(700000, 799999)} shown", 1.4, (-240, 0.6)
    )
    case.business("orchid-shop", lambda d: f"order {d.randint(700000, 799999)} placed", 0.4)
    case.says(
        "orchid-shop",
        lambda d: f"image of sku {d.randint(100, 999)} too large for preview",
        0.3,
        level="WARN",
    )
    case.says("orchid-primary", "could not receive data from client: Connection reset by peer", 0.2)
    case.says(
        "stock-backfill",
        lambda d: (
            f"UPDATE stock SET shelf = ... : {d.randint(180000, 250000)} rows of partition "
            f"{d.randint(1, 64)}"
        ),
        2.2,
        since=-905,
    )
    case.says(
        "orchid-reader", lambda d: f"recovery restart point at 4C/{d.getrandbits(32):08X}", 0.2
    )

    case.says(
        "orchid-reader",
        ("canceling statement due to conflict with recovery"),
        1.5,
        since=-700,
        level="ERROR",
    )
    case.says("orchid-shop", MISSING, 14, since=-233, level="ERROR", tasks=3)
    case.moves("stock-backfill", -910, {"Invocations": 12, "Duration": 281000})
    case.moves(
        "orchid-primary", -905, {"TransactionLogsGeneration": 46000000, "CPUUtilization": 61}
    )
    case.moves("orchid-reader", -880, {"ReplicaLag": 412}, ramp=880)
    case.moves("orchid-alb", -236, {"HTTPCode_Target_5XX_Count": 73})
    case.series("orchid-reader", "ReplicaLag").noise = 0.03
    case.closely("orchid-reader", "ReplicaLag")
    case.change(-5400, "deployment", "orchid-shop", "orchid-shop 44: gift wrapping")
    case.change(
        -930,
        "service-event",
        "stock-backfill",
        "execution started by hand: shelf numbers for all 41 million rows",
        "l.bergstrom",
    )
    case.alarm("orchid-alb-5xx", "orchid-alb", "HTTPCode_Target_5XX_Count", 25, periods=3)
    case.expects(
        ["confirmed", "likely"],
        ["orchid-reader", "stock-backfill"],
        ["resource-exhaustion", "traffic", "infrastructure"],
        ["lag"],
        ["orchid-shop", "orchid-alb"],
    )
    return case
