"""A map provider answers 429 since it lowered the plan's limit; nothing changed here."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import slog
from tests.evals._generate.styles import rails
from tests.evals._generate.third_exam.region import Region

ONSET = -300
PROVIDER = "api.tilewright.example"


def bicycle_docks() -> Region:
    region = Region("bicycle-docks", "cycling", "docks for bicycles")
    region.balancer("docks-edge", 760, 0.14)
    region.tasks("ride-web", rails, "cycling", 37, 55)
    region.tasks("route-finder", slog("route-finder"), "cycling", 28)
    region.partner(PROVIDER, "Cycling/Clients", 590, 96)
    region.instance("cycling-pg", 41)
    region.calls(
        f"docks-edge > ride-web > route-finder > {PROVIDER}",
        "ride-web > cycling-pg",
    )
    region.closely(PROVIDER, "ClientErrors", "ClientRequests")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business(
        "ride-web",
        lambda dice: f"Completed 200 OK in {dice.randint(24, 190)}ms (ActiveRecord: 6.1ms)",
        0.9,
    )
    region.business(
        "ride-web",
        'ActionController::RoutingError (No route matches [GET] "/wp-login.php")',
        0.3,
        level="FATAL",
    )
    region.business(
        "route-finder",
        lambda dice: f"route of {dice.uniform(0.4, 9.0):.1f} km found",
        0.9,
        (ONSET, 0.4),
    )
    region.business(
        "route-finder",
        "elevation unknown, assuming flat ground\ntile 12/2201/1343: no data",
        0.2,
        level="WARN",
    )


def _incident(region: Region) -> None:
    region.change(-760, "deployment", "ride-web", "ride-web 2026.11: translations", "capistrano")
    region.change(-4100, "configuration", "route-finder", "CACHE_TTL 300 -> 360", "j.horvat")
    region.moves(PROVIDER, ONSET, {"ClientErrors": 330, "ClientLatency": 31})
    region.moves("docks-edge", ONSET, {"HTTPCode_Target_5XX_Count": 140})
    region.says(
        "route-finder",
        lambda dice: (
            "directions failed\n"
            f'POST https://{PROVIDER}/v3/directions: 429 Too Many Requests: {{"code":'
            '"rate_limit_exceeded","message":"Your plan allows 250 requests per minute",'
            f'"retry_after":{dice.randint(8, 58)}}}'
        ),
        9,
        ONSET,
        level="ERROR",
        tasks=3,
    )
    region.says(
        "ride-web",
        lambda dice: (
            "Faraday::ServerError (the server responded with status 503 for POST "
            "http://route-finder.cycling.local/routes): app/services/directions.rb:28"
        ),
        8,
        ONSET + 1,
        level="ERROR",
    )
    region.alarm("docks-edge-5xx", "docks-edge", "HTTPCode_Target_5XX_Count", 45, 4)
    region.expects(
        ["confirmed", "likely"],
        PROVIDER,
        ["throttling", "dependency"],
        ["429"],
        ["ride-web", "cycling-pg"],
    )
