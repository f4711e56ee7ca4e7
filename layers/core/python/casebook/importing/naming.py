"""Ids that come out the same whenever the same row is imported into the same batch.

They are ULIDs as `domain.ids` makes them, so they sort by time, with a digest where those have
chance. https://github.com/ulid/spec
"""

import hashlib
from datetime import datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHANCE_BYTES = 10


def derived_id(prefix: str, at: datetime, *names: str) -> str:
    """The id of what `names` name, which happened at `at`."""
    said = "".join(f"{len(name)}:{name}" for name in names)
    digest = hashlib.sha256(said.encode()).digest()[:_CHANCE_BYTES]
    number = int(at.timestamp() * 1000) << 80 | int.from_bytes(digest)
    return f"{prefix}_" + "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
