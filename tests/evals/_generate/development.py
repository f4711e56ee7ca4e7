"""The scenarios that rules may be written against, without the false alarms."""

from __future__ import annotations

import random

from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import (
    dotnet,
    gunicorn,
    logfmt,
    nginx,
    node_lambda,
    pino,
    postgres,
    powertools,
    python_lambda,
    rails,
    redis,
    spring,
    zap,
)


def bad_deploy_node() -> Incident:
    """A null that the new code does not expect; an older, harmless deploy of a neighbour."""
    it = Incident("bad-deploy-node", "insurance", "quotes")
    it.resource("quotes-gateway", "apigateway")
    at = {"ApiName": "quotes-gateway"}
    it.metric("quotes-gateway", "AWS/ApiGateway", "Count", at, "Count", 95)
    it.metric("quotes-gateway", "AWS/ApiGateway", "5XXError", at, "Count", 0.2)
    it.function("quote-builder", node_lambda, 95, 140).function("risk-score", node_lambda, 95, 60)
    it.table("policies", 40).queue("quote-mails", 30)
    it.calls("quotes-gateway > quote-builder > risk-score", "quote-builder > policies")
    it.calls("quote-builder > quote-mails")
    it.runs("quote-builder", 1.5).runs("risk-score", 1)
    it.says(
        "quote-builder",
        lambda d: f"quote {d.randrange(10**6)} built in {d.randint(60, 220)} ms",
        1.5,
    )
    it.says("quote-builder", "Warning: legacy tariff table in use", 0.2, level="WARN")
    it.says("risk-score", lambda d: f"scored applicant tier={d.choice('ABCD')}", 1)
    it.change(-5400, "deployment", "risk-score", "risk-score 2026.3.11: log tiers", "dmitri")
    it.change(
        -312,
        "deployment",
        "quote-builder",
        "quote-builder 4.18.0",
        "ci-bot",
        "diff --git a/src/discounts.js b/src/discounts.js\n@@ -22,3 +22,3 @@\n"
        "-  const rate = customer.household?.discount ?? 0;\n"
        "+  const rate = customer.household.discount;\n",
    )
    it.says(
        "quote-builder",
        lambda d: (
            'Invoke Error \t{"errorType":"TypeError","errorMessage":'
            '"Cannot read properties of undefined (reading \'discount\')","stack":["TypeError: '
            "Cannot read properties of undefined (reading 'discount')\",\"    at householdRate "
            '(/var/task/src/discounts.js:24:37)","    at async handler (/var/task/src/index.js:'
            f'{d.choice([51, 58])}:15)"]}}'
        ),
        14,
        since=-280,
        level="ERROR",
    )
    it.series("quote-builder", "Errors").shift(-280, 31)
    it.series("quotes-gateway", "5XXError").shift(-280, 31)
    it.alarm("quotes-gateway-5xx", "quotes-gateway", "5XXError", 10, periods=3)
    return it.expects(
        ["confirmed", "likely"],
        "quote-builder",
        ["deployment", "code-defect"],
        ["4.18.0"],
        ["risk-score", "policies"],
    )


def config_drift_cache_host() -> Incident:
    """Infrastructure code puts an old cache endpoint back."""
    it = Incident("config-drift-cache-host", "media", "catalogue")
    it.service("catalogue-web", spring("m.c.CatalogueController"), "media", 420, 40)
    it.service("title-service", spring("m.t.TitleRepository"), "media", 700, 18)
    it.database("titles-db", 48)
    it.resource("session-cache", "other")
    at = {"CacheClusterId": "session-cache"}
    it.metric("session-cache", "AWS/ElastiCache", "CurrConnections", at, "Count", 64)
    it.metric("session-cache", "AWS/ElastiCache", "CacheHits", at, "Count", 6200)
    it.calls("catalogue-web > title-service > titles-db", "catalogue-web > session-cache")
    it.says(
        "catalogue-web",
        lambda d: f"GET /titles/{d.randint(1000, 9999)} 200 {d.randint(12, 90)}ms",
        3,
    )
    it.says("title-service", lambda d: f"loaded {d.randint(1, 40)} titles", 1.5)
    it.says(
        "title-service",
        "HHH90003004: firstResult/maxResults specified with collection fetch",
        0.4,
        level="WARN",
    )
    it.change(-9000, "scaling", "title-service", "desired count 4 -> 6", "autoscaling")
    it.change(
        -421,
        "configuration",
        "catalogue-web",
        "terraform apply: media/catalogue",
        "terraform-cloud",
        {
            "SPRING_REDIS_HOST": [
                "session-cache.k2x9.use1.cache.amazonaws.com",
                "session-cache-old.k2x9.use1.cache.amazonaws.com",
            ],
            "LOG_FORMAT": ["plain", "plain-v2"],
        },
    )
    it.says(
        "catalogue-web",
        "Servlet.service() threw exception\n"
        "org.springframework.data.redis.RedisConnectionFailureException: Unable to connect to "
        "session-cache-old.k2x9.use1.cache.amazonaws.com:6379\n\tat o.s.d.r.c.l."
        "LettuceConnectionFactory.createConnection(LettuceConnectionFactory.java:1595)\n"
        "Caused by: java.net.UnknownHostException: session-cache-old.k2x9.use1.cache."
        "amazonaws.com",
        12,
        since=-395,
        level="ERROR",
    )
    it.series("catalogue-web", "5xx").shift(-395, 160)
    it.series("session-cache", "CurrConnections").shift(-395, 3)
    it.series("session-cache", "CacheHits").shift(-395, 40)
    it.alarm("catalogue-web-5xx-rate", "catalogue-web", "5xx", 25, periods=3)
    return it.expects(
        ["confirmed", "likely"],
        "catalogue-web",
        "configuration",
        ["SPRING_REDIS_HOST"],
        ["titles-db", "title-service"],
    )


def expired_api_key() -> Incident:
    """A partner's key ran out at midnight of the partner's clock; nothing was changed here."""
    it = Incident("expired-api-key", "logistics", "shipping")
    it.service("label-printer", gunicorn, "logistics", 90, 310)
    it.service("shipment-api", gunicorn, "logistics", 210, 60)
    it.database("shipments", 35).outside("api.parcelhub.example", 88, 240)
    it.queue("labels", 85)
    it.calls("shipment-api > shipments", "shipment-api > labels > label-printer")
    it.calls("label-printer > api.parcelhub.example")
    it.says("shipment-api", lambda d: f'"POST /shipments HTTP/1.1" 201 {d.randint(300, 900)}', 2)
    it.says(
        "label-printer", lambda d: f"label printed for SH{d.randrange(10**7):07}", 1.8, until=-330
    )
    it.says("label-printer", "printer queue depth above 40, pausing intake", 0.15, level="WARNING")
    it.says(
        "shipment-api",
        lambda d: f"Invalid postcode in request from customer {d.randint(100, 999)}",
        0.3,
        level="ERROR",
    )
    it.change(-16200, "deployment", "shipment-api", "shipment-api 88: address hints", "lena")
    it.says(
        "label-printer",
        lambda d: (
            f"carrier call failed for SH{d.randrange(10**7):07}: "
            "401 Client Error: Unauthorized for url: https://api.parcelhub.example/v3/labels "
            '{"code":"key_expired","detail":"API key ending 7f3c expired on 2026-03-14"}'
        ),
        10,
        since=-325,
        level="ERROR",
    )
    it.says("label-printer", "re-queued shipment, attempt 2 of 5", 4, since=-320, level="WARNING")
    it.series("label-printer", "5xx").shift(-325, 60)
    it.series("api.parcelhub.example", "Failures").shift(-325, 84)
    it.series("labels", "ApproximateNumberOfMessagesVisible").shift(-325, 400, ramp=330)
    it.series("labels", "ApproximateAgeOfOldestMessage").shift(-325, 320, ramp=330)
    it.alarm(
        "labels-not-printed", "labels", "ApproximateAgeOfOldestMessage", 180, 2, statistic="MAX"
    )
    it.runbook(
        "carrier-credentials.md",
        "# Carrier credentials\n\nKeys of ParcelHub are issued for "
        "a year. `401 key_expired` from `api.parcelhub.example` means that the key in "
        "`logistics/parcelhub` has run out: request a new one in their console, put it into "
        "Secrets Manager and restart `label-printer`.\n",
    )
    return it.expects(
        ["confirmed", "likely"],
        ["label-printer", "api.parcelhub.example"],
        ["permission", "configuration"],
        ["key_expired"],
        ["shipment-api", "shipments", "labels"],
    )


def throttled_table() -> Incident:
    """An import writes more than the table's provisioned capacity."""
    it = Incident("throttled-table", "loyalty", "points")
    it.function("points-api", zap("points/post.go"), 180, 35)
    it.function("points-import", zap("importer/run.go"), 2, 900)
    it.table("point-ledger", 110).table("members", 20)
    it.calls("points-api > point-ledger", "points-api > members", "points-import > point-ledger")
    it.runs("points-api", 2)
    it.says("points-api", lambda d: f"posted {d.randint(1, 400)} points", 1.5)
    it.says(
        "points-api",
        lambda d: f"member not found\nErrNotFound: member {d.randrange(10**5)}",
        0.5,
        level="ERROR",
    )
    it.change(-20000, "deployment", "points-api", "points-api v312", "ci")
    it.says(
        "points-api",
        lambda d: (
            "post failed\noperation error DynamoDB: PutItem, exceeded "
            "maximum number of attempts, 3, https response error StatusCode: 400, RequestID: "
            f"{d.getrandbits(80):X}, ProvisionedThroughputExceededException: The level of "
            "configured provisioned throughput for the table was exceeded. Consider increasing "
            "your provisioning level with the UpdateTable API."
        ),
        13,
        since=-250,
        level="ERROR",
    )
    it.says("points-import", lambda d: f"wrote batch {d.randint(1, 900)} of 900", 6, since=-270)
    it.series("point-ledger", "WriteThrottleEvents").shift(-255, 640)
    it.series("point-ledger", "ConsumedWriteCapacityUnits").shift(-260, 298)
    it.series("points-import", "Invocations").shift(-265, 46)
    it.series("points-api", "Errors").shift(-250, 44)
    it.series("points-api", "Duration").shift(-250, 480)
    it.alarm("points-api-errors", "points-api", "Errors", 15, 3)
    return it.expects(
        ["confirmed", "likely"],
        ["point-ledger", "points-import"],
        ["throttling", "traffic", "resource-exhaustion"],
        ["throughput"],
        ["members"],
    )


def connections_exhausted() -> Incident:
    """One service leaks connections; the others cannot get any."""
    it = Incident("connections-exhausted", "retail", "orders")
    it.service("order-service", spring("c.r.o.OrderService"), "retail", 340, 55)
    it.service("reporting", spring("c.r.r.ReportJob"), "retail", 20, 700)
    it.service("storefront", nginx, "retail", 900, 70)
    it.database("orders-pg", 120, postgres)
    it.calls("storefront > order-service > orders-pg", "reporting > orders-pg")
    it.says("order-service", lambda d: f"order {d.randrange(10**6)} accepted", 2)
    it.says(
        "storefront",
        lambda d: f"client closed connection, client: 203.0.113.{d.randint(1, 250)}",
        0.7,
    )
    it.says("reporting", lambda d: f"report {d.choice(['margin', 'stock', 'vat'])} done", 0.4)
    it.says("orders-pg", "checkpoint complete: wrote 812 buffers (5.0%)", 0.2)
    it.says(
        "orders-pg",
        'duplicate key value violates unique constraint "cart_pkey"',
        0.3,
        level="ERROR",
    )
    it.change(
        -3100,
        "configuration",
        "storefront",
        "banner text for spring sale",
        "marketing-cms",
        {"BANNER": ["", "spring26"]},
    )
    it.says(
        "orders-pg",
        "remaining connection slots are reserved for non-replication superuser connections",
        16,
        since=-290,
        level="FATAL",
    )
    it.says(
        "order-service",
        "order not saved\njava.sql.SQLTransientConnectionException: "
        "HikariPool-1 - Connection is not available, request timed out after 30000ms "
        "(total=10, active=10, idle=0, waiting=37)\n\tat com.zaxxer.hikari.pool.HikariPool."
        "createTimeoutException(HikariPool.java:696)",
        9,
        since=-262,
        level="ERROR",
    )
    it.says(
        "storefront",
        lambda d: (
            "upstream timed out (110: Connection timed out) while reading "
            f"response header from upstream, client: 203.0.113.{d.randint(1, 250)}, upstream: "
            '"http://order-service:8080/orders"'
        ),
        7,
        since=-255,
        level="ERROR",
    )
    it.series("orders-pg", "DatabaseConnections").shift(-2700, 500, ramp=2400)
    it.series("order-service", "5xx").shift(-262, 120)
    it.series("order-service", "Latency").shift(-262, 21000)
    it.series("storefront", "5xx").shift(-255, 130)
    it.alarm("storefront-5xx", "storefront", "5xx", 30, 3)
    return it.expects(
        ["confirmed", "likely"],
        ["orders-pg", "reporting"],
        "resource-exhaustion",
        ["connection"],
        ["storefront"],
    )


def poison_message() -> Incident:
    """One message that cannot be read comes back again and again."""
    it = Incident("poison-message", "fleet", "telematics")
    it.function("position-consumer", powertools("positions"), 75, 80)
    it.queue("vehicle-positions", 900).table("vehicle-state", 850)
    it.function("geofence", powertools("geofence"), 75, 30)
    it.calls(
        "vehicle-positions > position-consumer > vehicle-state", "position-consumer > geofence"
    )
    it.runs("position-consumer", 1.5)
    it.says("position-consumer", lambda d: f"stored batch of {d.randint(5, 10)} positions", 2)
    it.says(
        "geofence", lambda d: f"vehicle {d.randint(100, 999)} left zone {d.randint(1, 20)}", 0.6
    )
    it.says("geofence", "slow evaluation of polygon depot-north", 0.3, level="WARNING")
    it.change(-40000, "deployment", "position-consumer", "position-consumer 61", "gitlab")
    broken = (
        "cannot process message 5b1f0c0e-9f0d-4c1e-8a39-2f6f3a1d77aa, receive count {}\n"
        "Traceback (most recent call last):\n"
        '  File "/var/task/positions/consumer.py", line 48, in handle\n'
        "    position = json.loads(record['body'])\n"
        "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"
    )
    for number in range(34):
        it.once(
            "position-consumer",
            -610 + number * 20 + it.dice.uniform(-2, 2),
            broken.format(number + 1),
            "ERROR",
        )
    it.series("position-consumer", "Errors").shift(-610, 3)
    it.series("vehicle-positions", "ApproximateAgeOfOldestMessage").shift(-610, 640, ramp=640)
    it.series("vehicle-positions", "ApproximateNumberOfMessagesVisible").shift(-610, 15)
    it.alarm(
        "positions-delayed",
        "vehicle-positions",
        "ApproximateAgeOfOldestMessage",
        400,
        3,
        statistic="MAX",
    )
    return it.expects(
        ["confirmed", "likely"],
        ["position-consumer", "vehicle-positions"],
        "bad-input",
        ["5b1f0c0e-9f0d-4c1e-8a39-2f6f3a1d77aa"],
        ["vehicle-state", "geofence"],
    )


def memory_leak_oom() -> Incident:
    """Memory climbs for hours after a deploy until tasks are killed."""
    it = Incident("memory-leak-oom", "news", "front-page").longer(8)
    it.service("page-renderer", pino("renderer-7d9"), "news", 800, 55)
    it.service("article-api", pino("articles-5c2"), "news", 1500, 14)
    it.database("articles-db", 70)
    it.resource("edge", "http")
    it.metric("edge", "news/edge", "Requests", {"Site": "front"}, "Count", 4000)
    it.metric("edge", "news/edge", "5xx", {"Site": "front"}, "Count", 2)
    it.calls("edge > page-renderer > article-api > articles-db")
    it.says(
        "page-renderer",
        lambda d: f"rendered /{d.choice(['', 'world', 'sport'])} in {d.randint(20, 90)} ms",
        2.5,
    )
    it.says("article-api", lambda d: f"GET /articles/{d.randint(1, 9999)} 200", 2)
    it.says(
        "article-api",
        "deprecated query parameter 'expand' used by page-renderer",
        0.5,
        level="WARN",
    )
    it.change(
        -18300,
        "deployment",
        "page-renderer",
        "page-renderer 2026.03.14-1: memoise layouts",
        "github-actions",
        "diff --git a/src/layout.ts b/src/layout.ts\n@@ -9,2 +9,4 @@\n+const seen = new Map"
        "<string, Layout>();\n+  seen.set(request.url, layout);\n",
    )
    it.change(-2400, "deployment", "article-api", "article-api 1.77.2", "github-actions")
    it.series("page-renderer", "MemoryUtilization").shift(-18300, 99, ramp=18000)
    for crash in (-335, -210, -118, -31):
        it.once(
            "page-renderer",
            crash,
            "<--- Last few GCs --->\nFATAL ERROR: Reached heap limit "
            "Allocation failed - JavaScript heap out of memory",
            "FATAL",
        )
        it.once(
            "page-renderer",
            crash + 2,
            "container page-renderer exited with code 137 "
            "(OutOfMemoryError: Container killed due to memory usage)",
            "ERROR",
        )
        it.once("page-renderer", crash + 24, "server listening on :3000")
    it.series("edge", "5xx").shift(-335, 240)
    it.series("page-renderer", "5xx").shift(-335, 90)
    it.alarm("front-page-5xx", "edge", "5xx", 60, 3)
    return it.expects(
        ["confirmed", "likely"],
        "page-renderer",
        ["resource-exhaustion", "code-defect", "deployment"],
        ["memory"],
        ["article-api", "articles-db", "edge"],
    )


def timeout_cascade() -> Incident:
    """The search cluster is slow, and everything above it times out in turn."""
    it = Incident("timeout-cascade", "jobs", "job-board")
    it.service("board-web", rails, "jobs", 260, 120)
    it.service("job-search", logfmt("job-search"), "jobs", 240, 60)
    it.service("profile-api", logfmt("profile-api"), "jobs", 180, 22)
    it.resource("search-cluster", "http")
    at = {"DomainName": "search-cluster"}
    it.metric("search-cluster", "AWS/ES", "SearchLatency", at, "Milliseconds", 34)
    it.metric("search-cluster", "AWS/ES", "CPUUtilization", at, "Percent", 41)
    it.metric("search-cluster", "AWS/ES", "JVMMemoryPressure", at, "Percent", 58, noise=0.03)
    it.metric("search-cluster", "AWS/ES", "ThreadpoolSearchRejected", at, "Count", 0)
    it.calls("board-web > job-search > search-cluster", "board-web > profile-api")
    it.says("board-web", lambda d: f"Completed 200 OK in {d.randint(60, 220)}ms", 2.5)
    it.says("job-search", lambda d: f"query matched {d.randint(3, 900)} postings", 2)
    it.says("profile-api", lambda d: f"profile {d.randrange(10**5)} read", 1)
    it.says("profile-api", "avatar service answered 404, using default", 0.6, level="ERROR")
    it.change(-1500, "deployment", "profile-api", "profile-api 0.44.1: default avatars", "drone")
    it.series("search-cluster", "JVMMemoryPressure").shift(-520, 96, ramp=120)
    it.series("search-cluster", "CPUUtilization").shift(-480, 99)
    it.series("search-cluster", "SearchLatency").shift(-440, 9800)
    it.series("search-cluster", "ThreadpoolSearchRejected").shift(-420, 85)
    it.says(
        "job-search",
        "search failed: context deadline exceeded: Post "
        '"https://search-cluster.jobs.internal:9200/postings/_search" (Client.Timeout exceeded '
        "while awaiting headers)",
        10,
        since=-420,
        level="ERROR",
    )
    it.says(
        "board-web",
        "Net::ReadTimeout: Net::ReadTimeout with #<TCPSocket:(job-search:8080)>",
        8,
        since=-405,
        level="ERROR",
    )
    it.series("job-search", "Latency").shift(-430, 10000)
    it.series("job-search", "5xx").shift(-420, 160)
    it.series("board-web", "Latency").shift(-410, 15000)
    it.series("board-web", "5xx").shift(-405, 140)
    it.alarm("board-web-5xx", "board-web", "5xx", 40, 3)
    return it.expects(
        ["confirmed", "likely"],
        "search-cluster",
        ["resource-exhaustion", "dependency", "infrastructure"],
        ["search-cluster"],
        ["board-web", "job-search", "profile-api"],
    )


def cold_cache() -> Incident:
    """The cache restarts empty, and the database gets every read."""
    it = Incident("cold-cache", "travel", "fares")
    it.service("fare-api", dotnet("Travel.Fares.FareController"), "travel", 1100, 22)
    it.service("booking-web", dotnet("Travel.Booking.Web"), "travel", 380, 80)
    it.database("fares-db", 90)
    it.resource("fare-cache", "other", redis, "/app/fare-cache")
    at = {"CacheClusterId": "fare-cache"}
    it.metric("fare-cache", "AWS/ElastiCache", "CacheHitRate", at, "Percent", 97, noise=0.005)
    it.metric("fare-cache", "AWS/ElastiCache", "CurrItems", at, "Count", 412000, noise=0.01)
    it.metric("fare-cache", "AWS/ElastiCache", "EngineCPUUtilization", at, "Percent", 12)
    it.calls("booking-web > fare-api > fare-cache", "fare-api > fares-db")
    it.says("fare-api", lambda d: f"priced {d.randint(1, 30)} itineraries", 2)
    it.says("booking-web", lambda d: f"booking {d.randrange(16**6):06x} held", 1)
    it.says("booking-web", "payment provider slow, showing spinner", 0.3, level="WARN")
    it.says("fare-cache", lambda d: f"Background saving started by pid {d.randint(30, 90)}", 0.15)
    it.change(
        -305,
        "service-event",
        "fare-cache",
        "ElastiCache: node 0001 was replaced after a failed health check",
        "elasticache.amazonaws.com",
    )
    for at_, text in (
        (-302, "Redis is starting oO0OoO0OoO0Oo"),
        (-301, "DB loaded from append only file: 0 keys loaded"),
        (-300, "Ready to accept connections"),
    ):
        it.once("fare-cache", at_, text, "WARN")
    it.series("fare-cache", "CurrItems").shift(-302, 9000)
    it.series("fare-cache", "CacheHitRate").shift(-302, 7)
    it.series("fares-db", "CPUUtilization").shift(-298, 97)
    it.series("fares-db", "ReadLatency").shift(-298, 61)
    it.says(
        "fare-api",
        "Execution Timeout Expired. The timeout period elapsed prior to completion "
        "of the operation or the server is not responding.\n      Npgsql.NpgsqlException: "
        "Exception while reading from stream",
        10,
        since=-285,
        level="ERROR",
    )
    it.series("fare-api", "Latency").shift(-298, 4200)
    it.series("fare-api", "5xx").shift(-285, 130)
    it.series("booking-web", "5xx").shift(-280, 60)
    it.alarm("fare-api-latency", "fare-api", "Latency", 1000, 3, statistic="AVG")
    return it.expects(
        ["confirmed", "likely"],
        "fare-cache",
        ["infrastructure", "dependency"],
        ["fare-cache"],
        ["booking-web", "fares-db"],
    )


def certificate_expired() -> Incident:
    """An internal service's certificate has run out."""
    it = Incident("certificate-expired", "bank", "transfers")
    it.service("transfer-api", zap("transfer/submit.go"), "core", 150, 65)
    it.service("ledger", zap("ledger/server.go"), "core", 300, 12)
    it.service("limits", zap("limits/check.go"), "core", 150, 9)
    it.database("ledger-db", 50)
    it.calls("transfer-api > ledger > ledger-db", "transfer-api > limits")
    it.says("transfer-api", "transfer submitted", 2, until=-246)
    it.says("transfer-api", "quote requested", 1)
    it.says("ledger", lambda d: f"posted entry {d.randrange(10**7)}", 2, until=-246)
    it.says("limits", "limit ok", 1)
    it.says(
        "limits",
        lambda d: (
            f"velocity rule refused transfer\nlimit exceeded for account {d.randrange(10**6)}"
        ),
        0.4,
        level="ERROR",
    )
    it.change(-7000, "deployment", "limits", "limits v2.9.0: velocity rule 14", "argo")
    it.says(
        "transfer-api",
        'ledger call failed\nPost "https://ledger.core.internal:8443/v1/'
        'entries": tls: failed to verify certificate: x509: certificate has expired or is not '
        "yet valid: current time 2026-03-14T09:22:01Z is after 2026-03-14T09:22:00Z",
        11,
        since=-246,
        level="ERROR",
    )
    it.says(
        "ledger",
        "http: TLS handshake error from 10.4.1.17:50114: remote error: tls: bad certificate",
        8,
        since=-246,
        level="WARN",
    )
    it.series("transfer-api", "5xx").shift(-246, 75)
    it.series("ledger", "Requests").shift(-246, 0)
    it.alarm("transfers-failing", "transfer-api", "5xx", 20, 3)
    it.runbook(
        "tls.md",
        "# Internal certificates\n\nEach service renews its certificate from the "
        "private CA every 90 days by the job `cert-renew`. If callers say `certificate has "
        "expired`, restart the job for the service that presents it.\n",
    )
    return it.expects(
        ["confirmed", "likely"],
        "ledger",
        ["configuration", "infrastructure", "dependency", "network"],
        ["certificate"],
        ["limits", "ledger-db"],
    )


def dependency_outage() -> Incident:
    """The address service that everybody uses answers 503."""
    it = Incident("dependency-outage", "grocery", "delivery-slots")
    it.function("slot-finder", python_lambda, 130, 160)
    it.function("basket", python_lambda, 220, 50)
    it.table("slots", 60).outside("geocode.mapcorp.example", 120, 70)
    it.calls("basket > slot-finder > slots", "slot-finder > geocode.mapcorp.example")
    it.runs("slot-finder", 1.5).runs("basket", 1)
    it.says(
        "slot-finder",
        lambda d: f"{d.randint(0, 14)} slots for zone {d.randint(1, 60)}",
        2,
        until=-238,
    )
    it.says("basket", lambda d: f"basket {d.randrange(10**6)} priced", 1.5)
    it.says("basket", "voucher code unknown", 0.5, level="ERROR")
    it.change(
        -4000,
        "configuration",
        "basket",
        "raise log level",
        "priya",
        {"LOG_LEVEL": ["DEBUG", "INFO"]},
    )
    trace = (
        "HTTPError: 503 Server Error: Service Unavailable for url: https://geocode.mapcorp.example"
        "/v1/locate\nTraceback (most recent call last):\n"
        '  File "/var/task/slots/geo.py", line 31, in locate\n    answer.raise_for_status()\n'
        "requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: "
        "https://geocode.mapcorp.example/v1/locate"
    )
    it.says("slot-finder", trace, 14, since=-238, level="ERROR")
    it.says("basket", "slot-finder answered 502, no slots shown", 5, since=-230, level="WARNING")
    it.series("slot-finder", "Errors").shift(-238, 96)
    it.series("geocode.mapcorp.example", "Failures").shift(-238, 112)
    it.alarm("slot-finder-errors", "slot-finder", "Errors", 20, 3)
    return it.expects(
        ["confirmed", "likely"],
        "geocode.mapcorp.example",
        "dependency",
        ["503"],
        ["basket", "slots"],
    )


def traffic_surge() -> Incident:
    """A television spot: six times the visitors, and too few of everything."""
    it = Incident("traffic-surge", "tickets", "box-office")
    it.resource("box-office-lb", "other")
    at = {"LoadBalancer": "app/box-office-lb/91bc"}
    it.metric("box-office-lb", "AWS/ApplicationELB", "RequestCount", at, "Count", 1300)
    it.metric("box-office-lb", "AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", at, "Count", 0.5)
    it.metric("box-office-lb", "AWS/ApplicationELB", "TargetResponseTime", at, "Seconds", 0.09)
    it.service("seat-map", gunicorn, "tickets", 700, 48).service(
        "cart", gunicorn, "tickets", 300, 60
    )
    it.database("events-db", 80)
    it.calls("box-office-lb > seat-map > events-db", "box-office-lb > cart > events-db")
    it.says("seat-map", lambda d: f'"GET /events/{d.randint(10, 99)}/seats HTTP/1.1" 200', 2.5)
    it.says("cart", lambda d: f"cart {d.randrange(16**5):05x} updated", 1.5)
    it.says("cart", "promo service timeout, going on without", 0.3, level="WARNING")
    it.change(-12600, "deployment", "cart", "cart r191: wording", "jenkins")
    it.says(
        "seat-map",
        lambda d: f'"GET /events/77/seats?src=tv HTTP/1.1" 200 {d.randint(1, 9)}.2s',
        14,
        since=-300,
    )
    it.says("seat-map", "WORKER TIMEOUT (pid:41)", 5, since=-240, level="CRITICAL")
    it.says(
        "seat-map", "listen queue of socket 0.0.0.0:8000 is full", 4, since=-235, level="WARNING"
    )
    it.series("box-office-lb", "RequestCount").shift(-310, 8100, ramp=60)
    it.series("seat-map", "Requests").shift(-310, 5900, ramp=60)
    it.series("cart", "Requests").shift(-310, 900, ramp=60)
    it.series("seat-map", "CPUUtilization").shift(-300, 99)
    it.series("cart", "CPUUtilization").shift(-300, 71)
    it.series("events-db", "CPUUtilization").shift(-300, 63)
    it.series("seat-map", "Latency").shift(-250, 6400)
    it.series("seat-map", "5xx").shift(-240, 420)
    it.series("box-office-lb", "TargetResponseTime").shift(-250, 6.1)
    it.series("box-office-lb", "HTTPCode_ELB_5XX_Count").shift(-240, 430)
    it.alarm("box-office-5xx", "box-office-lb", "HTTPCode_ELB_5XX_Count", 50, 3)
    return it.expects(
        ["confirmed", "likely"],
        ["seat-map", "box-office-lb"],
        ["traffic", "resource-exhaustion"],
        None,
        ["cart", "events-db"],
    )


def two_faults() -> Incident:
    """A broken release of one function and a lost permission of another, minutes apart."""
    it = Incident("two-faults", "clinic", "appointments")
    it.function("booking", powertools("booking"), 70, 130)
    it.function("reminders", powertools("reminders"), 40, 210)
    it.table("appointments", 45).queue("reminder-jobs", 40).outside("sms.sendly.example", 38)
    it.calls("booking > appointments", "booking > reminder-jobs > reminders > sms.sendly.example")
    it.runs("booking", 1).runs("reminders", 1)
    it.says("booking", lambda d: f"appointment {d.randrange(10**6)} booked", 2)
    it.says("reminders", lambda d: f"reminder sent to patient {d.randrange(10**5)}", 1, until=-420)
    it.says("booking", "slot taken meanwhile", 0.4, level="WARNING")
    it.change(
        -430,
        "permission",
        "reminders",
        "tighten role reminders-role",
        "security-team",
        [{"path": "Allow secretsmanager:GetSecretValue", "before": "clinic/sms", "after": None}],
    )
    it.says(
        "reminders",
        "An error occurred (AccessDeniedException) when calling the "
        "GetSecretValue operation: User: arn:aws:sts::418295736104:assumed-role/reminders-role/"
        "reminders is not authorized to perform: secretsmanager:GetSecretValue on resource: "
        "clinic/sms because no identity-based policy allows the secretsmanager:GetSecretValue "
        "action",
        9,
        since=-420,
        level="ERROR",
    )
    it.change(
        -262,
        "deployment",
        "booking",
        "booking 140",
        "buildkite",
        "diff --git a/booking/slots.py b/booking/slots.py\n@@ -70 +70 @@\n"
        "-    length = clinic.get('slot_minutes', 15)\n+    length = clinic['slot_minutes']\n",
    )
    it.says(
        "booking",
        "booking failed: 'slot_minutes'\nTraceback (most recent call last):\n"
        '  File "/var/task/booking/slots.py", line 70, in free_slots\n'
        "    length = clinic['slot_minutes']\nKeyError: 'slot_minutes'",
        9,
        since=-246,
        level="ERROR",
    )
    it.series("booking", "Errors").shift(-246, 28)
    it.series("reminders", "Errors").shift(-420, 36)
    it.series("reminder-jobs", "ApproximateNumberOfMessagesVisible").shift(-420, 260, ramp=420)
    it.alarm("booking-errors", "booking", "Errors", 8, 3)
    return it.expects(
        ["confirmed", "likely"],
        "booking",
        ["deployment", "code-defect"],
        ["slot_minutes", "secretsmanager:GetSecretValue"],
        ["appointments"],
    )


def red_herring_deploy() -> Incident:
    """A deploy five minutes before, and it is innocent: the network to the warehouse is cut."""
    it = Incident("red-herring-deploy", "factory", "stock")
    it.service("stock-api", spring("f.s.StockController"), "factory", 260, 40)
    it.service("stock-ui", pino("stock-ui-1"), "factory", 140, 90)
    it.database("stock-db", 45).outside("wms.plant-ulm.example", 250, 30)
    it.calls("stock-ui > stock-api > wms.plant-ulm.example", "stock-api > stock-db")
    it.says("stock-api", lambda d: f"bin {d.randint(1, 400)} read", 2, until=-200)
    it.says(
        "stock-api", lambda d: f"stock of item {d.randint(1, 4000)} answered from database", 1.5
    )
    it.says("stock-ui", lambda d: f"page /bins/{d.randint(1, 400)} shown", 1.5)
    it.says("stock-ui", "hydration mismatch in <BinTable>", 0.4, level="WARN")
    it.change(
        -330,
        "deployment",
        "stock-ui",
        "stock-ui 7.2.0: darker table headers",
        "github-actions",
        "diff --git a/src/table.css b/src/table.css\n-th { color: #777; }\n+th { color: #333; }\n",
    )
    it.says(
        "stock-api",
        "bin cannot be read\njava.net.SocketTimeoutException: connect timed out: "
        "wms.plant-ulm.example/198.51.100.40:443\n\tat java.base/sun.nio.ch.NioSocketImpl."
        "timedFinishConnect(NioSocketImpl.java:546)",
        11,
        since=-200,
        level="ERROR",
    )
    it.says(
        "stock-ui",
        "request to stock-api failed\nAxiosError: Request failed with status code 504",
        7,
        since=-196,
        level="ERROR",
    )
    it.series("wms.plant-ulm.example", "Failures").shift(-200, 236)
    it.series("wms.plant-ulm.example", "Latency").shift(-200, 10000)
    it.series("stock-api", "5xx").shift(-200, 190)
    it.series("stock-api", "Latency").shift(-200, 9400)
    it.series("stock-ui", "5xx").shift(-196, 90)
    it.alarm("stock-ui-errors", "stock-ui", "5xx", 20, 2)
    return it.expects(
        ["confirmed", "likely"],
        ["wms.plant-ulm.example"],
        ["network", "dependency"],
        ["wms.plant-ulm.example"],
        ["stock-ui", "stock-db"],
    )


def red_herring_loud_neighbour() -> Incident:
    """One service shouts all day; the quiet one beside it lost a permission."""
    it = Incident("red-herring-loud-neighbour", "photos", "albums")
    it.function("album-api", powertools("albums"), 110, 90)
    it.function("thumbnailer", python_lambda, 300, 400)
    it.resource("originals", "other").table("album-index", 60)
    it.calls("album-api > album-index", "album-api > originals > thumbnailer")
    it.runs("album-api", 1)

    def loud(dice: random.Random) -> str:
        return (
            f"PIL.UnidentifiedImageError: cannot identify image file 'IMG_{dice.randint(1, 9999)}"
            ".heic'"
        )

    it.says("thumbnailer", loud, 7, level="ERROR")
    it.series("thumbnailer", "Errors").usual = 21
    it.says("album-api", lambda d: f"album {d.randrange(10**5)} listed", 2)
    it.change(-2900, "deployment", "thumbnailer", "thumbnailer 55: pillow 12.1", "ci")
    it.change(
        -287,
        "permission",
        "album-api",
        "album-role: policies moved to boundary",
        "iam-sync",
        [
            {
                "path": "Allow s3:PutObject",
                "before": "arn:aws:s3:::originals/*",
                "after": "arn:aws:s3:::originals-eu/*",
            }
        ],
    )
    it.says(
        "album-api",
        "upload failed\nTraceback (most recent call last):\n"
        '  File "/var/task/albums/upload.py", line 19, in upload\n'
        "botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the "
        "PutObject operation: User: arn:aws:sts::418295736104:assumed-role/album-role/"
        "album-api is not authorized to perform: s3:PutObject on resource: "
        '"arn:aws:s3:::originals/u/77/IMG_1.jpg"',
        5,
        since=-275,
        level="ERROR",
    )
    it.series("album-api", "Errors").shift(-275, 13)
    it.alarm("album-api-errors", "album-api", "Errors", 5, 3)
    return it.expects(
        ["confirmed", "likely"],
        "album-api",
        ["permission", "configuration"],
        ["s3:PutObject"],
        ["thumbnailer", "album-index", "originals"],
    )


def missing_telemetry() -> Incident:
    """The one that fails has no logs and no metrics; the others are well."""
    it = Incident("missing-telemetry", "energy", "meter-readings")
    it.service("readings-api", logfmt("readings-api"), "energy", 240, 35)
    it.resource("tariff-engine", "ecs")
    it.resource("head-end", "http")
    it.database("readings-db", 60)
    it.calls(
        "readings-api > tariff-engine", "readings-api > readings-db", "tariff-engine > head-end"
    )
    it.says("readings-api", lambda d: f"stored reading of meter {d.randrange(10**7)}", 2.5)
    it.says("readings-api", "meter clock is 3 s off", 0.4, level="WARN")
    it.metric("tariff-engine", "energy/http", "5xx", {"Service": "tariff-engine"}, "Count", 0.1)
    it.series("tariff-engine", "5xx").silence(-(10**6))
    it.change(-50000, "deployment", "readings-api", "readings-api 31", "ci")
    it.alarm("tariff-engine-5xx", "tariff-engine", "5xx", 5, 3)
    return it.expects("inconclusive", None)


SCENARIOS = (
    bad_deploy_node,
    config_drift_cache_host,
    expired_api_key,
    throttled_table,
    connections_exhausted,
    poison_message,
    memory_leak_oom,
    timeout_cascade,
    cold_cache,
    certificate_expired,
    dependency_outage,
    traffic_surge,
    two_faults,
    red_herring_deploy,
    red_herring_loud_neighbour,
    missing_telemetry,
)
