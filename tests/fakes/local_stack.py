"""A local stack as later commands find it in the state file; nothing of it runs."""

from __future__ import annotations

import os

from local.state import AccessKey, CasebookOutputs, Person, ShopOutputs, Stack

CONSOLE = "http://127.0.0.1:8474"


def running_stack() -> Stack:
    """A stack whose every output is the output's own name."""
    names = [field.alias or name for name, field in CasebookOutputs.model_fields.items()]
    return Stack(
        pid=os.getpid(),
        port=1,
        console=CONSOLE,
        console_pid=os.getpid(),
        web_origins=(CONSOLE, "http://localhost:5173"),
        casebook=CasebookOutputs.model_validate({name: name for name in names}),
        shop=ShopOutputs.model_validate({"ShopUrl": "http://shop", "PaymentsUrl": "http://pay"}),
        person=Person(name="ann", password="secret"),
        release_bot=AccessKey(access_key_id="AKIA", secret_access_key="secret"),
    )
