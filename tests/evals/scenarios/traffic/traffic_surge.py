"""A television spot: six times the visitors, and too few of everything."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("tickets", "box-office", ONE_HOUR)
def traffic_surge(it: Incident) -> None:
    it.has(aws.resource("box-office-lb", "other"))
    at = {"LoadBalancer": "app/box-office-lb/91bc"}
    it.measured(
        "box-office-lb",
        "AWS/ApplicationELB",
        at,
        {
            "RequestCount": ("Count", 1300),
            "HTTPCode_ELB_5XX_Count": ("Count", 0.5),
            "TargetResponseTime": ("Seconds", 0.09),
        },
    )
    it.has(
        aws.service("seat-map", logs.gunicorn, "tickets", 700, 48),
        aws.service("cart", logs.gunicorn, "tickets", 300, 60),
        aws.database("events-db", 80),
    )
    it.calls("box-office-lb > seat-map > events-db", "box-office-lb > cart > events-db")
    it.log(
        'seat-map 2.5 | "GET /events/<10..99>/seats HTTP/1.1" 200',
        "cart 1.5 | cart <0..1048575:05x> updated",
        "cart 0.3 WARNING | promo service timeout, going on without",
    )
    it.change(-12600, "deployment cart jenkins | cart r191: wording")
    it.log(
        'seat-map 14 -300.. | "GET /events/77/seats?src=tv HTTP/1.1" 200 <1..9>.2s',
        "seat-map 5 CRITICAL -240.. | WORKER TIMEOUT (pid:41)",
        "seat-map 4 WARNING -235.. | listen queue of socket 0.0.0.0:8000 is full",
    )
    it.moves(
        -310,
        "box-office-lb RequestCount 8100",
        "seat-map Requests 5900",
        "cart Requests 900",
        ramp=60,
    )
    it.moves(
        -300, "seat-map CPUUtilization 99", "cart CPUUtilization 71", "events-db CPUUtilization 63"
    )
    it.moves(-250, "seat-map Latency 6400")
    it.moves(-240, "seat-map 5xx 420")
    it.moves(-250, "box-office-lb TargetResponseTime 6.1")
    it.moves(-240, "box-office-lb HTTPCode_ELB_5XX_Count 430")
    it.alarm("box-office-5xx", "box-office-lb", "HTTPCode_ELB_5XX_Count", 50, 3)
    it.expects("seat-map|box-office-lb", "traffic|resource-exhaustion", blames="cart|events-db")
