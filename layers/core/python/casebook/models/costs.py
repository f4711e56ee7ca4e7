"""What a call of the chain may cost at most, and what its attempts did cost."""

from collections.abc import Iterable

from casebook.domain.budget import Amount
from casebook.domain.usage import Usage, microdollars
from casebook.models.attempt import Attempt
from casebook.models.chain import Chain, Link
from casebook.models.folding import estimated_tokens
from casebook.models.port import Usage as Tokens
from casebook.models.transcript import Transcript


def worst_case(chain: Chain, transcript: Transcript) -> Amount:
    """The dearest link's price for the whole transcript and the longest answer.

    A link of unknown price asks nothing of the dollars, so the tokens alone hold it.
    """
    amounts = [_worst_of(link, transcript) for link in chain.links]
    priced = [each.microdollars for each in amounts if each.microdollars is not None]
    return Amount(
        tokens=max(each.tokens for each in amounts), microdollars=max(priced, default=None)
    )


def usages_of(attempts: Iterable[Attempt]) -> list[Usage]:
    """What the attempts used, those that failed as well, as far as their providers told."""
    return [
        Usage(
            provider=each.model.provider,
            model=each.model.model,
            input_tokens=each.usage.prompt,
            output_tokens=each.usage.output,
            cached_tokens=each.usage.cache_read,
            cost_microdollars=None if each.cost is None else microdollars(each.cost),
        )
        for each in attempts
        if each.usage is not None
    ]


def _worst_of(link: Link, transcript: Transcript) -> Amount:
    read = min(estimated_tokens(transcript), link.context_tokens)
    # Whatever the cache makes cheaper, writing to it may make a little dearer.
    dearest = Tokens(cache_write=read, output=link.max_tokens)
    plain = Tokens(input=read, output=link.max_tokens)
    costs = [link.price.cost(each) for each in (dearest, plain)] if link.price else []
    known = [microdollars(each) for each in costs if each is not None]
    return Amount(tokens=read + link.max_tokens, microdollars=max(known, default=None))
