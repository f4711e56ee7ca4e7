"""The ways in: every path wants a token but health, and every connection a ticket."""

from tests.infra.deployment import Deployment, Resource, written

WORKLOAD = "/api/workloads/{workloadId}"
DIAGNOSIS = "/api/diagnoses/{diagnosisId}"
PATHS = {
    "GET /api/alarms",
    "GET /api/diagnoses",
    "GET /api/alarms/unmatched",
    "GET /api/health",
    "GET /api/usage",
    "GET /api/workloads",
    "POST /api/workloads",
    f"GET {WORKLOAD}",
    f"PUT {WORKLOAD}",
    f"DELETE {WORKLOAD}",
    f"GET {WORKLOAD}/map",
    f"POST {WORKLOAD}/agent/start",
    f"POST {WORKLOAD}/agent/message",
    f"POST {WORKLOAD}/agent/stop",
    f"GET {WORKLOAD}/agent/stream",
    f"GET {WORKLOAD}/agent/history",
    "GET /api/me",
    "GET /api/settings",
    "GET /api/projects",
    "GET /api/projects/{project}/ownership",
    "PUT /api/projects/{project}/ownership",
    "GET /api/projects/{project}/knowledge",
    "PUT /api/projects/{project}/knowledge",
    "POST /api/projects/{project}/knowledge/check",
    "GET /api/sessions",
    f"GET {WORKLOAD}/agent/sessions",
    f"DELETE {WORKLOAD}/agent",
    f"GET {WORKLOAD}/agent/evidence/{{evidenceId}}",
    f"POST {WORKLOAD}/agent/evidence/{{evidenceId}}/recheck",
    f"GET {WORKLOAD}/agent/evidence/{{evidenceId}}/series",
    f"GET {WORKLOAD}/changes",
    f"POST {WORKLOAD}/changes",
    f"GET {WORKLOAD}/diagnoses",
    f"POST {WORKLOAD}/diagnoses",
    f"GET {DIAGNOSIS}",
    f"GET {DIAGNOSIS}/events",
    f"GET {DIAGNOSIS}/state",
    f"POST {DIAGNOSIS}/rerun",
    f"GET {DIAGNOSIS}/evidence/{{evidenceId}}",
    f"POST {DIAGNOSIS}/evidence/{{evidenceId}}/recheck",
    f"GET {DIAGNOSIS}/evidence/{{evidenceId}}/series",
    f"POST {DIAGNOSIS}/pause",
    f"POST {DIAGNOSIS}/resume",
    f"POST {DIAGNOSIS}/cancel",
    f"POST {DIAGNOSIS}/feedback",
    "POST /api/tickets",
}
CONNECTION_ROUTES = {"$connect", "$disconnect", "$default"}


def routes(deployment: Deployment) -> dict[str, Resource]:
    return {
        route["Properties"]["RouteKey"]: route["Properties"]
        for route in deployment.of_type("AWS::ApiGatewayV2::Route").values()
    }


def test_the_paths_are_those_of_the_design(either: Deployment) -> None:
    assert set(routes(either)) == PATHS | CONNECTION_ROUTES


def test_every_path_but_health_wants_a_token(either: Deployment) -> None:
    authorizers = {
        logical_id: authorizer["Properties"]["AuthorizerType"]
        for logical_id, authorizer in either.of_type("AWS::ApiGatewayV2::Authorizer").items()
    }
    for key, route in routes(either).items():
        if key == "GET /api/health":
            assert route["AuthorizationType"] == "NONE"
        elif key not in CONNECTION_ROUTES:
            assert route["AuthorizationType"] == "JWT", key
            assert authorizers[route["AuthorizerId"]["Ref"]] == "JWT"


def test_a_token_is_one_of_the_user_pool_for_the_one_client(either: Deployment) -> None:
    (client,) = either.of_type("AWS::Cognito::UserPoolClient")
    (pool,) = either.of_type("AWS::Cognito::UserPool")
    (jwt,) = (
        authorizer["Properties"]["JwtConfiguration"]
        for authorizer in either.of_type("AWS::ApiGatewayV2::Authorizer").values()
        if authorizer["Properties"]["AuthorizerType"] == "JWT"
    )

    assert [written(audience) for audience in jwt["Audience"]] == [f"<{client}>"]
    assert written(jwt["Issuer"]).endswith(f"/<{pool}>")


def test_a_connection_is_opened_with_a_ticket(either: Deployment) -> None:
    (authorizer,) = (
        authorizer["Properties"]
        for authorizer in either.of_type("AWS::ApiGatewayV2::Authorizer").values()
        if authorizer["Properties"]["AuthorizerType"] == "REQUEST"
    )

    assert authorizer["IdentitySource"] == ["route.request.querystring.ticket"]
    assert routes(either)["$connect"]["AuthorizationType"] == "CUSTOM"


def test_nobody_signs_up_by_themselves(either: Deployment) -> None:
    pool = either.only("AWS::Cognito::UserPool")

    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12


def test_both_apis_are_throttled_and_log_who_asked(either: Deployment) -> None:
    stages = either.of_type("AWS::ApiGatewayV2::Stage")

    assert len(stages) == 2
    for stage in stages.values():
        assert stage["Properties"]["DefaultRouteSettings"]["ThrottlingRateLimit"] > 0
        assert "ticket" not in stage["Properties"]["AccessLogSettings"]["Format"]


def test_only_the_pages_of_this_stage_may_call_from_a_browser(
    real: Deployment, local: Deployment
) -> None:
    def origins(deployment: Deployment) -> list[list[str]]:
        return [
            [written(origin) for origin in api["Properties"]["CorsConfiguration"]["AllowOrigins"]]
            for api in deployment.of_type("AWS::ApiGatewayV2::Api").values()
            if "CorsConfiguration" in api["Properties"]
        ]

    assert origins(real) == [
        [real.output("ConsoleUrl"), "https://casebook.example", "https://dev.casebook.example"]
    ]
    assert origins(local) == [["http://127.0.0.1:8474", "http://localhost:5173"]]
