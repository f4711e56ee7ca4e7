"""What a call of the chain may cost at most, and what its attempts did cost."""

from collections.abc import Iterable

from casebook.domain.budget import Amount
from casebook.domain.usage import Usage, microdollars
from casebook.models.attempt import Attempt
from casebook.models.chain import Chain, Link
from casebook.models.folding import estimated_tokens
from casebook.models.port import ModelName
from casebook.models.port import Usage as Tokens
from casebook.models.transcript import Transcript


def worst_case(chain: Chain, transcript: Transcript) -> Amount:
    """The dearest link's price for the whole transcript and the longest answer, once: a call that
    fails over, and is billed for what was cut off as well, may pass it by one attempt's cost.

    A link of unknown price asks nothing of the dollars, so the tokens alone hold it.
    """
    amounts = [_worst_of(link, transcript) for link in chain.links]
    priced = [each.microdollars for each in amounts if each.microdollars is not None]
    return Amount(
        tokens=max(each.tokens for each in amounts), microdollars=max(priced, default=None)
    )


def interrupted(chain: Chain, model: ModelName, transcript: Transcript, said: str) -> Usage:
    """What a call has used that nobody listened to until its end: the provider did not tell, so it
    is estimated. Its price is the list's."""
    tokens = Tokens(
        input=estimated_tokens(transcript), output=estimated_tokens(Transcript(said, ()))
    )
    prices = [link.price for link in chain.links if link.model.name == model]
    cost = prices[0].cost(tokens) if prices and prices[0] else None
    return Usage(
        provider=model.provider,
        model=model.model,
        input_tokens=tokens.input,
        output_tokens=tokens.output,
        cost_microdollars=None if cost is None else microdollars(cost),
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
