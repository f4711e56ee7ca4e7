"""A private zone was tidied up, and a name that is needed went with it."""

from tests.evals.builder import ONE_HOUR, Incident, function, resource, scenario, service
from tests.evals.dialects import gunicorn, node_lambda


@scenario("weather", "forecasts", ONE_HOUR)
def dns_failure(it: Incident) -> None:
    it.has(
        function("forecast-api", node_lambda, 210, 75),
        function("alerts", node_lambda, 20, 60),
        service("grid-model", gunicorn, "weather", 200, 40),
        resource("internal-zone", "other"),
    )
    it.calls(
        "forecast-api > grid-model",
        "alerts > grid-model",
        "forecast-api > internal-zone",
        "alerts > internal-zone",
    )
    it.runs("forecast-api", 1.5)
    it.log("forecast-api 2 | forecast for cell <1..9999>", until=-260)
    it.log('grid-model 2 | "GET /cells/<1..9999> HTTP/1.1" 200', until=-258)
    it.log("alerts 0.6 WARN | no subscribers for region 12")
    it.change(-21000, "deployment forecast-api ci | forecast-api 64")
    it.change(
        -318,
        "configuration internal-zone platform-team | remove unused records of weather.internal",
        [
            {
                "path": "CNAME grid.weather.internal",
                "before": "grid-model-lb.use1.elb.amazonaws.com",
                "after": None,
            }
        ],
    )
    it.log(
        "forecast-api 13 ERROR | Error: getaddrinfo ENOTFOUND grid.weather.internal\n"
        "    at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:111:26)",
        since=-262,
    )
    it.log("alerts 2 ERROR | Error: getaddrinfo ENOTFOUND grid.weather.internal", since=-255)
    it.moves(-262, "forecast-api Errors 190")
    it.moves(-255, "alerts Errors 17")
    it.moves(-260, "grid-model Requests 0")
    it.alarm("forecast-api-errors", "forecast-api", "Errors", 30, 3)
    it.expects(
        "internal-zone",
        "configuration|network",
        mentions="grid.weather.internal",
        blames="grid-model|alerts",
    )
