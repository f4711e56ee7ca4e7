"""The seat map was slow and its caller gave up; both had recovered before the alarm rang."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

SINCE, UNTIL = -660.0, -360.0


@scenario("jazz", "tickets", EVERY_MINUTE)
def jazz_tickets(it: Incident) -> None:
    it.has(
        aws.service("ticket-desk", logs.pino("ticket-desk-2"), "jazz", calls=340, ms=70),
        aws.service("seat-map", logs.slog("seat-map"), "jazz", calls=330, ms=24),
        aws.table("jazz-seats", writes=110),
    )
    it.calls("ticket-desk > seat-map > jazz-seats")
    it.log(
        "ticket-desk 1.8 | seat <1..900> sold",
        "ticket-desk 0.3 WARN | row <1..40> has no aisle",
        "seat-map 1.4 | hall <1..6> drawn",
        "seat-map 0.2 WARN | pillar in hall <1..6> hides a seat",
        f"ticket-desk 22 ERROR {SINCE}..{UNTIL} | seat not sold: no answer within 1500 ms",
    )
    it.moves(SINCE, "seat-map Latency 1900", "ticket-desk 5xx 150, Latency 1400", until=UNTIL)
    it.change(-8000, "deployment ticket-desk ci | ticket-desk 5.3: encore tickets")
    it.alarm("ticket-desk-5xx", "ticket-desk", "5xx", 40, 5)
    it.expects(None, None, blames="ticket-desk|seat-map|jazz-seats", verdict="healthy|recovered")
