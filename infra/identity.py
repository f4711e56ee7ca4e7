"""Who people are: a Cognito user pool whose groups are the projects they belong to."""

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.stage import Stage

MINIMUM_PASSWORD_LENGTH = 12


class Identity(Construct):
    """The user pool, where only an administrator adds people, and the client they sign in with."""

    def __init__(self, scope: Construct, *, stage: Stage) -> None:
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
            disable_o_auth=True,
            generate_secret=False,
            prevent_user_existence_errors=True,
            id_token_validity=cdk.Duration.hours(1),
            access_token_validity=cdk.Duration.hours(1),
            refresh_token_validity=cdk.Duration.days(7),
        )
