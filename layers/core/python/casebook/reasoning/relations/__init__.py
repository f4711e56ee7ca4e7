"""What one candidate has to do with another: the ways in which one fault looks like two."""

from casebook.reasoning.relations.along_calls import (
    as_its_echo,
    as_the_callee,
    by_what_is_asked,
    from_further_down,
)
from casebook.reasoning.relations.changes import (
    as_what_was_changed,
    by_a_changed_caller,
    by_deeper_words,
    by_its_change,
)
from casebook.reasoning.relations.load import (
    as_its_cache,
    as_its_retries,
    by_its_load,
    by_its_source,
    by_shared_concurrency,
    by_what_it_holds,
)
from casebook.reasoning.relations.shared import Relation

RELATIONS: tuple[Relation, ...] = (
    by_its_change,
    as_the_callee,
    from_further_down,
    as_its_echo,
    by_what_is_asked,
    by_its_load,
    as_its_retries,
    by_its_source,
    by_what_it_holds,
    by_shared_concurrency,
    as_its_cache,
    as_what_was_changed,
    by_a_changed_caller,
    by_deeper_words,
)

__all__ = ["RELATIONS", "Relation"]
