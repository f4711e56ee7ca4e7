"""The database's password was rotated; one service still has the old one in memory (Go, pgx)."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

ROTATED = -640.0
_REFUSED = (
    "acquiring connection failed\nfailed to connect to `user=order_api "
    "database=orders`: 10.30.12.8:5432 (orders-pg.cq8f.us-east-1.rds.amazonaws.com): "
    'failed SASL auth: FATAL: password authentication failed for user "order_api" '
    "(SQLSTATE 28P01)"
)


@scenario("webshop", "orders", quarterly(0.65))
def rotated_secret_stale(it: Incident) -> None:
    it.has(
        aws.rest_api("orders-http", 820, 62, 0.3, None, 0.06, 0.08),
        aws.tasks("order-api", logs.slog_text, "webshop", 34, None, 0.07),
        aws.tasks(
            "returns-api", logs.spring("shop.returns.ReturnController"), "webshop", 18, None, 0.07
        ),
        aws.resource(
            "orders/db/order_api", "secretsmanager", logs.bare, "/aws/lambda/rotate-postgres"
        ),
        aws.rds("orders-pg", "postgres", logs.postgres),
        aws.queue("order-placed", 90),
    )
    it.calls(
        "orders-http > order-api > orders-pg",
        "orders-http > returns-api > orders-pg",
        "order-api > orders/db/order_api",
        "order-api > order-placed",
    )
    it.closely("orders-http 5XXError", "orders-pg DatabaseConnections")
    it.log(
        f"order-api 1 {ROTATED + 60}>0.4 | order placed lines=<1..9>",
        f"order-api 0.5 ERROR {ROTATED + 60}>0.4 | voucher refused\nvoucher: already redeemed",
        "returns-api 0.8 | return <0..999999> registered",
        "returns-api 0.3 WARN | carrier label took longer than 2 s",
        "orders-pg 0.3 x1 | checkpoint complete: wrote <90..900> buffers",
        "orders-pg 0.2 ERROR x1 | duplicate key value violates unique constraint "
        '"returns_label_key"',
    )
    it.change(-2820, "deployment returns-api argo-cd | returns-api 3.3.0: QR labels")
    it.change(
        ROTATED,
        "configuration orders/db/order_api secretsmanager.amazonaws.com | "
        "RotationSucceeded, AWSCURRENT moved to version 7f0e41c2",
    )
    for after, step in enumerate(("createSecret", "setSecret", "testSecret", "finishSecret")):
        said = f"[INFO]\t{step}: done for orders/db/order_api"
        it.once(ROTATED - 9 + 3 * after, f"orders/db/order_api | {said}", tasks=1)
    # Pooled connections live for five minutes, so the first half hits few.
    for since, rate in ((ROTATED + 35, 4), (ROTATED + 300, 9)):
        until = 90.0 if rate == 9 else ROTATED + 300
        it.log(
            f"order-api {rate} ERROR {since}..{until} x4 | {_REFUSED}",
            f"orders-pg {rate} FATAL {since}..{until} x1 | {_fatal}",
        )
    it.moves(
        ROTATED + 35,
        "orders-http 5XXError 540",
        "orders-pg DatabaseConnections 27",
        "order-placed NumberOfMessagesSent 21",
        ramp=320,
    )
    it.alarm("orders-http-5xx", "orders-http", "5XXError", 100, 5)
    it.expects(
        "order-api|orders/db/order_api",
        "permission|configuration",
        blames="orders-pg|returns-api|order-placed",
    )


_fatal = 'password authentication failed for user "order_api"'
