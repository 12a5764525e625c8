"""The arguments of Web API calls: whether a call is well formed, and what its arguments mean."""

from collections.abc import Mapping

from sandbox.arguments.methods import METHOD_ARGUMENTS
from sandbox.arguments.signature import Argument, Signature
from sandbox.blockkit.shapes import problem

__all__ = ["METHOD_ARGUMENTS", "Argument", "Signature", "check_arguments", "read_arguments"]


def check_arguments(method: str, args: Mapping[str, object]) -> list[str]:
    """Return what is wrong with the arguments of a call, stricter than Slack: unknown arguments are refused.

    Args:
        method: A name in `METHOD_ARGUMENTS`, such as `chat.postMessage`; an unknown one is a problem too.
        args: The arguments as they arrived: strings from a form, or values of any type from a JSON body.

    Returns:
        One line per problem, as in Slack's `response_metadata.messages`; empty when all is well.
    """
    signature = METHOD_ARGUMENTS.get(method)
    return [problem(f"unknown method: {method}", "")] if signature is None else signature.check(args)


def read_arguments(method: str, args: Mapping[str, object]) -> dict[str, object]:
    """Return the arguments of a checked call as the values they mean.

    Args:
        method: A name in `METHOD_ARGUMENTS`.
        args: Arguments in which `check_arguments` found nothing wrong.

    Returns:
        The arguments by name: flags as booleans, `limit` and the like as integers, comma-separated lists as lists,
        JSON decoded.

    Raises:
        KeyError: `method` is not in the table.
    """
    return METHOD_ARGUMENTS[method].read(args)
