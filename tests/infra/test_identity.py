"""Signing in: programs with a password, pages with a code from managed login."""

from pathlib import Path

import aws_cdk as cdk
import pytest

from infra.layers import Code
from infra.stack import CasebookStack
from infra.stage import Stage
from infra.web_config import SCOPES
from tests.infra.conftest import LOCAL_ORIGINS, ORIGINS
from tests.infra.deployment import Deployment, Resource, written

BRANDING = "AWS::Cognito::ManagedLoginBranding"


def client_of(deployment: Deployment) -> Resource:
    return deployment.only("AWS::Cognito::UserPoolClient")


def test_a_page_gets_a_code_and_no_page_gets_tokens_in_its_address(either: Deployment) -> None:
    client = client_of(either)

    assert client["AllowedOAuthFlowsUserPoolClient"] is True
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["AllowedOAuthScopes"] == list(SCOPES)
    assert client["SupportedIdentityProviders"] == ["COGNITO"]


def test_there_is_no_secret_that_a_page_could_not_keep(either: Deployment) -> None:
    assert client_of(either)["GenerateSecret"] is False


def test_a_signed_out_persons_tokens_can_be_revoked(either: Deployment) -> None:
    assert client_of(either)["EnableTokenRevocation"] is True


def test_programs_still_sign_in_with_a_password(either: Deployment) -> None:
    assert set(client_of(either)["ExplicitAuthFlows"]) == {
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
    }


def test_people_come_back_to_the_web_origins_and_nowhere_else(
    real: Deployment, local: Deployment
) -> None:
    for deployment, origins in (
        (real, (real.output("ConsoleUrl"), *ORIGINS)),
        (local, LOCAL_ORIGINS),
    ):
        client = client_of(deployment)
        back = [written(address) for address in client["CallbackURLs"]]
        assert back == [f"{origin}/signed-in" for origin in origins]
        out = [written(address) for address in client["LogoutURLs"]]
        assert out == [f"{origin}/" for origin in origins]


def test_managed_login_has_an_address_that_no_other_account_takes(either: Deployment) -> None:
    domain = either.only("AWS::Cognito::UserPoolDomain")

    assert domain["ManagedLoginVersion"] == 2
    assert written(domain["Domain"]) in {
        "casebook-prod-<AWS::AccountId>",
        "casebook-local-000000000000",
    }


def test_in_an_account_managed_login_has_a_style_without_which_it_shows_nothing(
    real: Deployment,
) -> None:
    (client,) = real.of_type("AWS::Cognito::UserPoolClient")
    branding = real.only(BRANDING)

    assert written(branding["ClientId"]) == f"<{client}>"
    assert branding["UseCognitoProvidedValues"] is True


def test_the_local_aws_is_not_asked_for_what_it_does_not_have(local: Deployment) -> None:
    assert local.of_type(BRANDING) == {}


def test_the_outputs_say_where_to_sign_in(real: Deployment, local: Deployment) -> None:
    (pool,) = real.of_type("AWS::Cognito::UserPool")
    (domain,) = real.of_type("AWS::Cognito::UserPoolDomain")

    assert real.output("Authority") == f"<{pool}.ProviderURL>"
    assert real.output("Region") == "<AWS::Region>"
    assert real.output("LoginUrl") == f"https://<{domain}>.auth.<AWS::Region>.amazoncognito.com"

    (pool,) = local.of_type("AWS::Cognito::UserPool")
    assert local.output("Authority") == f"http://127.0.0.1:4566/<{pool}>"
    assert local.output("Region") == "us-east-1"
    assert local.output("LoginUrl") == "http://127.0.0.1:4566"


def test_in_an_account_a_token_is_good_for_an_hour(real: Deployment) -> None:
    client = client_of(real)

    assert client["IdTokenValidity"] == client["AccessTokenValidity"] == 60
    assert client["RefreshTokenValidity"] == 7 * 24 * 60
    assert set(client["TokenValidityUnits"].values()) == {"minutes"}


@pytest.fixture
def app(tmp_path: Path) -> cdk.App:
    return cdk.App(outdir=str(tmp_path))


def test_without_a_page_there_is_no_managed_login(code: Code, app: cdk.App, tmp_path: Path) -> None:
    CasebookStack(app, Stage(name="prod", web_console=False), code=code)
    app.synth()
    deployment = Deployment(tmp_path, "Casebook-prod")

    assert deployment.of_type("AWS::CloudFront::Distribution") == {}
    assert "ConsoleUrl" not in deployment.template["Outputs"]
    assert client_of(deployment)["AllowedOAuthFlowsUserPoolClient"] is False
    assert "CallbackURLs" not in client_of(deployment)
    assert deployment.of_type("AWS::Cognito::UserPoolDomain") == {}
    assert deployment.of_type(BRANDING) == {}
    assert "LoginUrl" not in deployment.template["Outputs"]


def test_a_prefix_of_ones_own_is_taken(code: Code, app: cdk.App, tmp_path: Path) -> None:
    stage = Stage(name="prod", web_origins=ORIGINS, login_domain_prefix="oncall-shop")
    CasebookStack(app, stage, code=code)
    app.synth()

    domain = Deployment(tmp_path, "Casebook-prod").only("AWS::Cognito::UserPoolDomain")
    assert domain["Domain"] == "oncall-shop"


def test_a_directory_of_the_teams_own_is_offered_beside_cognitos(
    code: Code, app: cdk.App, tmp_path: Path
) -> None:
    app.node.set_context("stage", "prod")
    app.node.set_context("webOrigins", "https://casebook.example")
    app.node.set_context("identityProviders", "Okta, Entra")
    CasebookStack(app, Stage.from_context(app.node), code=code)
    app.synth()

    client = client_of(Deployment(tmp_path, "Casebook-prod"))
    assert client["SupportedIdentityProviders"] == ["COGNITO", "Okta", "Entra"]


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("prod", "On_Call"), ("prod", "-oncall"), ("prod", "my-aws-login"), ("aws-prod", "")],
)
def test_a_prefix_that_cognito_would_refuse_is_refused_at_once(
    code: Code, app: cdk.App, name: str, prefix: str
) -> None:
    stage = Stage(name=name, web_origins=ORIGINS, login_domain_prefix=prefix)

    with pytest.raises(Exception, match="loginDomainPrefix"):
        CasebookStack(app, stage, code=code)


def test_the_context_names_the_origins(app: cdk.App) -> None:
    app.node.set_context("stage", "prod")
    app.node.set_context("webOrigins", "https://a.example,https://b.example")
    app.node.set_context("webOrigin", "https://c.example")

    stage = Stage.from_context(app.node)

    assert stage.web_origins == ("https://a.example", "https://b.example", "https://c.example")
