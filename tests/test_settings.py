"""The settings: each variable is checked, named when it is wrong, and never printed."""

import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from bot.errors import StartRefused
from bot.gateways.smtp_mail import MailServer
from bot.settings import SLACK_API_URL, WHAT_IT_SHOULD_BE, Settings, load_settings

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FERNET_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

GOOD = {
    "DATABASE_URL": "postgresql://desk:hunter2@db.example/desk",
    "SLACK_BOT_TOKEN": "xoxb-1-2-abc",
    "SLACK_SIGNING_SECRET": SECRET,
    "SLACK_APP_TOKEN": "xapp-1-A-2-abc",
    "SLACK_API_URL": "http://127.0.0.1:4000/api/",
    "PORT": "8080",
    "DESKBELL_SECRET_KEYS": f"{FERNET_KEY}, {FERNET_KEY}",
    "DESKBELL_PUBLIC_URL": "https://desk.example.com/",
    "DESKBELL_CONFIG": __file__,
    "DESKBELL_ISSUER": __file__,
    "SMTP_URL": "smtps://desk:mailsecret@mail.example",
    "MAIL_FROM": "Deskbell <desk@acme.example>",
    "STRIPE_SECRET_KEY": "sk_test_collects",
    "STRIPE_WEBHOOK_SECRET": "whsec_tells_what_came_of_it",
    "STRIPE_API_URL": "http://127.0.0.1:8420",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without any of our variables."""
    for name in WHAT_IT_SHOULD_BE:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def refusal_of(environment: pytest.MonkeyPatch, name: str, value: str) -> str:
    environment.setenv(name, value)
    with pytest.raises(StartRefused) as refusal:
        load_settings()
    return str(refusal.value)


def test_the_variables_are_exactly_those_that_are_documented() -> None:
    fields = {name.upper() for name in Settings.model_fields}

    documented = set(WHAT_IT_SHOULD_BE)

    assert fields == documented == set(GOOD)


def test_an_empty_environment_gives_the_defaults(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("PORT", raising=False)

    settings = load_settings()

    assert (settings.port, settings.slack_api_url, settings.database_url) == (3000, SLACK_API_URL, None)


def test_every_variable_is_read(environment: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        environment.setenv(name, value)

    settings = load_settings()

    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == GOOD["DATABASE_URL"]
    assert settings.require_bot_token() == GOOD["SLACK_BOT_TOKEN"]
    assert settings.require_signing_secret() == SECRET
    assert settings.slack_api_url == GOOD["SLACK_API_URL"]
    assert settings.port == 8080
    assert [key.get_secret_value() for key in settings.deskbell_secret_keys] == GOOD["DESKBELL_SECRET_KEYS"].split(", ")
    assert settings.deskbell_public_url == "https://desk.example.com"
    assert settings.deskbell_config == Path(__file__)
    assert settings.find_mail_server() == (MailServer.at(GOOD["SMTP_URL"]), GOOD["MAIL_FROM"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[(name, "") for name in GOOD],
        ("DATABASE_URL", "mysql://desk@db/desk"),
        ("DATABASE_URL", "sqlite:///desk.db"),
        ("DATABASE_URL", "db.example"),
        ("SLACK_BOT_TOKEN", "xoxp-1-2-abc"),
        ("SLACK_BOT_TOKEN", "xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-1 2"),
        ("SLACK_SIGNING_SECRET", "short"),
        ("SLACK_SIGNING_SECRET", " " * 32),
        ("SLACK_APP_TOKEN", "xoxb-1-2-abc"),
        ("SLACK_API_URL", "https://slack.com/"),
        ("SLACK_API_URL", "ftp://slack.com/api/"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("DESKBELL_PUBLIC_URL", "desk.example.com"),
        ("DESKBELL_PUBLIC_URL", "https://desk.example.com/?a=b"),
        ("DESKBELL_SECRET_KEYS", "not-a-key"),
        ("DESKBELL_SECRET_KEYS", f"{FERNET_KEY},"),
        ("DESKBELL_CONFIG", "/no/such/desk.yaml"),
        ("SMTP_URL", "mail.example"),
        ("SMTP_URL", "smtp://user@mail.example"),
        ("STRIPE_SECRET_KEY", "pk_test_collects"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_"),
        ("STRIPE_API_URL", "127.0.0.1:8420"),
        ("MAIL_FROM", "Deskbell"),
        ("MAIL_FROM", "Deskbell <desk acme.example>"),
        ("MAIL_FROM", "desk@acme.example\nBcc: all@acme.example"),
    ],
)
def test_a_malformed_variable_is_named_in_one_line(environment: pytest.MonkeyPatch, name: str, value: str) -> None:
    line = refusal_of(environment, name, value)

    assert line == f"{name} is malformed: it {WHAT_IT_SHOULD_BE[name]}."
    assert "\n" not in line


def test_a_missing_variable_stops_only_who_asks_for_it(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_SIGNING_SECRET", SECRET)

    settings = load_settings()

    assert settings.require_signing_secret() == SECRET
    with pytest.raises(StartRefused, match=r"^SLACK_BOT_TOKEN is missing: it should be .* begins with xoxb-"):
        settings.require_bot_token()


def test_a_mail_server_needs_somebody_whom_mail_is_from(environment: pytest.MonkeyPatch) -> None:
    assert load_settings().find_mail_server() is None
    environment.setenv("SMTP_URL", GOOD["SMTP_URL"])

    with pytest.raises(StartRefused, match=r"^MAIL_FROM is missing: "):
        load_settings().find_mail_server()


def test_no_repr_shows_a_secret(environment: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        environment.setenv(name, value)

    shown = repr(load_settings()) + str(load_settings().model_dump())

    assert not [
        value
        for value in (
            "hunter2",
            "xoxb-",
            "xapp-",
            "mailsecret",
            "sk_test",
            "whsec_",
            SECRET,
            GOOD["DESKBELL_SECRET_KEYS"],
        )
        if value in shown
    ]


def test_no_traceback_shows_a_malformed_secret(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_BOT_TOKEN", "xoxp-a-secret-all-the-same")

    with pytest.raises(StartRefused) as refusal:
        load_settings()

    assert "a-secret" not in "".join(traceback.format_exception(refusal.value))


def test_a_dotenv_file_is_not_read(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=1234\n")
    environment.chdir(tmp_path)

    settings = load_settings()

    assert settings.port == 3000


@pytest.mark.parametrize("command", [["bot", "worker"], ["bot", "migrate"], ["scheduler"]])
def test_a_refused_start_is_one_line_and_exit_code_2(command: list[str]) -> None:
    environment = {**os.environ, "PORT": "99999"}

    ended = subprocess.run(
        [sys.executable, "-m", *command], env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"deskbell: PORT is malformed: it {WHAT_IT_SHOULD_BE['PORT']}.\n"
