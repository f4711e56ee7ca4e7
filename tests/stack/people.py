"""People other than ann, who sign in to the same stack."""

from __future__ import annotations

import contextlib
import secrets

from local.state import Person, Stack


def as_person(stack: Stack, name: str, project: str) -> Stack:
    """The stack as a new user of the project sees it."""
    cognito = stack.aws.client("cognito-idp")
    person = Person(name=name, password=f"Aa1!{secrets.token_urlsafe(18)}")
    user = {"UserPoolId": stack.casebook.user_pool_id, "Username": name}
    cognito.admin_create_user(**user, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**user, Password=person.password, Permanent=True)
    with contextlib.suppress(cognito.exceptions.GroupExistsException):
        cognito.create_group(UserPoolId=user["UserPoolId"], GroupName=project)
    cognito.admin_add_user_to_group(**user, GroupName=project)
    return stack.model_copy(update={"person": person})
