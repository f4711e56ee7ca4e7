"""The HTTP API: every path but health wants a token of the user pool."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk.aws_apigatewayv2_authorizers import HttpUserPoolAuthorizer
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from infra.access_log import AccessLog
from infra.function import CasebookFunction
from infra.identity import Identity
from infra.stage import Stage

# A front end of a hundred people polls less; a runaway script is stopped before Lambda is.
REQUESTS_PER_SECOND = 100
REQUESTS_BURST = 200
METHODS = [
    apigateway.CorsHttpMethod.GET,
    apigateway.CorsHttpMethod.POST,
    apigateway.CorsHttpMethod.PUT,
    apigateway.CorsHttpMethod.DELETE,
]


class Api(Construct):
    """The HTTP API and its one stage; capabilities add their routes with `serve`."""

    def __init__(
        self, scope: Construct, *, stage: Stage, identity: Identity, web_origins: Sequence[str]
    ) -> None:
        super().__init__(scope, "Api")
        self._stage = stage
        self.http = apigateway.HttpApi(
            self,
            "HttpApi",
            api_name=cdk.Stack.of(self).stack_name,
            default_authorizer=HttpUserPoolAuthorizer(
                "Token", identity.pool, user_pool_clients=[identity.client]
            ),
            cors_preflight=_cors(web_origins),
            create_default_stage=False,
        )
        apigateway.HttpStage(
            self,
            "Default",
            http_api=self.http,
            stage_name="$default",
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(
                rate_limit=REQUESTS_PER_SECOND, burst_limit=REQUESTS_BURST
            ),
            access_log_settings=AccessLog(
                self, stage, ["routeKey", "status", "responseLatency", "authorizer.claims.sub"]
            ),
        )

    @property
    def url(self) -> str:
        return self._stage.http_url(cdk.Stack.of(self), self.http.api_id)

    def serve(self, function: CasebookFunction, *routes: str, public: bool = False) -> None:
        """Send requests such as `GET /api/workloads` to a function.

        `public` opens the routes to people who did not sign in.
        """
        integration = HttpLambdaIntegration(f"{function.node.id}Integration", function)
        for route in routes:
            method, path = route.split(" ")
            self.http.add_routes(
                path=path,
                methods=[apigateway.HttpMethod[method]],
                integration=integration,
                authorizer=apigateway.HttpNoneAuthorizer() if public else None,
            )


def _cors(web_origins: Sequence[str]) -> apigateway.CorsPreflightOptions | None:
    """Which pages may call. Whatever header a handler adds for clients must be exposed here."""
    if not web_origins:
        return None
    return apigateway.CorsPreflightOptions(
        allow_origins=list(web_origins),
        allow_methods=METHODS,
        allow_headers=["authorization", "content-type", "last-event-id"],
        expose_headers=["retry-after"],
        max_age=cdk.Duration.hours(1),
    )
