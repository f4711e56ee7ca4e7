"""An incident of which every part is in words that its team alone has: a partner that lets nothing
through, a lane that a pod has lost, and a metric of how many wait."""

from cli.evaluation import reading
from cli.evaluation.scenario import Scenario
from tests.evals import aws
from tests.evals.aws.resources import Resource
from tests.evals.builder import MINUTE
from tests.evals.kubernetes import layouts
from tests.kinds.incidents import Situation, situation

PARTNER = "partner-gateway"
POD = "lane-pump-5d8f7c9b6-x2k4p"
GROUP = "/shop/cluster/events"


def allowance_used_up() -> Situation:
    of = situation(1, "allowance")
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 12)
    function, of.right = of.function(rate), PARTNER
    pump = Resource("lane-pump", "eks-workload", also_in=(GROUP,)).plus(
        "Shop/Gateway", {"Gateway": "north"}, {"LaneWaiters": ("Count", 2, 0.1, 0.0)}
    )
    of.it.has(aws.outside(PARTNER, rate), pump)
    of.it.calls(f"{function} > {PARTNER}", f"lane-pump > {function}")
    said = f"PartnerError: {PARTNER}: ALLOWANCE_DEPLETED for merchant 17"
    of.it.says(function, said, 8, since, level="ERROR")
    later = since + 3 * MINUTE
    lost = layouts.Event(
        "Warning", "LaneLost", "Pod", POD, "shop", "lane 7 is gone", 1, later, later, "lanes"
    )
    of.it.line(GROUP, "events", later, layouts.core(lost))
    of.it.moves(since, f"{function} Errors {rate / 2}")
    of.it.moves(later, "lane-pump LaneWaiters 90")
    of.it.closely("lane-pump LaneWaiters")
    of.it.alarm(of.name("alarm"), function, "Errors", rate / 4, 3)
    of.it.expects(PARTNER, "throttling")
    return of


def scenario_of(of: Situation) -> Scenario:
    files = {name: text.decode() for name, text in of.it.files().items()}
    return reading.parse(of.it.name, files)
