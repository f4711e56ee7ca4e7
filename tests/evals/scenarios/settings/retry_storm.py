"""New retry settings turn a hiccup of the inventory into a flood."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("fashion", "mobile-shop", ONE_HOUR)
def retry_storm(it: Incident) -> None:
    it.has(
        aws.service("mobile-bff", logs.pino("bff-0"), "fashion", 380, 70),
        aws.service("inventory", logs.spring("c.f.inventory.StockResource"), "fashion", 400, 25),
        aws.service("wishlist", logs.spring("c.f.wishlist.Wishes"), "fashion", 120, 20),
        aws.database("inventory-db", 70),
    )
    it.calls("mobile-bff > inventory > inventory-db", "mobile-bff > wishlist")
    it.log(
        "mobile-bff 2 | GET /products/<1..9999> 200",
        "inventory 1.5 | stock of <1..60> articles",
        "wishlist 0.4 WARN | wish without article skipped",
    )
    it.change(-1900, "deployment wishlist bamboo | wishlist 3.3.0")
    it.change(
        -820,
        "configuration mobile-bff feature-team | resilience settings for spring",
        {"INVENTORY_RETRIES": ["2", "12"], "INVENTORY_RETRY_BACKOFF_MS": ["250", "0"]},
    )
    it.once(-322, "inventory WARN | GC pause (G1 Humongous Allocation) 1840 ms")
    it.log(
        "mobile-bff 16 WARN -318.. | inventory answered 503, retry <3..12> of 12",
        "mobile-bff 8 ERROR -300.. | gave up on inventory after 12 retries\n"
        "HTTPError: Response code 503 (Service Unavailable)",
        "inventory 10 ERROR -312.. | request rejected\n"
        "java.util.concurrent.RejectedExecutionException: Task rejected from "
        "ThreadPoolExecutor[Running, pool size = 200, active threads = 200, queued tasks = "
        "1000]",
    )
    it.moves(-320, "inventory Requests 4300", ramp=60)
    it.moves(-318, "inventory CPUUtilization 99")
    it.moves(-315, "inventory 5xx 3600")
    it.moves(-318, "inventory Latency 2900")
    it.moves(-300, "mobile-bff 5xx 240")
    it.moves(-318, "mobile-bff Latency 8800")
    it.alarm("mobile-bff-5xx", "mobile-bff", "5xx", 40, 3)
    it.expects(
        "mobile-bff",
        "configuration|traffic",
        mentions="INVENTORY_RETRIES",
        blames="wishlist|inventory-db",
    )
