"""The client of the payments service."""

from __future__ import annotations

import http.client
import json
from decimal import Decimal
from urllib.parse import SplitResult, urlsplit

TIMEOUT_SECONDS = 3


class PaymentFailed(Exception):
    """The payments service could not be reached or did not take the payment."""


def charge(payments_url: str, order_id: str, total: Decimal) -> str:
    """Takes the payment and returns its id."""
    url = urlsplit(payments_url)
    body = json.dumps({"orderId": order_id, "amount": str(total)})
    connection = _connect(url)
    try:
        connection.request("POST", f"{url.path}/charge", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read().decode()
    except OSError as error:
        raise PaymentFailed(f"cannot reach payments at {url.netloc}: {error}") from error
    finally:
        connection.close()
    if answer.status != 200:
        raise PaymentFailed(f"payments answered {answer.status} for POST /charge: {text[:200]}")
    return str(json.loads(text)["paymentId"])


def _connect(url: SplitResult) -> http.client.HTTPConnection:
    host = url.hostname or ""
    if url.scheme == "https":
        return http.client.HTTPSConnection(host, url.port, timeout=TIMEOUT_SECONDS)
    return http.client.HTTPConnection(host, url.port, timeout=TIMEOUT_SECONDS)
