"""Who people are: a Cognito user pool whose groups are the projects they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.stage import Stage
from infra.web_config import SCOPES, SIGNED_IN_PATH, SIGNED_OUT_PATH

MINIMUM_PASSWORD_LENGTH = 12
# What Cognito refuses in a domain's prefix, besides other characters than these.
# https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
_RESERVED = ("aws", "amazon", "cognito")
_PREFIX = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_ACCOUNT_ID_DIGITS = "0" * 12


class Identity(Construct):
    """The user pool, where only an administrator adds people, and the client they sign in with.

    Programs sign in with a name and a password (or SRP). Pages of `web_origins` send people to
    managed login and get a code for their tokens, with PKCE in a secret's place; without origins
    there is no managed login. Providers of a team's own directory (SAML, OpenID Connect) are added
    to the pool by hand, since they hold a team's own settings and secrets.
    """

    def __init__(self, scope: Construct, *, stage: Stage, web_origins: Sequence[str]) -> None:
        super().__init__(scope, "Identity")
        self.pool = cognito.UserPool(
            self,
            "UserPool",
            self_sign_up_enabled=False,
            sign_in_case_sensitive=False,
            password_policy=cognito.PasswordPolicy(
                min_length=MINIMUM_PASSWORD_LENGTH,
                require_lowercase=True,
                require_uppercase=True,
                require_digits=True,
                require_symbols=True,
            ),
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            removal_policy=stage.removal_policy,
        )
        self.client = self.pool.add_client(
            "Client",
            auth_flows=cognito.AuthFlow(user_password=True, user_srp=True),
            disable_o_auth=not web_origins,
            o_auth=_code_grant(web_origins) if web_origins else None,
            supported_identity_providers=[
                cognito.UserPoolClientIdentityProvider.COGNITO,
                *map(cognito.UserPoolClientIdentityProvider.custom, stage.identity_providers),
            ],
            generate_secret=False,
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            id_token_validity=stage.token_lifetime,
            access_token_validity=stage.token_lifetime,
            refresh_token_validity=cdk.Duration.days(7),
        )
        self.authority = stage.authority(self.pool)
        self.login_url = stage.login_url(self._managed_login(stage)) if web_origins else ""

    def _managed_login(self, stage: Stage) -> cognito.UserPoolDomain:
        """The pages that Cognito serves for signing in."""
        prefix = _domain_prefix(stage, cdk.Stack.of(self).account)
        domain = self.pool.add_domain(
            "Domain",
            cognito_domain=cognito.CognitoDomainOptions(domain_prefix=prefix),
            managed_login_version=cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
        )
        if stage.has_login_branding:
            # Without a style, even Cognito's own, managed login says that it is unavailable.
            cognito.CfnManagedLoginBranding(
                self,
                "Branding",
                user_pool_id=self.pool.user_pool_id,
                client_id=self.client.user_pool_client_id,
                use_cognito_provided_values=True,
            )
        return domain


def _code_grant(web_origins: Sequence[str]) -> cognito.OAuthSettings:
    return cognito.OAuthSettings(
        flows=cognito.OAuthFlows(authorization_code_grant=True),
        scopes=[cognito.OAuthScope.custom(scope) for scope in SCOPES],
        callback_urls=[f"{origin}{SIGNED_IN_PATH}" for origin in web_origins],
        logout_urls=[f"{origin}{SIGNED_OUT_PATH}" for origin in web_origins],
    )


def _domain_prefix(stage: Stage, account: str) -> str:
    """The first label of managed login's address, which no other pool of the region may have.

    Raises ValueError when Cognito would refuse it, which it says late in a deployment.
    """
    own = f"casebook-{stage.name.lower()}"
    prefix = stage.login_domain_prefix or f"{own}-{account}"
    known = stage.login_domain_prefix or f"{own}-{_ACCOUNT_ID_DIGITS}"
    if not _PREFIX.fullmatch(known):
        raise ValueError(
            f"{known!r} cannot be the prefix of a login domain: at most 63 lower-case letters, "
            "digits and inner hyphens; name one with -c loginDomainPrefix=…"
        )
    if reserved := [word for word in _RESERVED if word in known]:
        raise ValueError(
            f"{known!r} cannot be the prefix of a login domain: Cognito reserves "
            f"{reserved[0]!r}; name one with -c loginDomainPrefix=…"
        )
    return prefix
