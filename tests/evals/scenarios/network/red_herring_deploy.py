"""A deploy five minutes before, and it is innocent: the network to the warehouse is cut."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("factory", "stock", ONE_HOUR)
def red_herring_deploy(it: Incident) -> None:
    it.has(
        aws.service("stock-api", logs.spring("f.s.StockController"), "factory", 260, 40),
        aws.service("stock-ui", logs.pino("stock-ui-1"), "factory", 140, 90),
        aws.database("stock-db", 45),
        aws.outside("wms.plant-ulm.example", 250, 30),
    )
    it.calls("stock-ui > stock-api > wms.plant-ulm.example", "stock-api > stock-db")
    it.log(
        "stock-api 2 ..-200 | bin <1..400> read",
        "stock-api 1.5 | stock of item <1..4000> answered from database",
        "stock-ui 1.5 | page /bins/<1..400> shown",
        "stock-ui 0.4 WARN | hydration mismatch in <BinTable>",
    )
    it.change(
        -330,
        "deployment stock-ui github-actions | stock-ui 7.2.0: darker table headers",
        "diff --git a/src/table.css b/src/table.css\n-th { color: #777; }\n+th { color: #333; }\n",
    )
    it.log(
        "stock-api 11 ERROR -200.. | bin cannot be read\njava.net.SocketTimeoutException: "
        "connect timed out: wms.plant-ulm.example/198.51.100.40:443\n"
        "\tat java.base/sun.nio.ch.NioSocketImpl.timedFinishConnect(NioSocketImpl.java:546)",
        "stock-ui 7 ERROR -196.. | request to stock-api failed\n"
        "AxiosError: Request failed with status code 504",
    )
    it.moves(
        -200, "wms.plant-ulm.example Failures 236, Latency 10000", "stock-api 5xx 190, Latency 9400"
    )
    it.moves(-196, "stock-ui 5xx 90")
    it.alarm("stock-ui-errors", "stock-ui", "5xx", 20, 2)
    it.expects(
        "wms.plant-ulm.example",
        "network|dependency",
        mentions="wms.plant-ulm.example",
        blames="stock-ui|stock-db",
    )
