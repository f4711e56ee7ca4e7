"""The web console in an account: a private bucket of files, and CloudFront in front of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as distribution_origins
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from infra import web_config, web_headers
from infra.buckets import private_bucket
from infra.layers import Code
from infra.stage import Stage
from infra.web_config import WebConfig

PATHS = Path(__file__).with_name("console_paths.js")


class Console(Construct):
    """The console's address, which the API and the sign-in let in, and its files.

    The files come last, by `publish`: `config.json` names the API and the sign-in, and those name
    the address. For the same reason the headers let it call API Gateway and Cognito in the stack's
    region, and the page itself narrows that to this stack's
    (docs/decisions/0015-console-behind-cloudfront.md).
    Raises FileNotFoundError when the console is not built.
    """

    def __init__(self, scope: Construct, *, stage: Stage, code: Code) -> None:
        super().__init__(scope, "Console")
        if not (code.web / web_headers.PAGE).is_file():
            raise FileNotFoundError("the web console is not built; run: make web")
        self._build = code.web
        self.bucket = private_bucket(self, stage)
        self.distribution = _distribution(self, stage, self.bucket)
        self.copier = _copier(self)
        self._log_group = logs.LogGroup(
            self,
            "CopierLog",
            retention=stage.log_retention,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        self._log_group.grant_write(self.copier)

    @property
    def origin(self) -> str:
        """The origin of the console's pages."""
        return f"https://{self.distribution.distribution_domain_name}"

    def publish(self, config: WebConfig, login_url: str) -> None:
        """Copy the build and its `config.json` into the bucket.

        Files with a hash in their name come first, and stay when newer ones come: a page that was
        opened before a deployment still finds what it loads lazily.
        """
        hashed = deployment.Source.asset(str(self._build / web_headers.HASHED))
        others = deployment.Source.asset(
            str(self._build),
            exclude=[f"/{web_headers.HASHED}/", "/.vite/", f"/{web_headers.PAGE}"],
            ignore_mode=cdk.IgnoreMode.GIT,
        )
        # Discovery is below the authority.
        called = (config.api, config.websocket, f"{config.authority}/", login_url)
        page = web_headers.narrowed((self._build / web_headers.PAGE).read_text(), called)
        sources = [
            others,
            deployment.Source.data(web_headers.PAGE, page),
            deployment.Source.json_data(web_config.FILE, config.document()),
        ]
        first = self._copy("Hashed", [hashed], web_headers.HASHED, web_headers.IMMUTABLE)
        then = self._copy("Page", sources, None, web_headers.REVALIDATED)
        then.node.add_dependency(first)

    def _copy(
        self,
        name: str,
        sources: Sequence[deployment.ISource],
        folder: str | None,
        cache_control: str,
    ) -> deployment.BucketDeployment:
        return deployment.BucketDeployment(
            self,
            name,
            destination_bucket=self.bucket,
            destination_key_prefix=folder,
            sources=sources,
            cache_control=[deployment.CacheControl.from_string(cache_control)],
            prune=False,
            role=self.copier,
            log_group=self._log_group,
        )


def _distribution(scope: Construct, stage: Stage, bucket: s3.Bucket) -> cloudfront.Distribution:
    """CloudFront, which may read the bucket, and list it: else a missing file were a 403."""
    origin = distribution_origins.S3BucketOrigin.with_origin_access_control(
        bucket,
        origin_access_control=cloudfront.S3OriginAccessControl(
            scope, "Access", origin_access_control_name=_name(scope)
        ),
        origin_access_levels=[cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST],
    )
    paths = cloudfront.Function(
        scope,
        "Paths",
        code=cloudfront.FunctionCode.from_file(file_path=str(PATHS)),
        runtime=cloudfront.FunctionRuntime.JS_2_0,
        comment="Every path of the console shows its page",
    )
    return cloudfront.Distribution(
        scope,
        "Distribution",
        comment=f"Casebook's web console ({stage.name})",
        default_root_object=web_headers.PAGE,
        default_behavior=cloudfront.BehaviorOptions(
            origin=origin,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
            # It keeps what the files' own headers let it, and packs it with Brotli or gzip.
            cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
            compress=True,
            response_headers_policy=_headers(scope, stage),
            function_associations=[
                cloudfront.FunctionAssociation(
                    function=paths, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST
                )
            ],
        ),
        http_version=cloudfront.HttpVersion.HTTP2_AND_3,
        web_acl_id=stage.web_acl_arn or None,
    )


def _headers(scope: Construct, stage: Stage) -> cloudfront.ResponseHeadersPolicy:
    """The headers of `infra.web_headers`, and the promise that this host speaks HTTPS alone."""
    policy = web_headers.content_security_policy(_called(cdk.Stack.of(scope)))
    return cloudfront.ResponseHeadersPolicy(
        scope,
        "Headers",
        response_headers_policy_name=_name(scope),
        comment=f"Security headers of Casebook's web console ({stage.name})",
        security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
            content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                content_security_policy=policy, override=True
            ),
            content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
            referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=True
            ),
            strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                access_control_max_age=cdk.Duration.days(365), override=True
            ),
        ),
        custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
            custom_headers=[
                cloudfront.ResponseCustomHeader(header=name, value=value, override=True)
                for name, value in web_headers.FURTHER_HEADERS.items()
            ]
        ),
    )


def _name(scope: Construct) -> str:
    """A name that no other stack of the account has: these are of all regions together."""
    stack = cdk.Stack.of(scope)
    return f"{stack.stack_name}-Console-{stack.region}"


def _called(stack: cdk.Stack) -> list[str]:
    """What the pages call: API Gateway, and Cognito for discovery and for tokens."""
    api = f"*.execute-api.{stack.region}.{stack.url_suffix}"
    return [
        f"https://{api}",
        f"wss://{api}",
        f"https://cognito-idp.{stack.region}.amazonaws.com",
        f"https://*.auth.{stack.region}.amazoncognito.com",
    ]


def _copier(scope: Construct) -> iam.Role:
    """The role of the function that copies; the CDK gives it the two buckets."""
    return iam.Role(
        scope,
        "Copier",
        assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
        description="Copies the web console's files into its bucket during a deployment",
    )
