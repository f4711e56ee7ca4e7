"""A partner was away for less than a minute, and everything works again: false alarm."""

from __future__ import annotations

from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.second_exam.dialects import loguru
from tests.evals._generate.styles import node_lambda, zap

SINCE, UNTIL = -141.0, -96.0
PARTNER = "names.lepidoptera.example"


def moth_sightings() -> Account:
    it = Account("moth-sightings", "naturalists", "moth sightings")
    it.balancer("moths-alb", 690, 0.14, 0.4)
    it.tasks("sightings-api", loguru("sightings.api"), "moths", 30, 51)
    it.tasks("taxon-lookup", zap("lookup/names.go"), "moths", 16)
    it.partner(PARTNER, "Moths/Outbound", 118, 160)
    it.instance("moths-pg", 37)
    it.lambda_("photo-labels", node_lambda, 22, 740)
    it.calls(f"moths-alb > sightings-api > taxon-lookup > {PARTNER}", "sightings-api > moths-pg")
    it.calls("sightings-api > photo-labels")

    it.closely("moths-alb", "RequestCount")
    it.closely(PARTNER, "ClientErrors")
    it.moves(PARTNER, -150, {"ClientErrors": 46}, until=-90)
    it.moves("moths-alb", -150, {"HTTPCode_Target_5XX_Count": 41}, until=-90)

    it.business("sightings-api", lambda d: f"sighting {d.randint(10**5, 10**6)} stored", 1.4)
    it.business("sightings-api", "photo has no date, used today", 0.4, level="WARN")
    it.business("taxon-lookup", "name resolved", 1.4)
    it.business("taxon-lookup", "synonym resolved by guess", 0.3, level="WARN")
    it.business("photo-labels", lambda d: f"labelled {d.randint(1, 5)} photos", 0.8)
    it.business(
        "photo-labels",
        'Invoke Error \t{"errorType":"InvalidImageFormatException","errorMessage":"Request has '
        'invalid image format"}',
        0.3,
        level="ERROR",
    )
    after = {"since": UNTIL + 2}
    it.says("taxon-lookup", "name resolved", 5, **after)
    it.says("sightings-api", lambda d: f"sighting {d.randint(10**5, 10**6)} stored", 4, **after)
    reset = (
        f'names not available\nGet "https://{PARTNER}/v1/match": read tcp 10.3.1.88:41{{}}->'
        "203.0.113.20:443: read: connection reset by peer"
    )
    it.says(
        "taxon-lookup",
        lambda d: reset.format(d.randint(100, 999)),
        66,
        SINCE,
        UNTIL,
        "ERROR",
    )
    it.says(
        "sightings-api",
        'could not name the species\nTraceback (most recent call last):\n  File "/app/sightings/'
        'taxa.py", line 33, in name\n    response.raise_for_status()\nhttpx.HTTPStatusError: '
        "Server error '502 Bad Gateway' for url 'http://taxon-lookup.moths.local:8080/names'",
        58,
        SINCE + 1,
        UNTIL + 2,
        "ERROR",
    )
    it.change(-6600, "configuration", "moths-pg", "maintenance window Sun 04:00", "terraform")
    it.change(-3180, "deployment", "photo-labels", "photo-labels 0.12.0: more labels")
    it.alarm("moths-alb-5xx", "moths-alb", "HTTPCode_Target_5XX_Count", 15, 1)
    it.expects(
        "healthy", None, ["none", "dependency", "network"], None, ["sightings-api", "taxon-lookup"]
    )
    return it
