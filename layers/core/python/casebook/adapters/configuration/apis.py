"""API Gateway's APIs: REST (version 1) and HTTP or WebSocket (version 2).

https://docs.aws.amazon.com/apigateway/latest/api/API_GetStages.html
https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html
"""

from collections.abc import Iterable
from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.values import Seen, Settings, environment, latest, present
from casebook.analysis.configuration import LAST_MODIFIED
from casebook.domain.workload import Resource
from casebook.errors import NotFound

_PAGE = 500
_MOST_INTEGRATIONS = 100


def read_api(clients: Clients, resource: Resource) -> Seen:
    """The API that is registered by its id, its name, or the id in its metrics' dimensions."""
    known = {resource.name, resource.name.partition("/")[0]}
    for metric in resource.metrics:
        known |= {metric.dimensions.get(name, "") for name in ("ApiId", "ApiName")}
    rest = clients.call("apigateway", "get_rest_apis", limit=_PAGE).get("items", [])
    if found := _one_of(known, rest, "id", "name"):
        return _rest(clients, found)
    http = clients.call("apigatewayv2", "get_apis", MaxResults=str(_PAGE)).get("Items", [])
    if found := _one_of(known, http, "ApiId", "Name"):
        return _http(clients, found)
    raise NotFound(f"there is no API {resource.name}")


def _one_of(
    known: set[str], apis: Iterable[dict[str, Any]], id: str, name: str
) -> dict[str, Any] | None:
    """By id first: a name may be used twice."""
    apis = list(apis)
    by_id = (each for each in apis if each.get(id) in known)
    return next(by_id, next((each for each in apis if each.get(name) in known), None))


def _rest(clients: Clients, api: dict[str, Any]) -> Seen:
    settings: dict[str, Any] = {"endpoint": api.get("endpointConfiguration", {}).get("types")}
    variables: Settings = {}
    stages = clients.call("apigateway", "get_stages", restApiId=api["id"]).get("item", [])
    for stage in stages:
        path = f"stage.{stage['stageName']}"
        settings |= {
            f"code.{stage['stageName']}": stage.get("deploymentId"),
            f"{path}.cache": stage.get("cacheClusterSize"),
            f"{path}.webAcl": stage.get("webAclArn"),
            f"{path}.canary": stage.get("canarySettings"),
        }
        for method, own in stage.get("methodSettings", {}).items():
            settings |= {
                f"{path}.{method}.throttling.burst": own.get("throttlingBurstLimit"),
                f"{path}.{method}.throttling.rate": own.get("throttlingRateLimit"),
            }
        variables |= environment(api["id"], stage.get("variables", {}), f"{path}.variables")
    page = clients.call(
        "apigateway", "get_resources", restApiId=api["id"], limit=_PAGE, embed=["methods"]
    )
    integrations = {
        f"{verb} {found.get('path', '')}": method.get("methodIntegration") or {}
        for found in page.get("items", [])
        for verb, method in found.get("resourceMethods", {}).items()
    }
    for route, own in _bounded(integrations):
        variables |= _integration(api["id"], route, own.get("uri"), own.get("timeoutInMillis"))
    settings[LAST_MODIFIED] = latest(*(each.get("lastUpdatedDate") for each in stages))
    return Seen({**present(settings), **variables}, present({"status": api.get("apiStatus")}))


def _http(clients: Clients, api: dict[str, Any]) -> Seen:
    settings: dict[str, Any] = {"protocol": api.get("ProtocolType")}
    health: dict[str, Any] = {}
    variables: Settings = {}
    which = {"ApiId": api["ApiId"], "MaxResults": str(_PAGE)}
    stages = clients.call("apigatewayv2", "get_stages", **which).get("Items", [])
    for stage in stages:
        path = f"stage.{stage['StageName']}"
        settings[f"code.{stage['StageName']}"] = stage.get("DeploymentId")
        limits = {
            "default": stage.get("DefaultRouteSettings", {}),
            **stage.get("RouteSettings", {}),
        }
        for route, own in limits.items():
            settings |= {
                f"{path}.{route}.throttling.burst": own.get("ThrottlingBurstLimit"),
                f"{path}.{route}.throttling.rate": own.get("ThrottlingRateLimit"),
            }
        variables |= environment(api["ApiId"], stage.get("StageVariables", {}), f"{path}.variables")
        health[f"{path}.lastDeployment"] = stage.get("LastDeploymentStatusMessage")
    routes = clients.call("apigatewayv2", "get_routes", **which).get("Items", [])
    integrations = {
        f"integrations/{each['IntegrationId']}": each
        for each in clients.call("apigatewayv2", "get_integrations", **which).get("Items", [])
    }
    by_route = {each["RouteKey"]: integrations.get(each.get("Target", ""), {}) for each in routes}
    for route, own in _bounded(by_route):
        uri, timeout = own.get("IntegrationUri"), own.get("TimeoutInMillis")
        variables |= _integration(api["ApiId"], route, uri, timeout)
    settings[LAST_MODIFIED] = latest(*(each.get("LastUpdatedDate") for each in stages))
    return Seen({**present(settings), **variables}, present(health))


def _bounded(routes: dict[str, dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    return sorted(routes.items())[:_MOST_INTEGRATIONS]


def _integration(api: str, route: str, target: str | None, timeout: int | None) -> Settings:
    """Where a route leads, and how long it may take. An address may hold a password."""
    return {
        **environment(api, {"target": target} if target else {}, f"route.{route}"),
        **present({f"route.{route}.timeoutMs": timeout}),
    }
