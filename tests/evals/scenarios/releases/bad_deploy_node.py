"""A null that the new code does not expect; an older, harmless deploy of a neighbour."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("insurance", "quotes", ONE_HOUR)
def bad_deploy_node(it: Incident) -> None:
    it.has(aws.resource("quotes-gateway", "apigateway"))
    at = {"ApiName": "quotes-gateway"}
    it.measured(
        "quotes-gateway", "AWS/ApiGateway", at, {"Count": ("Count", 95), "5XXError": ("Count", 0.2)}
    )
    it.has(
        aws.function("quote-builder", logs.node_lambda, 95, 140),
        aws.function("risk-score", logs.node_lambda, 95, 60),
        aws.table("policies", 40),
        aws.queue("quote-mails", 30),
    )
    it.calls(
        "quotes-gateway > quote-builder > risk-score",
        "quote-builder > policies",
        "quote-builder > quote-mails",
    )
    it.runs("quote-builder", 1.5)
    it.runs("risk-score", 1)
    it.log(
        "quote-builder 1.5 | quote <0..999999> built in <60..220> ms",
        "quote-builder 0.2 WARN | Warning: legacy tariff table in use",
        "risk-score 1 | scored applicant tier=<A|B|C|D>",
    )
    it.change(-5400, "deployment risk-score dmitri | risk-score 2026.3.11: log tiers")
    it.change(
        -312,
        "deployment quote-builder ci-bot | quote-builder 4.18.0",
        "diff --git a/src/discounts.js b/src/discounts.js\n@@ -22,3 +22,3 @@\n"
        "-  const rate = customer.household?.discount ?? 0;\n"
        "+  const rate = customer.household.discount;\n",
    )
    it.log(
        "quote-builder 14 ERROR -280.. | Invoke Error "
        '\t{"errorType":"TypeError","errorMessage":"Cannot read properties of '
        'undefined (reading \'discount\')","stack":["TypeError: Cannot read properties '
        "of undefined (reading 'discount')\",\"    at householdRate "
        '(/var/task/src/discounts.js:24:37)","    at async handler '
        '(/var/task/src/index.js:<51|58>:15)"]}'
    )
    it.moves(-280, "quote-builder Errors 31", "quotes-gateway 5XXError 31")
    it.alarm("quotes-gateway-5xx", "quotes-gateway", "5XXError", 10, periods=3)
    it.expects(
        "quote-builder", "deployment|code-defect", mentions="4.18.0", blames="risk-score|policies"
    )
