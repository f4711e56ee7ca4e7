"""Parses a command of the AWS CLI against the service models that the CLI itself is made of."""

import re
import shlex
from typing import Any

from botocore import xform_name
from botocore.model import OperationModel, Shape
from botocore.session import Session
from botocore.validate import ParamValidator

# Commands that the CLI adds to a service, which are in no service model: their options, and whether
# an option takes a value.
# https://docs.aws.amazon.com/cli/latest/reference/logs/tail.html
_CUSTOM: dict[tuple[str, str], tuple[int, dict[str, bool]]] = {
    ("logs", "tail"): (
        1,
        {
            "--since": True,
            "--follow": False,
            "--format": True,
            "--filter-pattern": True,
            "--log-stream-names": True,
            "--log-stream-name-prefix": True,
        },
    ),
}
_PAIR = re.compile(
    r"(?P<key>[A-Za-z]+)="
    r'(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s,"\'=\[\]{}]+))(?:,(?=.)|$)'
)
_ESCAPED = re.compile(r"\\(.)")
_READS = ("describe", "get", "list", "lookup")
_SESSION = Session()


class NoCommand(Exception):
    """The CLI would refuse the command as it stands, or it changes something."""


def parse(command: str) -> None:
    """Raises NoCommand."""
    words = shlex.split(command)
    if len(words) < 3 or words[0] != "aws":
        raise NoCommand(f"no command of the AWS CLI: {command}")
    if any("<" in word or "{" in word for word in words):
        raise NoCommand(f"something is left to fill in: {command}")
    _, service, name, *rest = words
    if custom := _CUSTOM.get((service, name)):
        _parse_custom(command, rest, *custom)
        return
    if not name.startswith(_READS):
        raise NoCommand(f"does not only read: {command}")
    operation = _operation(service, name)
    shape = operation.input_shape
    given = _options(rest, shape.members if shape else {})
    report = ParamValidator().validate(given, shape) if shape else None
    if report is not None and report.has_errors():
        raise NoCommand(f"{command}: {report.generate_report()}")


def _operation(service: str, name: str) -> OperationModel:
    if service not in _SESSION.get_available_services():
        raise NoCommand(f"no such service: {service}")
    model = _SESSION.get_service_model(service)
    by_name = {xform_name(each, "-"): each for each in model.operation_names}
    if name not in by_name:
        raise NoCommand(f"{service} has no operation {name}")
    return model.operation_model(by_name[name])


def _options(words: list[str], members: dict[str, Shape]) -> dict[str, Any]:
    by_option = {f"--{xform_name(each, '-')}": each for each in members}
    given: dict[str, list[str]] = {}
    values: list[str] | None = None
    for word in words:
        if word.startswith("--"):
            if word not in by_option:
                raise NoCommand(f"no such option: {word}")
            values = given.setdefault(by_option[word], [])
        elif values is None:
            raise NoCommand(f"belongs to no option: {word}")
        else:
            values.append(word)
    return {name: _value(members[name], words) for name, words in given.items()}


def _value(shape: Shape, words: list[str]) -> Any:
    if shape.type_name == "boolean":
        return True
    if shape.type_name == "list":
        return [_value(shape.member, [word]) for word in words]  # type: ignore[attr-defined]
    if len(words) != 1:
        raise NoCommand(f"{shape.name} takes one value: {words}")
    if shape.type_name == "structure":
        return shorthand(words[0])
    if shape.type_name in ("integer", "long"):
        return int(words[0])
    return words[0]


def shorthand(text: str) -> dict[str, str]:
    """`Key=a,Value="b,c"`, as the CLI reads it.

    https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
    """
    read: dict[str, str] = {}
    at = 0
    while at < len(text):
        found = _PAIR.match(text, at)
        if found is None:
            raise NoCommand(f"no shorthand from {at} on: {text}")
        quoted = found["quoted"]
        read[found["key"]] = found["plain"] if quoted is None else _ESCAPED.sub(r"\1", quoted)
        at = found.end()
    return read


def _parse_custom(command: str, words: list[str], places: int, options: dict[str, bool]) -> None:
    left, found = list(words), 0
    while left:
        word = left.pop(0)
        if not word.startswith("--"):
            found += 1
        elif word not in options:
            raise NoCommand(f"no such option: {word}")
        elif options[word] and (not left or left.pop(0).startswith("--")):
            raise NoCommand(f"{word} takes a value: {command}")
    if found != places:
        raise NoCommand(f"takes {places} argument(s), not {found}: {command}")
