"""An internal service's certificate has run out."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("bank", "transfers", ONE_HOUR)
def certificate_expired(it: Incident) -> None:
    it.has(
        aws.service("transfer-api", logs.zap("transfer/submit.go"), "core", 150, 65),
        aws.service("ledger", logs.zap("ledger/server.go"), "core", 300, 12),
        aws.service("limits", logs.zap("limits/check.go"), "core", 150, 9),
        aws.database("ledger-db", 50),
    )
    it.calls("transfer-api > ledger > ledger-db", "transfer-api > limits")
    it.log(
        "transfer-api 2 ..-246 | transfer submitted",
        "transfer-api 1 | quote requested",
        "ledger 2 ..-246 | posted entry <0..9999999>",
        "limits 1 | limit ok",
        "limits 0.4 ERROR | velocity rule refused transfer\nlimit exceeded for account <0..999999>",
    )
    it.change(-7000, "deployment limits argo | limits v2.9.0: velocity rule 14")
    it.log(
        "transfer-api 11 ERROR -246.. | ledger call failed\n"
        'Post "https://ledger.core.internal:8443/v1/entries": tls: failed to verify '
        "certificate: x509: certificate has expired or is not yet valid: current time "
        "2026-03-14T09:22:01Z is after 2026-03-14T09:22:00Z",
        "ledger 8 WARN -246.. | http: TLS handshake error from 10.4.1.17:50114: remote "
        "error: tls: bad certificate",
    )
    it.moves(-246, "transfer-api 5xx 75", "ledger Requests 0")
    it.alarm("transfers-failing", "transfer-api", "5xx", 20, 3)
    it.runbook(
        "tls.md",
        "# Internal certificates\n\nEach service renews its certificate from the private "
        "CA every 90 days by the job `cert-renew`. If callers say `certificate has "
        "expired`, restart the job for the service that presents it.\n",
    )
    it.expects(
        "ledger",
        "configuration|infrastructure|dependency|network",
        mentions="certificate",
        blames="limits|ledger-db",
    )
