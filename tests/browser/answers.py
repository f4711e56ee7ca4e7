"""What the language model of the browser tests says, and how.

A word in a question chooses it, so that a test says in its own page what it is about to see:
`hold-k1`: half of the answer, the rest when `k1` is released. `break-k1`: half of it, then the
connection is cut, once. `say-hostile`, `say-arabic`, `say-long`: that answer. `say-stamps`: the
moment at which each word is sent. `empty-k1`: no word
before `k1` is released. Any other question gets the usual answer. The agents of a diagnosis read
the question too.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from casebook.agents.with_model.findings_form import NAME as REPORT

_EVIDENCE = re.compile(r"evidence=\W*(evd_\w+)")
_WORD = re.compile(r"\b(hold|break|empty)-(\w+)|\bsay-(hostile|arabic|long|stamps)\b")
# Stands for the microseconds since 1970 at which it is sent.
STAMP = "<stamp> "
LOOKED_FOR = "ERROR"

USUAL = """The orders fail where they are paid [{evidence}].

| step | what is seen |
|---|---|
| checkout | errors |
| payment | no request |

```python
def charge(order: Order) -> Receipt:
    return payments.post("/charges", order)  # this call fails
```

1. Look at the **last change** of the checkout.
2. Put it back. See [the manual](https://docs.aws.amazon.com/lambda/).
"""

HOSTILE = """<script>window.__owned = 'script'</script>
<img src="https://attacker.example/pixel.gif" onerror="window.__owned = 'img'">
<a href="javascript:window.__owned = 'a'">press here</a>
<style>body { display: none }</style>
<iframe src="https://attacker.example/"></iframe>

![a picture](https://attacker.example/picture.png)
[a harmless link](javascript:window.__owned='link')
[another](data:text/html,<script>window.__owned='data'</script>)
[a relative one](/usage)

The file is called \u202egnp.exe\u202c, and \x1b[31mthis is not red\x1b[0m; \x07 rings no bell.

```html
<script>window.__owned = 'code'</script>
```
"""

ARABIC = (
    "تفشل الطلبات في `checkout-fn` لأن عنوان خدمة الدفع خاطئ.\n\n"
    "1. انظر إلى آخر تغيير.\n2. أعد القيمة السابقة."
)

LONG = "\n\n".join(
    f"Paragraph {number}: the agent goes on about what it has seen in the logs of the shop, at"
    " such a length that nobody can see the first and the last word of it at once."
    for number in range(1, 41)
)

STORY = "It began with the errors in the logs [{evidence}]."
CLAIM = "The lines that were found belong to the incident."


@dataclass(frozen=True)
class Answer:
    """One reply of the model: words, or one call of a tool. `hold` is the key that the rest waits
    for after `ready` words; `cut` is the key of an answer that breaks off there, the first time."""

    words: tuple[str, ...] = ()
    tool: str | None = None
    arguments: str = ""
    hold: str | None = None
    cut: str | None = None
    ready: int = 0


def answer_to(asked: dict[str, Any]) -> Answer:
    """What the model replies to a request of Anthropic's protocol."""
    text = json.dumps(asked, ensure_ascii=False)
    offered = {tool["name"] for tool in asked.get("tools", ())}
    known = _EVIDENCE.findall(text)
    newest = known[-1] if known else "evd_none"
    kind, key, said = _wanted(asked)
    held = key if kind in ("hold", "empty") else None
    if REPORT in offered:
        finding = {"kind": "context", "claim": CLAIM, "evidence": [newest], "strength": 0.5}
        return Answer(tool=REPORT, arguments=json.dumps({"findings": [finding]}), hold=held)
    if "search_logs" in offered and not _has_looked(asked):
        return Answer(tool="search_logs", arguments=json.dumps({"pattern": LOOKED_FOR}))
    if not offered:
        return Answer(_words(STORY.format(evidence=newest)))
    if said == "stamps":
        return Answer((STAMP,) * 240)
    written = {"hostile": HOSTILE, "arabic": ARABIC, "long": LONG}.get(said, USUAL)
    words = _words(written.replace("{evidence}", newest))
    ready = 0 if kind == "empty" else len(words) // 2
    return Answer(words, hold=held, cut=key if kind == "break" else None, ready=ready)


def _wanted(asked: dict[str, Any]) -> tuple[str, str, str]:
    """The newest word in what a person said that chooses an answer."""
    found = ("", "", "")
    for message in asked["messages"]:
        if message["role"] == "user":
            for match in _WORD.finditer(json.dumps(message["content"])):
                found = (match[1] or "", match[2] or "", match[3] or "")
    return found


def _has_looked(asked: dict[str, Any]) -> bool:
    """Whether a tool was called since the last question."""
    return "tool_result" in json.dumps(asked["messages"][-1])


def _words(text: str) -> tuple[str, ...]:
    """The text in pieces as a model says them: a word with the space after it."""
    return tuple(re.findall(r"\s*\S+\s?", text))
