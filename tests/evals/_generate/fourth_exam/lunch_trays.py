"""A canteen at noon, as on every day of the week before."""

from __future__ import annotations

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.held_out.level import DAY
from tests.evals._generate.incident import MINUTE
from tests.evals._generate.styles import postgres, spring

BEFORE = (1, 2, 7)
RISE = 38 * MINUTE


def lunch_trays() -> Borough:
    case = Borough("lunch-trays", "canteen", "trays", share=0.84)
    case.balancer("canteen-alb", requests=520, seconds=0.06)
    case.tasks("tray-till", spring("n.canteen.till.TillController"), "canteen", cpu=34, memory=58)
    case.instance("tray-pg", 38, postgres)
    case.lambda_("menu-board", spring("n.canteen.menu.Board"), calls=20, ms=70)
    case.calls("canteen-alb > tray-till > tray-pg", "menu-board > tray-pg")

    case.business("tray-till", lambda d: f"tray {d.randint(10**5, 10**6)} paid", 1.4)
    case.says("tray-till", lambda d: f"tray {d.randint(10**5, 10**6)} paid", 2.4, since=-RISE)
    case.business("menu-board", lambda d: f"board {d.randint(1, 12)} refreshed", 0.6)
    case.says("tray-till", "Card reader 4: NFC read aborted, guest asked again", 0.35, level="WARN")
    case.says(
        "tray-pg",
        lambda d: f"checkpoint complete: wrote {d.randint(60, 900)} buffers ({d.randint(1, 6)}.2%)",
        0.2,
    )

    peaks = {("tray-till", "CPUUtilization"): 80, ("canteen-alb", "RequestCount"): 1640}
    for (resource, metric), level in peaks.items():
        series = case.series(resource, metric)
        series.noise, series.cycle = 0.004, 0.0
        for days in (0, *BEFORE):
            noon = -days * DAY
            series.shift(noon - RISE, level, noon + 25 * MINUTE, RISE + 4 * MINUTE)
        steps = range(-60, 46, 5)
        case.reaches(resource, metric, (s * MINUTE - d * DAY - 1 for d in BEFORE for s in steps))
    case.change(-5600, "deployment", "menu-board", "menu-board 9: allergens in bold")
    case.change(-86400 * 2 - 900, "configuration", "tray-pg", "backup window 02:00 -> 03:00", "dba")
    case.alarm("tray-till-cpu", "tray-till", "CPUUtilization", 74, periods=2, statistic="AVERAGE")
    case.expects("healthy", None, None, None, ["menu-board", "tray-pg", "tray-till"])
    return case
