"""A partner's key ran out at midnight of the partner's clock; nothing was changed here."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("logistics", "shipping", ONE_HOUR)
def expired_api_key(it: Incident) -> None:
    it.has(
        aws.service("label-printer", logs.gunicorn, "logistics", 90, 310),
        aws.service("shipment-api", logs.gunicorn, "logistics", 210, 60),
        aws.database("shipments", 35),
        aws.outside("api.parcelhub.example", 88, 240),
        aws.queue("labels", 85),
    )
    it.calls(
        "shipment-api > shipments",
        "shipment-api > labels > label-printer",
        "label-printer > api.parcelhub.example",
    )
    it.log(
        'shipment-api 2 | "POST /shipments HTTP/1.1" 201 <300..900>',
        "label-printer 1.8 ..-330 | label printed for SH<0..9999999:07>",
        "label-printer 0.15 WARNING | printer queue depth above 40, pausing intake",
        "shipment-api 0.3 ERROR | Invalid postcode in request from customer <100..999>",
    )
    it.change(-16200, "deployment shipment-api lena | shipment-api 88: address hints")
    it.log(
        "label-printer 10 ERROR -325.. | carrier call failed for SH<0..9999999:07>: 401 "
        "Client Error: Unauthorized for url: https://api.parcelhub.example/v3/labels "
        '{"code":"key_expired","detail":"API key ending 7f3c expired on '
        '2026-03-14"}',
        "label-printer 4 WARNING -320.. | re-queued shipment, attempt 2 of 5",
    )
    it.moves(-325, "label-printer 5xx 60", "api.parcelhub.example Failures 84")
    it.moves(
        -325,
        "labels ApproximateNumberOfMessagesVisible 400, ApproximateAgeOfOldestMessage 320",
        ramp=330,
    )
    it.alarm(
        "labels-not-printed", "labels", "ApproximateAgeOfOldestMessage", 180, 2, statistic="MAX"
    )
    it.runbook(
        "carrier-credentials.md",
        "# Carrier credentials\n\nKeys of ParcelHub are issued for a year. `401 "
        "key_expired` from `api.parcelhub.example` means that the key in "
        "`logistics/parcelhub` has run out: request a new one in their console, put it "
        "into Secrets Manager and restart `label-printer`.\n",
    )
    it.expects(
        "label-printer|api.parcelhub.example",
        "permission|configuration",
        mentions="key_expired",
        blames="shipment-api|shipments|labels",
    )
