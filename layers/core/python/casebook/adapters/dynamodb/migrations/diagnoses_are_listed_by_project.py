"""3: diagnoses are listed by project."""

from casebook.adapters.dynamodb import keys
from casebook.adapters.dynamodb.table import Item

_OF_A_DIAGNOSIS = keys.stream("dgn_")
_LISTED = ("gsi2pk", "gsi2sk")


class DiagnosesAreListedByProject:
    number = 3
    sentence = "diagnoses are listed by project"

    def up(self, item: Item) -> Item | None:
        if not _is_header(item) or "gsi2pk" in item:
            return None
        status = "ended" if "ended_at" in item else "open"
        partition = keys.diagnoses_of(str(item["project"]), status)
        return item | {"gsi2pk": partition, "gsi2sk": item["gsi1sk"]}

    def down(self, item: Item) -> Item | None:
        if not _is_header(item):
            return None
        return {name: value for name, value in item.items() if name not in _LISTED}


def _is_header(item: Item) -> bool:
    return item["sk"] == "HEAD" and str(item["pk"]).startswith(_OF_A_DIAGNOSIS)
