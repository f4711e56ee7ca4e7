"""1: items carry their version."""

from casebook.adapters.dynamodb.table import Item


class ItemsCarryTheirVersion:
    number = 1
    sentence = "items carry their version"

    def up(self, item: Item) -> Item | None:
        return None if "v" in item else item | {"v": self.number}

    def down(self, item: Item) -> Item | None:
        return {name: value for name, value in item.items() if name != "v"}
