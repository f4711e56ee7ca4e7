"""An image's tag was removed from the registry. Tasks that are replaced cannot start, and as a task
that never started writes no log, ECS alone can say why."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

ONSET = -540.0
WHY = (
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve "
    "ref tours/booking:2026.10: not found"
)


@scenario("tours", "bookings", quarterly())
def lantern_tours(it: Incident) -> None:
    it.has(
        aws.alb("tours-alb", 420, 0.11),
        aws.tasks("tour-booking", logs.slog("tour-booking"), "tours", 38, None, 0.07),
        aws.tasks("guide-roster", logs.pino("guide-roster-2"), "tours", 17, None, 0.07),
        aws.rds("tours-mysql", "mysql"),
    )
    it.calls("tours-alb > tour-booking > tours-mysql", "guide-roster > tours-mysql")
    it.closely("tours-alb HTTPCode_ELB_5XX_Count RequestCount")
    it.log(
        f"tour-booking 1.3 {ONSET}>0.2 | booked tour <0..99999>",
        "guide-roster 0.8 | roster of guide <1..300> read",
        "guide-roster 0.2 WARN | guide <1..300> has no phone number",
    )
    it.change(-5400, "configuration guide-roster m.osei | ROSTER_PAGE 50 -> 80")
    it.reported(ONSET - 60, "tour-booking ecs | (service tour-booking) has begun draining "
                "connections on 2 tasks.")  # fmt: skip
    for number, at in enumerate((ONSET, -420.0, -300.0, -180.0, -60.0)):
        head = f"Task 5d1{number} of tour-booking:77 stopped (TaskFailedToStart)"
        it.reported(at, f"tour-booking ecs | {head}: {WHY}")
    it.moves(ONSET, "tours-alb HTTPCode_ELB_5XX_Count 310", ramp=60)
    it.moves(ONSET, "tour-booking CPUUtilization 9")
    it.alarm("tours-5xx", "tours-alb", "HTTPCode_ELB_5XX_Count", 25, 3)
    it.expects(
        "tour-booking", "deployment", mentions="CannotPull", blames="guide-roster|tours-mysql"
    )
