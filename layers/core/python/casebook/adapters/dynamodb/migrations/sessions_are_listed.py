"""2: sessions are listed under their user.

One that has ended is listed by its header, which left the index when it ended; one that is open by
the row under its person.
"""

from casebook.adapters.dynamodb import keys
from casebook.adapters.dynamodb.table import Item

_ADDED = ("gsi1pk", "gsi1sk")


class SessionsAreListed:
    number = 2
    sentence = "sessions are listed under their user"

    def up(self, item: Item) -> Item | None:
        if person := keys.person_of(str(item["pk"])):
            user, workload_id = person
            return item | keys.listed(user, str(item["sk"])) | {"workload": workload_id}
        if _is_ended_session(item):
            session_id = str(item["pk"]).partition("#")[2]
            return item | keys.listed(str(item["user"]), session_id)
        return None

    def down(self, item: Item) -> Item | None:
        if keys.person_of(str(item["pk"])):
            return _without(item, *_ADDED, "workload")
        return _without(item, *_ADDED) if _is_ended_session(item) else None


def _is_ended_session(item: Item) -> bool:
    is_session = item["sk"] == "HEAD" and "user" in item
    return is_session and item.get("ended") is True


def _without(item: Item, *names: str) -> Item:
    return {name: value for name, value in item.items() if name not in names}
