"""The database's password was rotated; one service still has the old one in memory (Go, pgx)."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import slog
from tests.evals._generate.styles import bare, postgres, spring

ROTATED = -640.0

_REFUSED = (
    "acquiring connection failed\nfailed to connect to `user=order_api database=orders`: "
    "10.30.12.8:5432 (orders-pg.cq8f.us-east-1.rds.amazonaws.com): failed SASL auth: FATAL: "
    'password authentication failed for user "order_api" (SQLSTATE 28P01)'
)


def build() -> Incident:
    it = Scene("rotated-secret-stale", "webshop", "orders", 0.65)
    it.gateway("orders-http", 820, 62)
    it.container("order-api", slog, "webshop", 34)
    it.container("returns-api", spring("shop.returns.ReturnController"), "webshop", 18)
    it.resource("orders/db/order_api", "secretsmanager", bare, "/aws/lambda/rotate-postgres")
    it.rds("orders-pg", "postgres", postgres)
    it.queue("order-placed", 90)
    it.calls("orders-http > order-api > orders-pg", "orders-http > returns-api > orders-pg")
    it.calls("order-api > orders/db/order_api", "order-api > order-placed")
    it.closely("orders-http", "5XXError")
    it.closely("orders-pg", "DatabaseConnections")
    _usual(it)
    it.change(-2820, "deployment", "returns-api", "returns-api 3.3.0: QR labels", "argo-cd")
    it.change(
        ROTATED,
        "configuration",
        "orders/db/order_api",
        "RotationSucceeded, AWSCURRENT moved to version 7f0e41c2",
        "secretsmanager.amazonaws.com",
    )
    for after, step in enumerate(("createSecret", "setSecret", "testSecret", "finishSecret")):
        said = f"[INFO]\t{step}: done for orders/db/order_api"
        it.once("orders/db/order_api", ROTATED - 9 + 3 * after, said, tasks=1)
    # Pooled connections live for five minutes, so the first half hits few.
    for since, rate in ((ROTATED + 35, 4), (ROTATED + 300, 9)):
        until = 90.0 if rate == 9 else ROTATED + 300
        it.says("order-api", _REFUSED, rate, since, until, "ERROR", tasks=4)
        it.says("orders-pg", _fatal, rate, since, until, "FATAL", tasks=1)
    it.series("orders-http", "5XXError").shift(ROTATED + 35, 540, ramp=320)
    it.series("orders-pg", "DatabaseConnections").shift(ROTATED + 35, 27, ramp=320)
    it.series("order-placed", "NumberOfMessagesSent").shift(ROTATED + 35, 21, ramp=320)
    it.alarm("orders-http-5xx", "orders-http", "5XXError", 100, 5)
    return it.expects(
        ["confirmed", "likely"],
        ["order-api", "orders/db/order_api"],
        ["permission", "configuration"],
        None,
        ["orders-pg", "returns-api", "order-placed"],
    )


_fatal = 'password authentication failed for user "order_api"'


def _usual(it: Scene) -> None:
    it.says(
        "order-api", lambda d: f"order placed lines={d.randint(1, 9)}", 1, dips=(ROTATED + 60, 0.4)
    )
    it.says(
        "order-api",
        "voucher refused\nvoucher: already redeemed",
        0.5,
        level="ERROR",
        dips=(ROTATED + 60, 0.4),
    )
    it.says("returns-api", lambda d: f"return {d.randrange(10**6)} registered", 0.8)
    it.says("returns-api", "carrier label took longer than 2 s", 0.3, level="WARN")
    it.says(
        "orders-pg",
        lambda d: f"checkpoint complete: wrote {d.randint(90, 900)} buffers",
        0.3,
        tasks=1,
    )
    it.says(
        "orders-pg",
        'duplicate key value violates unique constraint "returns_label_key"',
        0.2,
        level="ERROR",
        tasks=1,
    )
