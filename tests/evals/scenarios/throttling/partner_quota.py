"""The translation provider's daily quota is used up."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("support", "helpdesk", ONE_HOUR)
def partner_quota(it: Incident) -> None:
    it.has(
        aws.function("ticket-intake", logs.python_lambda, 50, 180),
        aws.function("translate", logs.python_lambda, 45, 320),
        aws.table("tickets", 55),
        aws.queue("translations", 45),
        aws.outside("api.lingua.example", 44, 260),
    )
    it.calls(
        "ticket-intake > tickets",
        "ticket-intake > translations > translate",
        "translate > api.lingua.example",
    )
    it.runs("translate", 1)
    it.runs("ticket-intake", 1)
    it.log(
        "ticket-intake 2 | ticket <0..999999> taken in",
        "translate 1.5 ..-300 | translated <20..900> characters",
        "ticket-intake 0.4 WARNING | attachment larger than 10 MB dropped",
    )
    it.change(-8200, "deployment ticket-intake ci | ticket-intake 19")
    it.log(
        "translate 10 ERROR -296.. | lingua refused: 429 Too Many Requests "
        '{"error":"quota_exceeded","message":"Daily character quota of 5000000 '
        'used"}'
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
