"""dead-address: a configuration change points checkout-fn at payments that nobody serves."""

from __future__ import annotations

from local.faults.fault import BLAMED, Expected, Target

FUNCTION = "checkout-fn"
# Port 9 is `discard`: nothing listens there, so a connection is refused at once.
DEAD_URL = "http://127.0.0.1:9/payments"


class DeadAddress:
    """A setting is wrong; the code is not."""

    name = "dead-address"
    description = "PAYMENTS_URL of checkout-fn points at an address where nothing listens"
    expected = Expected(BLAMED, FUNCTION, ("configuration", "deployment"), "PAYMENTS_URL")

    def inject(self, target: Target) -> None:
        _point_payments_at(DEAD_URL, target)

    def revert(self, target: Target) -> None:
        _point_payments_at(target.payments_url, target)


def _point_payments_at(url: str, target: Target) -> None:
    functions = target.aws.client("lambda")
    configuration = functions.get_function_configuration(FunctionName=FUNCTION)
    # The call replaces the whole environment, so the other variables go along.
    variables = configuration["Environment"]["Variables"] | {"PAYMENTS_URL": url}
    functions.update_function_configuration(
        FunctionName=FUNCTION, Environment={"Variables": variables}
    )
