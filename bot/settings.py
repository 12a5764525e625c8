"""The settings: exactly the environment variables Deskbell reads, checked before anything starts.

A variable that is malformed (an empty one is) stops the start with one line that names it. A missing one stops only
the roles that need it: ask for it with a `require_…` method. Secrets are `SecretStr`: no repr or traceback shows them.
"""

from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StartRefused
from bot.gateways.smtp_mail import MailServer

SLACK_API_URL = "https://slack.com/api/"
"""Where Slack's own Web API is."""

STATE_FOLDER = Path(".deskbell")
"""Where the embedded database and other state of this machine live, under the folder Deskbell is started in."""

SHORTEST_SIGNING_SECRET = 16

WHAT_IT_SHOULD_BE = {
    "DATABASE_URL": "should be an address like postgresql://user:password@host/database; without it, an embedded "
    "PostgreSQL runs in .deskbell",
    "SLACK_BOT_TOKEN": "should be the Bot User OAuth Token of your app, which begins with xoxb-",
    "SLACK_SIGNING_SECRET": "should be the Signing Secret on your app's Basic Information page, "
    f"{SHORTEST_SIGNING_SECRET} characters or more",
    "SLACK_APP_TOKEN": "should be an app-level token, which begins with xapp-; it is for Socket Mode only",
    "SLACK_API_URL": f"should be an http address that ends in /api/; without it, Slack's own ({SLACK_API_URL})",
    "PORT": "should be a number from 1 to 65535; without it, 3000",
    "DESKBELL_SECRET_KEYS": "should be Fernet keys, newest first, with commas between them; make one with: "
    "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'",
    "DESKBELL_PUBLIC_URL": "should be the address at which browsers reach the web role, as https://desk.example.com; "
    "without it, Slack shows no links to pages of the bill",
    "DESKBELL_CONFIG": "should be the path of a configuration file that can be read",
    "DESKBELL_ISSUER": "should be the path of a YAML file that says who issues invoices: name, address, email, vat_id "
    "and pay_to; without it, the workspace does",
    "SMTP_URL": "should be an address like smtps://user:password@mail.example.com or smtp://localhost:25; without it, "
    "no mail is sent",
    "STRIPE_SECRET_KEY": "should be a secret or restricted key of your Stripe account, which begins with sk_ or rk_; "
    "without it, nothing is collected through Stripe",
    "STRIPE_WEBHOOK_SECRET": "should be your Stripe webhook endpoint's signing secret, which begins with whsec_",
    "STRIPE_API_URL": "should be an http address without a slash at its end; without it, Stripe's own",
    "MAIL_FROM": "should be whom mail is from, as Deskbell <desk@example.com>; it goes with SMTP_URL",
}
"""What each variable should be, as the line that stops a start says it."""


def _check(holds: bool) -> None:
    """Raise ValueError unless `holds`. The words for people are in `WHAT_IT_SHOULD_BE`."""
    if not holds:
        raise ValueError


def _postgresql_url(secret: SecretStr) -> SecretStr:
    try:
        backend = make_url(secret.get_secret_value()).drivername.partition("+")[0]
    except ArgumentError:
        backend = ""
    _check(backend in {"postgres", "postgresql"})
    return secret


def _bot_token(secret: SecretStr) -> SecretStr:
    token = secret.get_secret_value()
    _check(token.startswith("xoxb-") and len(token) > len("xoxb-") and token.isprintable() and " " not in token)
    return secret


def _app_token(secret: SecretStr) -> SecretStr:
    token = secret.get_secret_value()
    _check(token.startswith("xapp-") and len(token) > len("xapp-") and token.isprintable() and " " not in token)
    return secret


def _signing_secret(secret: SecretStr) -> SecretStr:
    value = secret.get_secret_value()
    _check(len(value) >= SHORTEST_SIGNING_SECRET and value.isascii() and not any(c.isspace() for c in value))
    return secret


def _api_url(url: str) -> str:
    _check(url.startswith(("http://", "https://")) and url.endswith("/api/"))
    return url


def _stripe_key(secret: SecretStr) -> SecretStr:
    key = secret.get_secret_value()
    _check(key.startswith(("sk_", "rk_")) and key.isascii() and key.isprintable() and " " not in key)
    return secret


def _webhook_secret(secret: SecretStr) -> SecretStr:
    value = secret.get_secret_value()
    _check(value.startswith("whsec_") and len(value) >= SHORTEST_SIGNING_SECRET and value.isascii())
    return secret


def _stripe_url(url: str) -> str:
    _check(url.startswith(("http://", "https://")) and not url.endswith("/"))
    return url


def _public_url(url: str) -> str:
    parts = urlsplit(url)
    _check(parts.scheme in {"http", "https"} and bool(parts.hostname) and url.isprintable() and " " not in url)
    _check(not parts.query and not parts.fragment and parts.username is None)
    return url.rstrip("/")


def _port(port: int) -> int:
    _check(1 <= port <= 65535)
    return port


def _keys_between_commas(value: object) -> object:
    return tuple(key.strip() for key in value.split(",")) if isinstance(value, str) else value


def _fernet_keys(keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    for key in keys:
        Fernet(key.get_secret_value())  # raises ValueError for what is no key
    return keys


def _mail_server(secret: SecretStr) -> SecretStr:
    MailServer.at(secret.get_secret_value())  # raises ValueError for what is none
    return secret


def _mail_address(sender: str) -> str:
    name, address = parseaddr(sender)
    _check(bool(address) and "@" in address and sender.isprintable() and " " not in address)
    _check(sender in {address, f"{name} <{address}>"})
    return sender


def _readable_file(path: Path) -> Path:
    _check(path.is_file())
    return path


class Settings(BaseSettings):
    """What the environment says (a `.env` file is not read). Make one with `load_settings`, which words what is wrong.

    Attributes:
        database_url: the user's own PostgreSQL, or None for the embedded one.
        slack_api_url: Slack's, or a stand-in's; ends in `/api/`.
        port: the TCP port of the web role, or of the socket-mode role's health and metrics.
        deskbell_secret_keys: Fernet keys, newest first, for what must be kept encrypted and for links to pages.
        deskbell_public_url: where browsers reach the web role, without a slash at its end.
        deskbell_config: a configuration file to apply at start.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: Annotated[SecretStr, AfterValidator(_postgresql_url)] | None = None
    slack_bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = None
    slack_signing_secret: Annotated[SecretStr, AfterValidator(_signing_secret)] | None = None
    slack_app_token: Annotated[SecretStr, AfterValidator(_app_token)] | None = None
    slack_api_url: Annotated[str, AfterValidator(_api_url)] = SLACK_API_URL
    port: Annotated[int, AfterValidator(_port)] = 3000
    deskbell_secret_keys: Annotated[
        tuple[SecretStr, ...], NoDecode, BeforeValidator(_keys_between_commas), AfterValidator(_fernet_keys)
    ] = ()
    deskbell_public_url: Annotated[str, AfterValidator(_public_url)] | None = None
    deskbell_config: Annotated[Path, AfterValidator(_readable_file)] | None = None
    deskbell_issuer: Annotated[Path, AfterValidator(_readable_file)] | None = None
    smtp_url: Annotated[SecretStr, AfterValidator(_mail_server)] | None = None
    mail_from: Annotated[str, AfterValidator(_mail_address)] | None = None
    stripe_secret_key: Annotated[SecretStr, AfterValidator(_stripe_key)] | None = None
    stripe_webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    stripe_api_url: Annotated[str, AfterValidator(_stripe_url)] | None = None

    def require_bot_token(self) -> str:
        """Return the token Deskbell acts with. Raises: StartRefused if there is none."""
        return self._require("SLACK_BOT_TOKEN", self.slack_bot_token)

    def require_signing_secret(self) -> str:
        """Return the secret that proves Slack's requests. Raises: StartRefused if there is none."""
        return self._require("SLACK_SIGNING_SECRET", self.slack_signing_secret)

    def require_app_token(self) -> str:
        """Return the token sockets are opened with. Raises: StartRefused if there is none."""
        return self._require("SLACK_APP_TOKEN", self.slack_app_token)

    def find_mail_server(self) -> tuple[MailServer, str] | None:
        """Return where mail is handed over and whom it is from; None where no mail is sent.

        Raises:
            StartRefused: there is a server, but nobody whom mail is from.
        """
        if self.smtp_url is None:
            return None
        if self.mail_from is None:
            raise StartRefused(f"MAIL_FROM is missing: it {WHAT_IT_SHOULD_BE['MAIL_FROM']}.")
        return MailServer.at(self.smtp_url.get_secret_value()), self.mail_from

    @staticmethod
    def _require(name: str, secret: SecretStr | None) -> str:
        if secret is None:
            raise StartRefused(f"{name} is missing: it {WHAT_IT_SHOULD_BE[name]}.")
        return secret.get_secret_value()


def load_settings(**overrides: Any) -> Settings:
    """Return the settings of this process's environment.

    Args:
        overrides: values that win over the environment, by field name.

    Raises:
        StartRefused: with one line that names the first variable that is malformed, never its value.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        refusal = _refusal(error)
    raise refusal  # outside the except clause, so that no traceback carries what was validated


def _refusal(error: ValidationError) -> StartRefused:
    name = str(error.errors(include_url=False, include_input=False, include_context=False)[0]["loc"][0]).upper()
    return StartRefused(f"{name} is malformed: it {WHAT_IT_SHOULD_BE[name]}.")
