"""A private zone was tidied up, and a name that is needed went with it."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("weather", "forecasts", ONE_HOUR)
def dns_failure(it: Incident) -> None:
    it.has(
        aws.function("forecast-api", logs.node_lambda, 210, 75),
        aws.function("alerts", logs.node_lambda, 20, 60),
        aws.service("grid-model", logs.gunicorn, "weather", 200, 40),
        aws.resource("internal-zone", "other"),
    )
    it.calls(
        "forecast-api > grid-model",
        "alerts > grid-model",
        "forecast-api > internal-zone",
        "alerts > internal-zone",
    )
    it.runs("forecast-api", 1.5)
    it.log(
        "forecast-api 2 ..-260 | forecast for cell <1..9999>",
        'grid-model 2 ..-258 | "GET /cells/<1..9999> HTTP/1.1" 200',
        "alerts 0.6 WARN | no subscribers for region 12",
    )
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
        "forecast-api 13 ERROR -262.. | Error: getaddrinfo ENOTFOUND grid.weather.internal"
        "\n    at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:111:26)",
        "alerts 2 ERROR -255.. | Error: getaddrinfo ENOTFOUND grid.weather.internal",
    )
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
