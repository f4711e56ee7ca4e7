"""blip: the bank refuses a few charges and comes back, with no change by anybody."""

from __future__ import annotations

import json
import urllib.request

from local.faults.fault import Expected, Target

CHARGES = 5
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Blip:
    """Heals by itself: a right diagnosis blames nothing."""

    name = "blip"
    description = "the bank behind payments-fn answers 503 to five charges, then heals by itself"
    expected = Expected(("healthy",), None, ("none",))

    def inject(self, target: Target) -> None:
        _bank_out_for(CHARGES, target)

    def revert(self, target: Target) -> None:
        _bank_out_for(0, target)


def _bank_out_for(charges: int, target: Target) -> None:
    request = urllib.request.Request(
        f"{target.payments_url}/bank/outage",
        data=json.dumps({"charges": charges}).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    with _DIRECT.open(request, timeout=15):
        pass
