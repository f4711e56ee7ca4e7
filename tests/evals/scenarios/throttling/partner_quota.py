"""The translation provider's daily quota is used up."""

from tests.evals.builder import ONE_HOUR, Incident, function, outside, queue, scenario, table
from tests.evals.dialects import python_lambda


@scenario("support", "helpdesk", ONE_HOUR)
def partner_quota(it: Incident) -> None:
    it.has(
        function("ticket-intake", python_lambda, 50, 180),
        function("translate", python_lambda, 45, 320),
        table("tickets", 55),
        queue("translations", 45),
        outside("api.lingua.example", 44, 260),
    )
    it.calls(
        "ticket-intake > tickets",
        "ticket-intake > translations > translate",
        "translate > api.lingua.example",
    )
    it.runs("translate", 1)
    it.runs("ticket-intake", 1)
    it.log("ticket-intake 2 | ticket <0..999999> taken in")
    it.log("translate 1.5 | translated <20..900> characters", until=-300)
    it.log("ticket-intake 0.4 WARNING | attachment larger than 10 MB dropped")
    it.change(-8200, "deployment ticket-intake ci | ticket-intake 19")
    it.log(
        "translate 10 ERROR | lingua refused: 429 Too Many Requests "
        '{"error":"quota_exceeded","message":"Daily character quota of 5000000 '
        'used"}',
        since=-296,
    )
    it.moves(-296, "translate Errors 43", "api.lingua.example Failures 44")
    it.moves(-296, "translations ApproximateNumberOfMessagesVisible 210", ramp=296)
    it.alarm("translate-errors", "translate", "Errors", 12, 3)
    it.expects(
        "api.lingua.example",
        "throttling|resource-exhaustion",
        mentions="quota",
        blames="ticket-intake|tickets",
    )
