"""`config.json`: what a page reads at its start to find the API and the sign-in.

It holds nothing secret: whoever opens the page may see it. Whoever serves a page makes it from
the stack's outputs with `WebConfig.from_outputs`, in the CDK app (where the values are still
references) as well as on a laptop.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

FILE = "config.json"
SCOPES = ("openid", "email", "profile")
# Where managed login sends the browser after signing in and out, on each web origin.
SIGNED_IN_PATH = "/signed-in"
SIGNED_OUT_PATH = "/"


class WebConfig(BaseModel):
    """Where a page finds what it needs.

    `authority` is what OpenID Connect's discovery starts from: `/.well-known/openid-configuration`
    below it names the addresses of sign-in, tokens and sign-out.
    """

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True)

    api: str
    websocket: str
    authority: str
    client_id: str
    region: str
    scopes: tuple[str, ...] = SCOPES

    @classmethod
    def from_outputs(cls, outputs: Mapping[str, str]) -> WebConfig:
        """The configuration that follows from the stack's outputs, by their names."""
        return cls(
            api=outputs["HttpApiUrl"],
            websocket=outputs["WebSocketUrl"],
            authority=outputs["Authority"],
            client_id=outputs["UserPoolClientId"],
            region=outputs["Region"],
        )

    def document(self) -> dict[str, object]:
        """The JSON object that is served."""
        return self.model_dump(mode="json", by_alias=True)
