"""A canteen at noon, as on every day of the week before."""

from tests.evals import aws, logs
from tests.evals.builder import DAY, MINUTE, Incident, scenario, watched

BEFORE = (1, 2, 7)
RISE = 38 * MINUTE


@scenario("canteen", "trays", watched(0.84, 0.84))
def lunch_trays(it: Incident) -> None:
    it.has(
        aws.balancer("canteen-alb", requests=520, seconds=0.06),
        aws.tasks(
            "tray-till", logs.spring("n.canteen.till.TillController"), "canteen", cpu=34, memory=58
        ),
        aws.instance("tray-pg", 38, logs.postgres),
        aws.function(
            "menu-board", logs.spring("n.canteen.menu.Board"), calls=20, ms=70, errors=0.05
        ),
    )
    it.calls("canteen-alb > tray-till > tray-pg", "menu-board > tray-pg")
    it.log(
        "tray-till 1.4 | tray <100000..1000000> paid",
        f"tray-till 2.4 {-RISE}.. | tray <100000..1000000> paid",
        "menu-board 0.6 | board <1..12> refreshed",
        "tray-till 0.35 WARN | Card reader 4: NFC read aborted, guest asked again",
        "tray-pg 0.2 | checkpoint complete: wrote <60..900> buffers (<1..6>.2%)",
    )
    peaks = {("tray-till", "CPUUtilization"): 80, ("canteen-alb", "RequestCount"): 1640}
    for (resource, metric), level in peaks.items():
        series = it.series(resource, metric)
        series.noise, series.cycle = (0.004, 0.0)
        for days in (0, *BEFORE):
            noon = -days * DAY
            series.shift(noon - RISE, level, noon + 25 * MINUTE, RISE + 4 * MINUTE)
        steps = range(-60, 46, 5)
        it.earlier(resource, (s * MINUTE - d * DAY - 1 for d in BEFORE for s in steps), metric)
    it.change(-5600, "deployment menu-board | menu-board 9: allergens in bold")
    it.change(-86400 * 2 - 900, "configuration tray-pg dba | backup window 02:00 -> 03:00")
    it.alarm("tray-till-cpu", "tray-till", "CPUUtilization", 74, periods=2, statistic="AVERAGE")
    it.expects(None, None, blames="menu-board|tray-pg|tray-till", verdict="healthy")
