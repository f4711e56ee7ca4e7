"""Scenarios that were once held out; rules have been written in their knowledge since."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import (
    bare,
    dotnet,
    gunicorn,
    logfmt,
    node_lambda,
    pino,
    postgres,
    powertools,
    python_lambda,
    rails,
    spring,
    zap,
)


def disk_full() -> Incident:
    """The database's volume fills up with a replication slot's log; writes stop."""
    it = Incident("disk-full", "parking", "meters").longer(10)
    it.service("meter-api", rails, "parking", 190, 45)
    it.service("fine-service", rails, "parking", 40, 80)
    it.database("parking-pg", 50, postgres)
    at = {"DBInstanceIdentifier": "parking-pg"}
    it.metric("parking-pg", "AWS/RDS", "FreeStorageSpace", at, "Bytes", 61e9, noise=0.001)
    it.metric("parking-pg", "AWS/RDS", "WriteIOPS", at, "Count/Second", 210)
    it.calls("meter-api > parking-pg", "fine-service > parking-pg")
    it.says(
        "meter-api", lambda d: f"Completed 201 Created in {d.randint(30, 80)}ms", 2.5, until=-225
    )
    it.says("meter-api", lambda d: f"Completed 200 OK in {d.randint(8, 40)}ms", 1)
    it.says("meter-api", "plate reader 14 sent no picture", 0.5, level="WARN")
    it.says("fine-service", "Could not geocode address, kept as text", 0.3, level="ERROR")
    it.says("parking-pg", "checkpoint complete: wrote 2211 buffers (13.5%)", 0.25, until=-230)
    it.change(-6000, "deployment", "fine-service", "fine-service 12: letters", "circleci")
    it.series("parking-pg", "FreeStorageSpace").shift(-30000, 0, ramp=29770)
    it.series("parking-pg", "WriteIOPS").shift(-228, 2)
    it.says(
        "parking-pg",
        'could not extend file "base/16401/16733": No space left on device',
        12,
        since=-228,
        level="ERROR",
    )
    it.says(
        "meter-api",
        "ActiveRecord::StatementInvalid (PG::DiskFull: ERROR:  could not extend "
        'file "base/16401/16733": No space left on device)',
        10,
        since=-225,
        level="ERROR",
    )
    it.series("meter-api", "5xx").shift(-225, 120)
    it.series("fine-service", "5xx").shift(-220, 18)
    it.alarm("meter-api-5xx", "meter-api", "5xx", 25, 3)
    return it.expects(
        ["confirmed", "likely"],
        "parking-pg",
        ["resource-exhaustion", "infrastructure"],
        ["No space left"],
        ["fine-service", "meter-api"],
    )


def replica_lag() -> Incident:
    """A long query holds the replica back, and what was just written is not found."""
    it = Incident("replica-lag", "auction", "bids")
    it.service("bid-api", zap("bids/place.go"), "auction", 420, 25)
    it.service("bid-feed", zap("feed/read.go"), "auction", 900, 15)
    it.database("bids-primary", 90).database("bids-replica", 130)
    at = {"DBInstanceIdentifier": "bids-replica"}
    it.metric("bids-replica", "AWS/RDS", "ReplicaLag", at, "Seconds", 0.2)
    it.calls("bid-api > bids-primary", "bid-feed > bids-replica", "bids-primary > bids-replica")
    it.says("bid-api", lambda d: f"bid {d.randrange(10**7)} placed", 2.5)
    it.says("bid-feed", lambda d: f"sent {d.randint(1, 30)} bids", 2)
    it.says("bid-feed", "client too slow, dropped", 0.5, level="WARN")
    it.change(-14000, "deployment", "bid-api", "bid-api 201", "spinnaker")
    it.series("bids-replica", "ReplicaLag").shift(-420, 410, ramp=400)
    it.series("bids-replica", "CPUUtilization").shift(-430, 88)
    it.series("bids-replica", "ReadLatency").shift(-430, 24)
    it.says(
        "bid-feed",
        lambda d: (
            "bid is not there yet\nsql: no rows in result set: bid "
            f"{d.randrange(10**7)} accepted {d.randint(90, 400)}s ago, replica bids-replica is "
            "behind"
        ),
        12,
        since=-330,
        level="ERROR",
    )
    it.series("bid-feed", "5xx").shift(-330, 70)
    it.alarm("bid-feed-errors", "bid-feed", "5xx", 20, 3)
    return it.expects(
        ["confirmed", "likely"],
        "bids-replica",
        ["resource-exhaustion", "infrastructure", "dependency"],
        ["bids-replica"],
        ["bid-api", "bids-primary"],
    )


def dns_failure() -> Incident:
    """A private zone was tidied up, and a name that is needed went with it."""
    it = Incident("dns-failure", "weather", "forecasts")
    it.function("forecast-api", node_lambda, 210, 75).function("alerts", node_lambda, 20, 60)
    it.service("grid-model", gunicorn, "weather", 200, 40)
    it.resource("internal-zone", "other")
    it.calls("forecast-api > grid-model", "alerts > grid-model", "forecast-api > internal-zone")
    it.calls("alerts > internal-zone")
    it.runs("forecast-api", 1.5)
    it.says("forecast-api", lambda d: f"forecast for cell {d.randint(1, 9999)}", 2, until=-260)
    it.says(
        "grid-model", lambda d: f'"GET /cells/{d.randint(1, 9999)} HTTP/1.1" 200', 2, until=-258
    )
    it.says("alerts", "no subscribers for region 12", 0.6, level="WARN")
    it.change(-21000, "deployment", "forecast-api", "forecast-api 64", "ci")
    it.change(
        -318,
        "configuration",
        "internal-zone",
        "remove unused records of weather.internal",
        "platform-team",
        [
            {
                "path": "CNAME grid.weather.internal",
                "before": "grid-model-lb.use1.elb.amazonaws.com",
                "after": None,
            }
        ],
    )
    it.says(
        "forecast-api",
        "Error: getaddrinfo ENOTFOUND grid.weather.internal\n    at "
        "GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:111:26)",
        13,
        since=-262,
        level="ERROR",
    )
    it.says(
        "alerts", "Error: getaddrinfo ENOTFOUND grid.weather.internal", 2, since=-255, level="ERROR"
    )
    it.series("forecast-api", "Errors").shift(-262, 190)
    it.series("alerts", "Errors").shift(-255, 17)
    it.series("grid-model", "Requests").shift(-260, 0)
    it.alarm("forecast-api-errors", "forecast-api", "Errors", 30, 3)
    return it.expects(
        ["confirmed", "likely"],
        "internal-zone",
        ["configuration", "network"],
        ["grid.weather.internal"],
        ["grid-model", "alerts"],
    )


def retry_storm() -> Incident:
    """New retry settings turn a hiccup of the inventory into a flood."""
    it = Incident("retry-storm", "fashion", "mobile-shop")
    it.service("mobile-bff", pino("bff-0"), "fashion", 380, 70)
    it.service("inventory", spring("c.f.inventory.StockResource"), "fashion", 400, 25)
    it.service("wishlist", spring("c.f.wishlist.Wishes"), "fashion", 120, 20)
    it.database("inventory-db", 70)
    it.calls("mobile-bff > inventory > inventory-db", "mobile-bff > wishlist")
    it.says("mobile-bff", lambda d: f"GET /products/{d.randint(1, 9999)} 200", 2)
    it.says("inventory", lambda d: f"stock of {d.randint(1, 60)} articles", 1.5)
    it.says("wishlist", "wish without article skipped", 0.4, level="WARN")
    it.change(-1900, "deployment", "wishlist", "wishlist 3.3.0", "bamboo")
    it.change(
        -820,
        "configuration",
        "mobile-bff",
        "resilience settings for spring",
        "feature-team",
        {"INVENTORY_RETRIES": ["2", "12"], "INVENTORY_RETRY_BACKOFF_MS": ["250", "0"]},
    )
    it.once("inventory", -322, "GC pause (G1 Humongous Allocation) 1840 ms", "WARN")
    it.says(
        "mobile-bff",
        lambda d: f"inventory answered 503, retry {d.randint(3, 12)} of 12",
        16,
        since=-318,
        level="WARN",
    )
    it.says(
        "mobile-bff",
        "gave up on inventory after 12 retries\nHTTPError: Response code 503 (Service Unavailable)",
        8,
        since=-300,
        level="ERROR",
    )
    it.says(
        "inventory",
        "request rejected\njava.util.concurrent.RejectedExecutionException: Task "
        "rejected from ThreadPoolExecutor[Running, pool size = 200, active threads = 200, "
        "queued tasks = 1000]",
        10,
        since=-312,
        level="ERROR",
    )
    it.series("inventory", "Requests").shift(-320, 4300, ramp=60)
    it.series("inventory", "CPUUtilization").shift(-318, 99)
    it.series("inventory", "5xx").shift(-315, 3600)
    it.series("inventory", "Latency").shift(-318, 2900)
    it.series("mobile-bff", "5xx").shift(-300, 240)
    it.series("mobile-bff", "Latency").shift(-318, 8800)
    it.alarm("mobile-bff-5xx", "mobile-bff", "5xx", 40, 3)
    return it.expects(
        ["confirmed", "likely"],
        "mobile-bff",
        ["configuration", "traffic"],
        ["INVENTORY_RETRIES"],
        ["wishlist", "inventory-db"],
    )


def noisy_neighbour() -> Incident:
    """A nightly export runs in the morning and takes the shared database's processor."""
    it = Incident("noisy-neighbour", "telecom", "self-care")
    it.service("self-care", dotnet("Telecom.SelfCare"), "telecom", 260, 70)
    it.service("usage-api", dotnet("Telecom.Usage"), "telecom", 310, 35)
    it.resource("cdr-export", "ecs", bare)
    at = {"ClusterName": "batch", "ServiceName": "cdr-export"}
    it.metric("cdr-export", "AWS/ECS", "CPUUtilization", at, "Percent", 1)
    it.metric("cdr-export", "batch/jobs", "RowsRead", {"Job": "cdr-export"}, "Count", 0)
    it.database("shared-sql", 85)
    at = {"DBInstanceIdentifier": "shared-sql"}
    it.metric("shared-sql", "AWS/RDS", "ReadIOPS", at, "Count/Second", 450)
    it.calls("self-care > usage-api > shared-sql", "cdr-export > shared-sql")
    it.says("self-care", lambda d: f"invoice {d.randrange(10**6)} shown", 2)
    it.says("usage-api", lambda d: f"usage of contract {d.randrange(10**6)} read", 2)
    it.says("self-care", "captcha service unreachable, skipped", 0.4, level="ERROR")
    it.change(-11000, "deployment", "self-care", "self-care 2026.9", "azure-devops")
    it.once("cdr-export", -508, "export of 2026-03-13 begins, full scan of call_records")
    it.says("cdr-export", lambda d: f"{d.randint(1, 90)} million rows read", 4, since=-500)
    it.series("cdr-export", "CPUUtilization").shift(-508, 83)
    it.series("cdr-export", "RowsRead").shift(-508, 9.1e6)
    it.series("shared-sql", "CPUUtilization").shift(-500, 99)
    it.series("shared-sql", "ReadIOPS").shift(-500, 11900)
    it.series("shared-sql", "ReadLatency").shift(-500, 74)
    it.says(
        "usage-api",
        "query of usage took 31204 ms\n      System.Data.SqlClient.SqlException "
        "(0x80131904): Execution Timeout Expired.",
        9,
        since=-430,
        level="ERROR",
    )
    it.series("usage-api", "Latency").shift(-480, 28000)
    it.series("usage-api", "5xx").shift(-430, 90)
    it.series("self-care", "5xx").shift(-425, 70)
    it.alarm("self-care-5xx", "self-care", "5xx", 20, 3)
    return it.expects(
        ["confirmed", "likely"],
        ["cdr-export", "shared-sql"],
        ["resource-exhaustion", "traffic"],
        ["shared-sql"],
        ["self-care", "usage-api"],
    )


def bad_deploy_java() -> Incident:
    """The release brings a library without a method that is called."""
    it = Incident("bad-deploy-java", "pharmacy", "prescriptions")
    it.service("rx-gateway", pino("rx-gw-2"), "pharmacy", 240, 50)
    it.service("rx-service", spring("h.p.rx.PrescriptionService"), "pharmacy", 240, 45)
    it.service("drug-index", spring("h.p.index.DrugIndex"), "pharmacy", 500, 8)
    it.database("rx-db", 60).queue("rx-audit", 230)
    it.calls("rx-gateway > rx-service > rx-db", "rx-service > drug-index", "rx-service > rx-audit")
    it.says("rx-gateway", lambda d: f"POST /rx 201 {d.randint(30, 90)}ms", 2)
    it.says("rx-service", lambda d: f"prescription {d.randrange(10**7)} filed", 2)
    it.says("drug-index", "index is rebuilt in the background", 0.2)
    it.says("rx-service", "Interaction check is taking longer than 500 ms", 0.5, level="WARN")
    it.change(-3500, "scaling", "drug-index", "desired count 3 -> 4", "autoscaling")
    it.change(
        -402, "deployment", "rx-service", "rx-service 8.0.0 (task definition 119)", "codepipeline"
    )
    it.once("rx-service", -371, "Started RxApplication in 11.92 seconds (process running for 13)")
    it.says(
        "rx-service",
        "Handler dispatch failed\njava.lang.NoSuchMethodError: 'java.util.List "
        "org.hl7.fhir.r4.model.MedicationRequest.getDosage()'\n\tat h.p.rx.PrescriptionService"
        ".file(PrescriptionService.java:88)",
        11,
        since=-365,
        level="ERROR",
    )
    it.says(
        "rx-gateway", "rx-service answered 500\nError: upstream 500", 8, since=-360, level="ERROR"
    )
    it.series("rx-service", "5xx").shift(-365, 150)
    it.series("rx-gateway", "5xx").shift(-362, 148)
    it.series("rx-audit", "NumberOfMessagesSent").shift(-365, 80)
    it.alarm("rx-gateway-5xx", "rx-gateway", "5xx", 30, 4)
    return it.expects(
        ["confirmed", "likely"],
        "rx-service",
        ["deployment", "code-defect"],
        ["NoSuchMethodError"],
        ["rx-gateway", "drug-index", "rx-db"],
    )


def quota_of_a_partner() -> Incident:
    """The translation provider's daily quota is used up."""
    it = Incident("partner-quota", "support", "helpdesk")
    it.function("ticket-intake", python_lambda, 50, 180)
    it.function("translate", python_lambda, 45, 320)
    it.table("tickets", 55).queue("translations", 45).outside("api.lingua.example", 44, 260)
    it.calls("ticket-intake > tickets", "ticket-intake > translations > translate")
    it.calls("translate > api.lingua.example")
    it.runs("translate", 1).runs("ticket-intake", 1)
    it.says("ticket-intake", lambda d: f"ticket {d.randrange(10**6)} taken in", 2)
    it.says("translate", lambda d: f"translated {d.randint(20, 900)} characters", 1.5, until=-300)
    it.says("ticket-intake", "attachment larger than 10 MB dropped", 0.4, level="WARNING")
    it.change(-8200, "deployment", "ticket-intake", "ticket-intake 19", "ci")
    it.says(
        "translate",
        "lingua refused: 429 Too Many Requests "
        '{"error":"quota_exceeded","message":"Daily character quota of 5000000 used"}',
        10,
        since=-296,
        level="ERROR",
    )
    it.series("translate", "Errors").shift(-296, 43)
    it.series("api.lingua.example", "Failures").shift(-296, 44)
    it.series("translations", "ApproximateNumberOfMessagesVisible").shift(-296, 210, ramp=296)
    it.alarm("translate-errors", "translate", "Errors", 12, 3)
    return it.expects(
        ["confirmed", "likely"],
        "api.lingua.example",
        ["throttling", "resource-exhaustion"],
        ["quota"],
        ["ticket-intake", "tickets"],
    )


def lost_key_permission() -> Incident:
    """A key's policy was rewritten; the service cannot decrypt its documents any more."""
    it = Incident("lost-key-permission", "legal", "contracts")
    it.service("contract-api", logfmt("contract-api"), "legal", 70, 90)
    it.service("signing", logfmt("signing"), "legal", 20, 240)
    it.resource("contract-files", "other").resource("contracts-key", "other")
    it.calls("contract-api > contract-files > contracts-key", "contract-api > signing")
    it.says("contract-api", lambda d: f"contract {d.randrange(10**5)} opened", 2, until=-284)
    it.says("contract-api", lambda d: f"list of {d.randint(1, 40)} contracts", 1)
    it.says("signing", "timestamp authority slow", 0.5, level="WARN")
    it.says("signing", lambda d: f"signed {d.randrange(10**5)}", 0.7)
    it.change(-2100, "deployment", "signing", "signing 41: retries for timestamps", "ci")
    it.change(
        -309,
        "permission",
        "contracts-key",
        "PutKeyPolicy",
        "okafor",
        [{"path": "Allow kms:Decrypt", "before": "role/contract-api-task", "after": None}],
    )
    it.says(
        "contract-api",
        "cannot open contract: operation error S3: GetObject, https response "
        "error StatusCode: 403, api error AccessDenied: User: arn:aws:sts::418295736104:"
        "assumed-role/contract-api-task/6f1c is not authorized to perform: kms:Decrypt on "
        "resource: arn:aws:kms:us-east-1:418295736104:key/contracts-key because no "
        "resource-based policy allows the kms:Decrypt action",
        7,
        since=-284,
        level="ERROR",
    )
    it.series("contract-api", "5xx").shift(-284, 42)
    it.alarm("contract-api-5xx", "contract-api", "5xx", 10, 3)
    return it.expects(
        ["confirmed", "likely"],
        ["contracts-key", "contract-api"],
        "permission",
        ["kms:Decrypt"],
        ["signing", "contract-files"],
    )


def out_of_memory_function() -> Incident:
    """Somebody saved memory; big files do not fit any more. An older refusal is daily business."""
    it = Incident("function-memory-cut", "maps", "tiles")
    it.function("tile-maker", powertools("tiles"), 40, 2100)
    it.function("tile-index", powertools("index"), 40, 60)
    it.resource("tile-store", "other").queue("tile-jobs", 40)
    it.calls("tile-jobs > tile-maker > tile-store", "tile-maker > tile-index")
    it.runs("tile-maker", 1.5, 2100)
    it.says("tile-maker", lambda d: f"tile {d.randint(1, 18)}/{d.randint(1, 9999)} made", 1.5)
    it.says("tile-index", "unknown projection EPSG:31467 refused", 0.7, level="ERROR")
    it.change(-17000, "deployment", "tile-index", "tile-index 4", "ci")
    it.change(
        -610,
        "configuration",
        "tile-maker",
        "cost review: right-size functions",
        "finops-bot",
        {"MemorySize": [3008, 512], "Timeout": [120, 120]},
    )
    it.writes("tile-maker", bare)
    it.says(
        "tile-maker",
        lambda d: (
            f"RequestId: {d.getrandbits(64):016x} Error: Runtime exited "
            "with error: signal: killed\nRuntime.ExitError"
        ),
        8,
        since=-560,
        level="ERROR",
    )
    it.series("tile-maker", "Errors").shift(-560, 24)
    it.series("tile-jobs", "ApproximateNumberOfMessagesVisible").shift(-560, 330, ramp=560)
    it.alarm("tile-maker-errors", "tile-maker", "Errors", 8, 5)
    return it.expects(
        ["confirmed", "likely"],
        "tile-maker",
        ["configuration", "resource-exhaustion"],
        ["MemorySize"],
        ["tile-index"],
    )


SCENARIOS = (
    disk_full,
    replica_lag,
    dns_failure,
    retry_storm,
    noisy_neighbour,
    bad_deploy_java,
    quota_of_a_partner,
    lost_key_permission,
    out_of_memory_function,
)
