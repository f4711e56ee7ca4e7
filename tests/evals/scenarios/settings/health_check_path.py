"""The target group's health check asks for a path that the service does not have: 503 for all."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

CHANGED = -505.0
ONSET = -380.0


@scenario("cinema", "bookings", quarterly())
def health_check_path(it: Incident) -> None:
    it.has(
        aws.alb("cinema-alb", 700, 0.07),
        aws.resource("bookings-tg", "targetgroup", logs.bare, "/aws/events/ecs/cinema").plus(
            "AWS/ApplicationELB",
            {"TargetGroup": "targetgroup/bookings-tg/6d0ecf831eec9f09"},
            {
                "HealthyHostCount": ("None", 6, 0),
                "UnHealthyHostCount": ("None", 0, 0),
                "RequestCountPerTarget": ("Count", 116, 0.06),
            },
        ),
        aws.tasks("bookings-web", logs.winston("bookings-web"), "cinema", 35, None, 0.07),
        aws.tasks("seat-lock", logs.pino("seat-lock-1"), "cinema", 22, None, 0.07),
        aws.rds("bookings-pg", "postgres"),
    )
    it.calls("cinema-alb > bookings-tg > bookings-web > seat-lock", "bookings-web > bookings-pg")
    for host_count in ("HealthyHostCount", "UnHealthyHostCount"):
        it.series("bookings-tg", host_count).cycle = 0
    it.closely("cinema-alb HTTPCode_ELB_5XX_Count RequestCount", "bookings-tg HealthyHostCount")
    it.log(
        f"bookings-web 0.6 ..{CHANGED} x6 | GET /healthz 200",
        f"bookings-web 1.3 {ONSET}>0.1 | POST /bookings 201 <30..160>ms",
        f"bookings-web 0.5 ERROR {ONSET}>0.1 | payment cancelled by customer\n"
        "PaymentCancelled: customer went back",
        f"seat-lock 1.2 {ONSET}>0.1 | locked <1..6> seats",
        f"seat-lock 0.4 WARN {ONSET}>0.1 | lock expired before payment",
    )
    it.once(-3900, "bookings-tg | (service bookings-web) has reached a steady state.", tasks=1)
    it.change(-4380, "deployment bookings-web buildkite | bookings-web 88.1: gift cards")
    it.change(
        CHANGED,
        "configuration bookings-tg tf-runner | ModifyTargetGroup by terraform (module alb "
        "9.4 -> 9.11)",
        "HealthCheckPath: /healthz -> /health\nMatcher.HttpCode: 200-399 -> 200",
    )
    it.log(
        f"bookings-web 22 WARN {CHANGED + 15}.. x6 | GET /health 404",
        f"bookings-tg 6 {CHANGED + 60}.. x1 | (service bookings-web, taskSet "
        "ecs-svc/<0..9999999999>) (port 8080) is unhealthy in (target-group "
        "arn:aws:elasticloadbalancing:us-east-1:418295736104:targetgroup/bookings-tg/"
        "6d0ecf831eec9f09) due to (reason Health checks failed with these codes: [404])",
        f"bookings-tg 4 {CHANGED + 70}.. x1 | (service bookings-web) has stopped <1..3> "
        "running tasks: (task <hex16>).",
        f"bookings-web 5 {ONSET}.. x6 | listening on :8080",
        f"bookings-web 5 {ONSET - 30}.. x6 | SIGTERM received, closing server",
    )
    it.moves(CHANGED + 55, "bookings-tg HealthyHostCount 0", ramp=80)
    it.moves(CHANGED + 55, "bookings-tg UnHealthyHostCount 4", until=ONSET + 25)
    it.moves(ONSET, "bookings-tg RequestCountPerTarget 9")
    it.moves(ONSET, "cinema-alb HTTPCode_ELB_5XX_Count 610", ramp=40)
    it.moves(
        ONSET,
        "bookings-web CPUUtilization 12",
        "seat-lock CPUUtilization 4",
        "bookings-pg DatabaseConnections 12",
    )
    it.alarm("cinema-alb-503", "cinema-alb", "HTTPCode_ELB_5XX_Count", 25, 3)
    it.expects(
        "bookings-tg|cinema-alb",
        "configuration|deployment",
        mentions="HealthCheckPath",
        blames="seat-lock|bookings-pg",
    )
