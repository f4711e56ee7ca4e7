"""The certificate with which a service shows itself to a partner ran out."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

EXPIRED = -367.0
PARTNER = "tsa.sigillum.example"


@scenario("notaries", "notary seals", watched(0.8, 0.385))
def notary_seals(it: Incident) -> None:
    it.has(
        aws.balancer("seals-alb", 260, 0.34, 0.2),
        aws.tasks("deed-portal", logs.django, "seals", 31, 48),
        aws.tasks("seal-signer", logs.slog("seal-signer"), "seals", 22),
        aws.partner(PARTNER, "Seals/Outbound", 44, 180),
        aws.instance("deeds-pg", 36),
        aws.function("deed-archive", logs.python_lambda, 18, 420, 0.05),
    )
    it.calls(
        f"seals-alb > deed-portal > seal-signer > {PARTNER}",
        "deed-portal > deeds-pg",
        "deed-archive > deeds-pg",
    )
    it.closely(f"{PARTNER} ClientErrors ClientRequests")
    it.moves(EXPIRED, "seals-alb HTTPCode_Target_5XX_Count 6", until=-186)
    it.moves(-186, "seals-alb HTTPCode_Target_5XX_Count 37")
    it.moves(EXPIRED, f"{PARTNER} ClientErrors 9", until=-186)
    it.moves(-186, f"{PARTNER} ClientErrors 43, ClientLatency 24")
    it.log(
        "deed-portal 1.2 | deed <100000..1000000> submitted for sealing",
        "deed-portal 0.3 WARN | Not Found: /apple-touch-icon-precomposed.png",
        "seal-signer 1.3 -190>0 | seal applied",
        "deed-archive 0.6 | archived <1..12> deeds",
        "deed-archive 0.2 WARN | object has no retention tag, default applied",
    )
    for at in range(-7200, int(EXPIRED), 1200):
        it.once(
            at - 7.0,
            "seal-signer WARN | client certificate is about to expire\n"
            "CN=notary-seals-prod notAfter=2026-03-14T09:20:00Z",
        )
    handshake = (
        f'timestamp request failed\nPost "https://{PARTNER}/rfc3161": remote error: tls: '
        "expired certificate"
    )
    it.log(
        f"seal-signer 11 ERROR {EXPIRED}..-186 | {handshake}",
        f"seal-signer 44 ERROR -186.. | {handshake}",
    )
    portal = "Internal Server Error: /deeds/seal: SealError: seal-signer answered 502 Bad Gateway"
    it.log(
        f"deed-portal 8 ERROR {EXPIRED}..-186 | {portal}", f"deed-portal 36 ERROR -186.. | {portal}"
    )
    it.change(-6900, "configuration deeds-pg | log_min_duration_statement 500 -> 1000")
    it.change(-2260, "deployment deed-portal jenkins | deed-portal 2026.10.2: translations")
    it.alarm("seals-alb-5xx", "seals-alb", "HTTPCode_Target_5XX_Count", 18, 3)
    it.expects(
        "seal-signer",
        "configuration|permission|infrastructure",
        mentions="certificate",
        blames="deed-portal|deeds-pg",
    )
