"""The certificate with which a service shows itself to a partner ran out."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import django, slog
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.styles import python_lambda

EXPIRED = -367.0
PARTNER = "tsa.sigillum.example"


def notary_seals() -> Account:
    it = Account("notary-seals", "notaries", "notary seals")
    it.balancer("seals-alb", 260, 0.34, 0.2)
    it.tasks("deed-portal", django, "seals", 31, 48)
    it.tasks("seal-signer", slog("seal-signer"), "seals", 22)
    it.partner(PARTNER, "Seals/Outbound", 44, 180)
    it.instance("deeds-pg", 36)
    it.lambda_("deed-archive", python_lambda, 18, 420)
    it.calls(f"seals-alb > deed-portal > seal-signer > {PARTNER}", "deed-portal > deeds-pg")
    it.calls("deed-archive > deeds-pg")

    it.closely(PARTNER, "ClientErrors", "ClientRequests")
    it.moves("seals-alb", EXPIRED, {"HTTPCode_Target_5XX_Count": 6}, until=-186)
    it.moves("seals-alb", -186, {"HTTPCode_Target_5XX_Count": 37})
    it.moves(PARTNER, EXPIRED, {"ClientErrors": 9}, until=-186)
    it.moves(PARTNER, -186, {"ClientErrors": 43, "ClientLatency": 24})

    it.business(
        "deed-portal", lambda d: f"deed {d.randint(10**5, 10**6)} submitted for sealing", 1.2
    )
    it.business(
        "deed-portal",
        "Not Found: /apple-touch-icon-precomposed.png",
        0.3,
        level="WARN",
    )
    it.business("seal-signer", "seal applied", 1.3, (-190, 0))
    it.business("deed-archive", lambda d: f"archived {d.randint(1, 12)} deeds", 0.6)
    it.business("deed-archive", "object has no retention tag, default applied", 0.2, level="WARN")
    for at in range(-7200, int(EXPIRED), 1200):
        it.once(
            "seal-signer",
            at - 7.0,
            "client certificate is about to expire\nCN=notary-seals-prod "
            "notAfter=2026-03-14T09:20:00Z",
            "WARN",
        )
    handshake = (
        f'timestamp request failed\nPost "https://{PARTNER}/rfc3161": remote error: '
        "tls: expired certificate"
    )
    it.says("seal-signer", handshake, 11, EXPIRED, -186, "ERROR")
    it.says("seal-signer", handshake, 44, -186, level="ERROR")
    portal = "Internal Server Error: /deeds/seal: SealError: seal-signer answered 502 Bad Gateway"
    it.says("deed-portal", portal, 8, EXPIRED, -186, "ERROR")
    it.says("deed-portal", portal, 36, -186, level="ERROR")

    it.change(-6900, "configuration", "deeds-pg", "log_min_duration_statement 500 -> 1000")
    it.change(-2260, "deployment", "deed-portal", "deed-portal 2026.10.2: translations", "jenkins")
    it.alarm("seals-alb-5xx", "seals-alb", "HTTPCode_Target_5XX_Count", 18, 3)
    it.expects(
        ["confirmed", "likely"],
        "seal-signer",
        ["configuration", "permission", "infrastructure"],
        ["certificate"],
        ["deed-portal", "deeds-pg"],
    )
    return it
