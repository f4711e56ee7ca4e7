"""Which types of events somebody wants to hear of."""

from collections.abc import Iterable

from casebook.domain.events.event import payload_types


def chosen(names: Iterable[str]) -> frozenset[str]:
    """The types of these names.

    Raises:
        ValueError: naming those that do not exist, and all that do.
    """
    # Importing a vocabulary makes its types known; who chooses none need not load them.
    from casebook.domain.events import chat, diagnosis  # noqa: F401

    wanted = frozenset(filter(None, names))
    known = payload_types()
    if unknown := sorted(wanted - known.keys()):
        raise ValueError(
            f"there is no type of event {', '.join(unknown)}; there are: {', '.join(sorted(known))}"
        )
    return wanted
