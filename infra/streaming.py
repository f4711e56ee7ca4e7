"""The WebSocket API: how events reach people the moment they happen.

A client connects with a one-time ticket, which the authorizer redeems; functions push to the
connection through the stage's `@connections` address.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk.aws_apigatewayv2_authorizers import WebSocketLambdaAuthorizer
from aws_cdk.aws_apigatewayv2_integrations import WebSocketLambdaIntegration
from constructs import Construct

from infra.access_log import AccessLog
from infra.function import CasebookFunction, Recipe
from infra.settings import Setting
from infra.stage import Stage
from infra.storage import CONNECTIONS, Storage

STAGE_NAME = "live"
TICKET_SOURCE = "route.request.querystring.ticket"
# Well under the 500 new connections a second that an account may open.
MESSAGES_PER_SECOND = 200
MESSAGES_BURST = 400


class Streaming(Construct):
    """The WebSocket API with its connect and disconnect routes; `Chat` adds the messages."""

    def __init__(self, scope: Construct, *, recipe: Recipe, storage: Storage) -> None:
        super().__init__(scope, "Streaming")
        self._stage: Stage = recipe.stage
        authorizer = CasebookFunction(self, "websocket_authorizer", recipe=recipe, timeout=10)
        connect = CasebookFunction(self, "websocket_connect", recipe=recipe, timeout=10)
        disconnect = CasebookFunction(self, "websocket_disconnect", recipe=recipe, timeout=10)
        storage.allow_redeem(authorizer)
        storage.allow_write_of(connect, CONNECTIONS)
        storage.allow_write(disconnect)

        self.api = apigateway.WebSocketApi(
            self,
            "WebSocketApi",
            api_name=f"{cdk.Stack.of(self).stack_name}-live",
            connect_route_options=apigateway.WebSocketRouteOptions(
                integration=WebSocketLambdaIntegration("Connect", connect),
                authorizer=WebSocketLambdaAuthorizer(
                    "Ticket", authorizer, identity_source=[TICKET_SOURCE]
                ),
            ),
            disconnect_route_options=apigateway.WebSocketRouteOptions(
                integration=WebSocketLambdaIntegration("Disconnect", disconnect)
            ),
        )
        self.stage = apigateway.WebSocketStage(
            self,
            "Live",
            web_socket_api=self.api,
            stage_name=STAGE_NAME,
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(
                rate_limit=MESSAGES_PER_SECOND, burst_limit=MESSAGES_BURST
            ),
            access_log_settings=AccessLog(
                self, recipe.stage, ["eventType", "routeKey", "connectionId", "status"]
            ),
        )

    @property
    def url(self) -> str:
        """Where clients connect; they add `?ticket=…`."""
        return self._stage.websocket_url(cdk.Stack.of(self), self.api.api_id, STAGE_NAME)

    def route_messages_to(self, function: CasebookFunction) -> None:
        """Send what clients say over their connection to this function."""
        self.api.add_route("$default", integration=WebSocketLambdaIntegration("Message", function))

    def allow_push(self, function: CasebookFunction) -> None:
        """Let a function post to connections of this stage, and nothing else of the API."""
        stack = cdk.Stack.of(self)
        connections = stack.format_arn(
            service="execute-api",
            resource=self.api.api_id,
            resource_name=f"{STAGE_NAME}/POST/@connections/*",
        )
        function.allow(["execute-api:ManageConnections"], [connections])
        function.configure(
            Setting.PUSH_ENDPOINT,
            self._stage.push_endpoint(stack, self.api.api_id, STAGE_NAME),
        )

    def tell_address(self, function: CasebookFunction) -> None:
        """Tell a function the address that clients connect to, to hand it out."""
        function.configure(Setting.WEBSOCKET_URL, self.url)
