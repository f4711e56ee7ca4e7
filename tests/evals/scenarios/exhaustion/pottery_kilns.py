"""ECS kills a service's tasks for memory. They die without a word, and nobody measures memory."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

ONSET = -420.0
TASK = (
    "Task {id} of kiln-api:41 stopped (EssentialContainerExited): Essential container in task"
    " exited"
)
KILLED = "container web: exit code 137, OutOfMemoryError: Container killed due to memory usage"


@scenario("pottery", "kilns", quarterly())
def pottery_kilns(it: Incident) -> None:
    it.has(
        aws.alb("pottery-alb", 640, 0.09),
        aws.tasks("kiln-api", logs.pino("kiln-api-1"), "pottery", 34, None, 0.07),
        aws.tasks("glaze-shop", logs.winston("glaze-shop"), "pottery", 21, None, 0.07),
        aws.rds("pottery-pg", "postgres"),
    )
    it.calls("pottery-alb > kiln-api > pottery-pg", "pottery-alb > glaze-shop > pottery-pg")
    it.closely("pottery-alb HTTPCode_ELB_5XX_Count RequestCount")
    it.log(
        f"kiln-api 1.4 {ONSET}>0.5 | firing <0..9999> planned",
        "kiln-api 0.3 WARN | sensor <1..40> is late",
        "glaze-shop 1.1 | order <0..99999> placed",
    )
    it.change(-3900, "deployment glaze-shop buildkite | glaze-shop 7.2: spring colours")
    for number, at in enumerate((ONSET, -310.0, -190.0, -80.0)):
        it.reported(at, f"kiln-api ecs | {TASK.format(id=f'9a0{number}')}; {KILLED}")
    it.reported(-390, "kiln-api ecs | (service kiln-api) has started 1 tasks: (task 9a01).")
    it.moves(ONSET, "pottery-alb HTTPCode_ELB_5XX_Count 230", ramp=40)
    it.moves(ONSET, "kiln-api CPUUtilization 19")
    it.alarm("pottery-5xx", "pottery-alb", "HTTPCode_ELB_5XX_Count", 25, 3)
    it.expects("kiln-api", "resource-exhaustion", mentions="memory", blames="glaze-shop|pottery-pg")
