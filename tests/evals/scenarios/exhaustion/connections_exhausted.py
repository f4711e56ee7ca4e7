"""One service leaks connections; the others cannot get any."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("retail", "orders", ONE_HOUR)
def connections_exhausted(it: Incident) -> None:
    it.has(
        aws.service("order-service", logs.spring("c.r.o.OrderService"), "retail", 340, 55),
        aws.service("reporting", logs.spring("c.r.r.ReportJob"), "retail", 20, 700),
        aws.service("storefront", logs.nginx, "retail", 900, 70),
        aws.database("orders-pg", 120, logs.postgres),
    )
    it.calls("storefront > order-service > orders-pg", "reporting > orders-pg")
    it.log(
        "order-service 2 | order <0..999999> accepted",
        "storefront 0.7 | client closed connection, client: 203.0.113.<1..250>",
        "reporting 0.4 | report <margin|stock|vat> done",
        "orders-pg 0.2 | checkpoint complete: wrote 812 buffers (5.0%)",
        'orders-pg 0.3 ERROR | duplicate key value violates unique constraint "cart_pkey"',
    )
    it.change(
        -3100,
        "configuration storefront marketing-cms | banner text for spring sale",
        {"BANNER": ["", "spring26"]},
    )
    it.log(
        "orders-pg 16 FATAL -290.. | remaining connection slots are reserved for "
        "non-replication superuser connections",
        "order-service 9 ERROR -262.. | order not saved\n"
        "java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not "
        "available, request timed out after 30000ms (total=10, active=10, idle=0, "
        "waiting=37)\n\tat "
        "com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:696)",
        "storefront 7 ERROR -255.. | upstream timed out (110: Connection timed out) while "
        "reading response header from upstream, client: 203.0.113.<1..250>, upstream: "
        '"http://order-service:8080/orders"',
    )
    it.moves(-2700, "orders-pg DatabaseConnections 500", ramp=2400)
    it.moves(-262, "order-service 5xx 120, Latency 21000")
    it.moves(-255, "storefront 5xx 130")
    it.alarm("storefront-5xx", "storefront", "5xx", 30, 3)
    it.expects(
        "orders-pg|reporting", "resource-exhaustion", mentions="connection", blames="storefront"
    )
