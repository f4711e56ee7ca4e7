"""A partner was away for less than a minute, and everything works again: false alarm."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

SINCE, UNTIL = (-141.0, -96.0)
PARTNER = "names.lepidoptera.example"


@scenario("naturalists", "moth sightings", watched(0.8, 0.385))
def moth_sightings(it: Incident) -> None:
    it.has(
        aws.balancer("moths-alb", 690, 0.14, 0.4),
        aws.tasks("sightings-api", logs.loguru("sightings.api"), "moths", 30, 51),
        aws.tasks("taxon-lookup", logs.zap("lookup/names.go"), "moths", 16),
        aws.partner(PARTNER, "Moths/Outbound", 118, 160),
        aws.instance("moths-pg", 37),
        aws.function("photo-labels", logs.node_lambda, 22, 740, 0.05),
    )
    it.calls(
        f"moths-alb > sightings-api > taxon-lookup > {PARTNER}",
        "sightings-api > moths-pg",
        "sightings-api > photo-labels",
    )
    it.closely("moths-alb RequestCount", f"{PARTNER} ClientErrors")
    it.moves(
        -150, f"{PARTNER} ClientErrors 46", "moths-alb HTTPCode_Target_5XX_Count 41", until=-90
    )
    it.log(
        "sightings-api 1.4 | sighting <100000..1000000> stored",
        "sightings-api 0.4 WARN | photo has no date, used today",
        "taxon-lookup 1.4 | name resolved",
        "taxon-lookup 0.3 WARN | synonym resolved by guess",
        "photo-labels 0.8 | labelled <1..5> photos",
        "photo-labels 0.3 ERROR | Invoke Error "
        '\t{"errorType":"InvalidImageFormatException","errorMessage":"Request has '
        'invalid image format"}',
        f"taxon-lookup 5 {UNTIL + 2}.. | name resolved",
        f"sightings-api 4 {UNTIL + 2}.. | sighting <100000..1000000> stored",
    )
    reset = (
        f'names not available\nGet "https://{PARTNER}/v1/match": read tcp '
        "10.3.1.88:41<100..999>->203.0.113.20:443: read: connection reset by peer"
    )
    it.log(
        f"taxon-lookup 66 ERROR {SINCE}..{UNTIL} | {reset}",
        f"sightings-api 58 ERROR {SINCE + 1}..{UNTIL + 2} | could not name the species\n"
        'Traceback (most recent call last):\n  File "/app/sightings/taxa.py", line 33, '
        "in name\n    response.raise_for_status()\nhttpx.HTTPStatusError: Server error "
        "'502 Bad Gateway' for url 'http://taxon-lookup.moths.local:8080/names'",
    )
    it.change(-6600, "configuration moths-pg terraform | maintenance window Sun 04:00")
    it.change(-3180, "deployment photo-labels | photo-labels 0.12.0: more labels")
    it.alarm("moths-alb-5xx", "moths-alb", "HTTPCode_Target_5XX_Count", 15, 1)
    it.expects(
        None, "none|dependency|network", blames="sightings-api|taxon-lookup", verdict="healthy"
    )
