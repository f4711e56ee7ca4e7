"""The web console in an account: who may read its files, and how they are served."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import aws_cdk as cdk
import pytest

from infra import web_headers
from infra.console import PATHS
from infra.layers import Code
from infra.stack import CasebookStack
from infra.stage import Stage
from tests.infra.deployment import Deployment, Resource, as_list, written

DISTRIBUTION = "AWS::CloudFront::Distribution"
COPY = "Custom::CDKBucketDeployment"
WEB_ACL = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/oncall/0a1b-2c"


def distribution(deployment: Deployment) -> Resource:
    config: Resource = deployment.only(DISTRIBUTION)["DistributionConfig"]
    return config


def headers(deployment: Deployment) -> Resource:
    config: Resource = deployment.only("AWS::CloudFront::ResponseHeadersPolicy")
    resource: Resource = config["ResponseHeadersPolicyConfig"]
    return resource


def copies(deployment: Deployment) -> dict[str, Resource]:
    """What is copied into the bucket, by how long browsers keep it."""
    return {
        resource["Properties"]["SystemMetadata"]["cache-control"]: resource
        for resource in deployment.of_type(COPY).values()
    }


def copied(deployment: Deployment, file: str) -> str:
    """The text of a file that a deployment writes, with its references as `<LogicalId>`."""
    properties = copies(deployment)["no-cache"]["Properties"]
    for key, markers in zip(
        properties["SourceObjectKeys"], properties["SourceMarkers"], strict=True
    ):
        folder = deployment.folder / f"asset.{key.removesuffix('.zip')}"
        if (folder / file).is_file():
            text = (folder / file).read_text()
            for marker, value in markers.items():
                text = text.replace(marker, written(value))
            return text
    raise AssertionError(f"{file} is not copied")


def origin(deployment: Deployment) -> str:
    (logical_id,) = deployment.of_type(DISTRIBUTION)
    return f"https://<{logical_id}.DomainName>"


def test_the_local_stage_leaves_the_console_to_the_server_on_the_laptop(local: Deployment) -> None:
    assert local.of_type(DISTRIBUTION) == {}
    assert local.of_type(COPY) == {}
    assert "ConsoleUrl" not in local.template["Outputs"]


def test_the_consoles_address_is_told(real: Deployment) -> None:
    assert real.output("ConsoleUrl") == origin(real)


def test_cloudfront_alone_reads_the_bucket(real: Deployment) -> None:
    bucket = real.only("AWS::S3::Bucket", of="Console")
    (logical_id,) = real.of_type(DISTRIBUTION)
    statements = real.only("AWS::S3::BucketPolicy", of="Console")["PolicyDocument"]["Statement"]
    allowed = [s for s in statements if s["Effect"] == "Allow"]
    denied = [s for s in statements if s["Effect"] == "Deny"]

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["BucketEncryption"]
    assert [s["Condition"] for s in denied] == [{"Bool": {"aws:SecureTransport": "false"}}]
    (statement,) = allowed
    assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    source = written(statement["Condition"]["StringEquals"]["AWS:SourceArn"])
    assert source.endswith(f":distribution/<{logical_id}>")
    # Without the list, S3 answers 403 to a file that is missing.
    assert set(as_list(statement["Action"])) == {"s3:GetObject", "s3:ListBucket"}


def test_requests_to_the_bucket_are_signed(real: Deployment) -> None:
    access = real.only("AWS::CloudFront::OriginAccessControl")["OriginAccessControlConfig"]

    assert access["SigningBehavior"] == "always"
    assert distribution(real)["Origins"][0]["OriginAccessControlId"]


def test_it_is_served_over_https_by_http_2_and_3_and_packed(real: Deployment) -> None:
    config = distribution(real)
    behaviour = config["DefaultCacheBehavior"]

    assert config["HttpVersion"] == "http2and3"
    assert behaviour["ViewerProtocolPolicy"] == "redirect-to-https"
    assert behaviour["Compress"] is True
    assert behaviour["AllowedMethods"] == ["GET", "HEAD"]


def test_every_answer_has_the_headers_of_the_local_server(real: Deployment) -> None:
    config = headers(real)
    security = config["SecurityHeadersConfig"]
    named = {h["Header"]: h["Value"] for h in config["CustomHeadersConfig"]["Items"]}
    policy = written(security["ContentSecurityPolicy"]["ContentSecurityPolicy"])
    set_here = {
        "Content-Security-Policy": re.sub(r"connect-src [^;]*", "connect-src 'self'", policy),
        "X-Content-Type-Options": "nosniff" if security["ContentTypeOptions"] else "",
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        **named,
    }

    assert set_here == web_headers.security_headers([])
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 365 * 24 * 3600


def test_the_headers_let_pages_call_api_gateway_and_cognito_of_the_region(
    real: Deployment,
) -> None:
    policy = written(
        headers(real)["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    )
    (connect,) = re.findall(r"connect-src ([^;]*)", policy)

    assert set(connect.split()) == {
        "'self'",
        "https://*.execute-api.<AWS::Region>.<AWS::URLSuffix>",
        "wss://*.execute-api.<AWS::Region>.<AWS::URLSuffix>",
        "https://cognito-idp.<AWS::Region>.amazonaws.com",
        "https://*.auth.<AWS::Region>.amazoncognito.com",
    }


def test_the_page_narrows_that_to_this_stack(real: Deployment) -> None:
    page = copied(real, "index.html")
    (connect,) = re.findall(
        r'<meta http-equiv="Content-Security-Policy" content="connect-src ([^"]*)"', page
    )

    assert connect.split() == [
        "'self'",
        real.output("HttpApiUrl"),
        real.output("WebSocketUrl"),
        real.output("Authority") + "/",
        real.output("LoginUrl"),
    ]


def test_a_page_without_a_head_is_not_served_without_its_policy() -> None:
    with pytest.raises(ValueError, match="<head>"):
        web_headers.narrowed("<body></body>", ["https://api.example"])


def test_two_regions_of_an_account_can_both_have_the_stage(real: Deployment) -> None:
    """CloudFront's names are of the whole account."""
    access = real.only("AWS::CloudFront::OriginAccessControl")["OriginAccessControlConfig"]
    paths = real.only("AWS::CloudFront::Function")

    for name in (access["Name"], headers(real)["Name"], paths["Name"]):
        assert "<AWS::Region>" in written(name)


def test_the_page_finds_this_stack(real: Deployment) -> None:
    # Values of the template are written as JSON when they are put in: a string with its quotes.
    assert json.loads(copied(real, "config.json")) == {
        "api": real.output("HttpApiUrl"),
        "websocket": real.output("WebSocketUrl"),
        "authority": real.output("Authority"),
        "clientId": real.output("UserPoolClientId"),
        "region": real.output("Region"),
        "scopes": ["openid", "email", "profile"],
    }


def test_a_page_names_no_file_that_is_not_there_yet_and_none_that_is_gone(
    real: Deployment,
) -> None:
    kept = copies(real)
    hashed = kept["public, max-age=31536000, immutable"]
    page = kept["no-cache"]
    (hashed_id,) = (key for key, value in real.of_type(COPY).items() if value == hashed)

    assert hashed_id in page["DependsOn"]
    assert hashed["Properties"]["DestinationBucketKeyPrefix"] == "assets"
    assert [copy["Properties"]["Prune"] for copy in kept.values()] == [False, False]


def test_what_only_the_build_needs_is_not_published(real: Deployment) -> None:
    keys = [key for copy in copies(real).values() for key in copy["Properties"]["SourceObjectKeys"]]
    published: set[str] = set()
    for key in keys:
        folder = real.folder / f"asset.{key.removesuffix('.zip')}"
        published |= {str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file()}

    assert published == {"index-1a2b.js", "index.html", "config.json"}


def test_who_copies_the_files_may_write_nothing_else(real: Deployment) -> None:
    (role,) = (key for key in real.of_type("AWS::IAM::Role") if key.startswith("ConsoleCopier"))
    (bucket,) = (key for key in real.of_type("AWS::S3::Bucket") if key.startswith("Console"))
    writes = {
        permission.resource
        for permission in real.permissions_of(role)
        if permission.action.startswith(("s3:Put", "s3:Delete"))
    }

    assert writes == {f"<{bucket}.Arn>", f"<{bucket}.Arn>/*"}


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/", True),
        ("/diagnoses/dgn_01M8", True),
        ("/workloads/", True),
        ("/signed-in", True),
        ("/index.html", False),
        ("/config.json", False),
        ("/assets/index-1a2b.js", False),
        ("/a.b/c", True),
        ("/.vite/manifest.json", False),
    ],
)
def test_the_edge_and_the_local_server_agree_on_what_a_page_is(path: str, page: bool) -> None:
    node = shutil.which("node")
    assert node
    script = f"{PATHS.read_text()};console.log(handler({{request:{{uri:{json.dumps(path)}}}}}).uri)"
    shown = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)

    assert shown.stdout.strip() == ("/index.html" if page else path)
    assert web_headers.is_a_page(path.strip("/")) is page or path.endswith("/")


@pytest.fixture
def app(tmp_path: Path) -> cdk.App:
    return cdk.App(outdir=str(tmp_path))


def test_a_web_acl_guards_it_where_one_is_named(code: Code, app: cdk.App, real: Deployment) -> None:
    CasebookStack(app, Stage(name="prod", web_acl_arn=WEB_ACL), code=code)
    app.synth()
    guarded = Deployment(Path(app.outdir), "Casebook-prod")

    assert distribution(guarded)["WebACLId"] == WEB_ACL
    assert "WebACLId" not in distribution(real)


def test_a_console_that_is_not_built_says_how_to_build_it(
    code: Code, app: cdk.App, tmp_path: Path
) -> None:
    unbuilt = Code(layers=code.layers, web=tmp_path / "nothing")

    with pytest.raises(Exception, match="make web"):
        CasebookStack(app, Stage(name="prod"), code=unbuilt)


@pytest.mark.parametrize(
    "arn",
    [
        "oncall",
        "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/oncall/0a1b",
        "arn:aws:wafv2:eu-central-1:123456789012:global/webacl/oncall/0a1b",
    ],
)
def test_a_web_acl_that_cloudfront_would_refuse_is_refused_at_once(app: cdk.App, arn: str) -> None:
    app.node.set_context("stage", "prod")
    app.node.set_context("webAclArn", arn)

    with pytest.raises(ValueError, match="us-east-1"):
        Stage.from_context(app.node)


@pytest.mark.parametrize(("said", "on"), [("no", False), ("yes", True), (False, False)])
def test_the_context_says_whether_there_is_a_console(app: cdk.App, said: object, on: bool) -> None:
    app.node.set_context("stage", "prod")
    app.node.set_context("webConsole", said)

    assert Stage.from_context(app.node).has_console is on


def test_another_word_is_no_answer(app: cdk.App) -> None:
    app.node.set_context("stage", "prod")
    app.node.set_context("webConsole", "off")

    with pytest.raises(ValueError, match="yes or no"):
        Stage.from_context(app.node)
