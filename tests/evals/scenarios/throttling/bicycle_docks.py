"""A map provider answers 429 since it lowered the plan's limit; nothing changed here."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -300
PROVIDER = "api.tilewright.example"


@scenario("cycling", "docks for bicycles", watched(1, 1))
def bicycle_docks(it: Incident) -> None:
    it.has(
        aws.balancer("docks-edge", 760, 0.14),
        aws.tasks("ride-web", logs.rails, "cycling", 37, 55),
        aws.tasks("route-finder", logs.slog("route-finder"), "cycling", 28),
        aws.partner(PROVIDER, "Cycling/Clients", 590, 96),
        aws.instance("cycling-pg", 41),
    )
    it.calls(f"docks-edge > ride-web > route-finder > {PROVIDER}", "ride-web > cycling-pg")
    it.closely(f"{PROVIDER} ClientErrors ClientRequests")
    it.log(
        "ride-web 0.9 | Completed 200 OK in <24..190>ms (ActiveRecord: 6.1ms)",
        "ride-web 0.3 FATAL | ActionController::RoutingError (No route matches [GET] "
        '"/wp-login.php")',
        f"route-finder 0.9 {ONSET}>0.4 | route of <0.4..9.0:.1f> km found",
        "route-finder 0.2 WARN | elevation unknown, assuming flat ground\n"
        "tile 12/2201/1343: no data",
    )
    it.change(-760, "deployment ride-web capistrano | ride-web 2026.11: translations")
    it.change(-4100, "configuration route-finder j.horvat | CACHE_TTL 300 -> 360")
    it.moves(
        ONSET,
        f"{PROVIDER} ClientErrors 330, ClientLatency 31",
        "docks-edge HTTPCode_Target_5XX_Count 140",
    )
    it.log(
        f"route-finder 9 ERROR {ONSET}.. x3 | directions failed\n"
        f"POST https://{PROVIDER}/v3/directions: 429 Too Many Requests: "
        '{"code":"rate_limit_exceeded","message":"Your plan allows 250 requests '
        'per minute","retry_after":<8..58>}',
        f"ride-web 8 ERROR {ONSET + 1}.. | Faraday::ServerError (the server responded with "
        "status 503 for POST http://route-finder.cycling.local/routes): "
        "app/services/directions.rb:28",
    )
    it.alarm("docks-edge-5xx", "docks-edge", "HTTPCode_Target_5XX_Count", 45, 4)
    it.expects(PROVIDER, "throttling|dependency", mentions="429", blames="ride-web|cycling-pg")
