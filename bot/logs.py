"""Logs: readable lines on a terminal, JSON elsewhere, and no secret in either.

Everything goes through the standard library's root logger, so that what other packages log looks the same.
"""

import logging
import re
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

QUIET_LOGGERS = (
    "slack_bolt", "slack_sdk", "stripe", "sqlalchemy", "alembic", "apscheduler", "httpx", "httpcore", "urllib3",
    "werkzeug",
)  # fmt: skip
"""Packages of which only warnings and worse are worth a line."""

_SECRETS = (
    re.compile(r"xox[a-z]-[\w.-]+|xapp-[\w.-]+|xoxe\.[\w.-]+"),
    re.compile(r"\b(?:sk|rk)_(?:test|live)_\w+|\bwhsec_\w+"),
    re.compile(r"(?<=/billing/)gAAAA[\w-]+"),  # a link to the bill
    re.compile(r"https?://hooks\.slack\.com[^\s\"']*"),
    re.compile(r"(?<=response_url)(\W{1,5})https?://[^\s\"']+"),
    re.compile(r"(?<=://)[^\s/:@]+:[^\s/@]+(?=@)"),  # the user and password of a database address
)


def redact(line: str) -> str:
    """Return `line` without tokens, keys, response addresses, links to the bill and the passwords of addresses."""
    for secret in _SECRETS:
        line = secret.sub("[redacted]", line)
    return line


def _redact_rendered(_logger: WrappedLogger, _name: str, rendered: EventDict | str) -> str:
    """Redact what the renderer made: nothing that was logged, tracebacks included, gets round it."""
    return redact(str(rendered))


def configure_logs(stream: TextIO = sys.stderr, *, level: int = logging.INFO) -> None:
    """Send every log line of this process to `stream`: for people if it is a terminal, else as JSON, one per line."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.StackInfoRenderer(),
    ]
    rendering: list[Processor] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    if stream.isatty():
        rendering = [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering, _redact_rendered],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # a process may configure again after a fork
    )
