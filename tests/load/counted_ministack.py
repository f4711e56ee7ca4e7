"""The AWS emulator with a count of what is asked of it; runs in the emulator's own interpreter."""

from ministack import app as ministack
from ministack.services import sts

from tests.load.counting import Counted


def _function_of(access_key: str) -> str:
    """The function that has the key of its role's session, or nothing for anybody else's."""
    session = sts._sessions.get(access_key)
    return str(session["UserId"]).partition(":")[2] if session else ""


if __name__ == "__main__":
    ministack.app = Counted(ministack.app, _function_of)
    ministack.main()
