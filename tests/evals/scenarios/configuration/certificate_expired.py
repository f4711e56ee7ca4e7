"""An internal service's certificate has run out."""

from tests.evals.builder import ONE_HOUR, Incident, database, scenario, service
from tests.evals.dialects import zap


@scenario("bank", "transfers", ONE_HOUR)
def certificate_expired(it: Incident) -> None:
    it.has(
        service("transfer-api", zap("transfer/submit.go"), "core", 150, 65),
        service("ledger", zap("ledger/server.go"), "core", 300, 12),
        service("limits", zap("limits/check.go"), "core", 150, 9),
        database("ledger-db", 50),
    )
    it.calls("transfer-api > ledger > ledger-db", "transfer-api > limits")
    it.log("transfer-api 2 | transfer submitted", until=-246)
    it.log("transfer-api 1 | quote requested")
    it.log("ledger 2 | posted entry <0..9999999>", until=-246)
    it.log(
        "limits 1 | limit ok",
        "limits 0.4 ERROR | velocity rule refused transfer\nlimit exceeded for account <0..999999>",
    )
    it.change(-7000, "deployment limits argo | limits v2.9.0: velocity rule 14")
    it.log(
        "transfer-api 11 ERROR | ledger call failed\nPost "
        '"https://ledger.core.internal:8443/v1/entries": tls: failed to verify '
        "certificate: x509: certificate has expired or is not yet valid: current time "
        "2026-03-14T09:22:01Z is after 2026-03-14T09:22:00Z",
        "ledger 8 WARN | http: TLS handshake error from 10.4.1.17:50114: remote error: "
        "tls: bad certificate",
        since=-246,
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
