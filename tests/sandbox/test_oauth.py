"""OAuth: who is asked, what is granted, and every way in which a code is not worth a token."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.installation import CLIENT_ID, CLIENT_SECRET
from sandbox.oauth import LIFETIME_SECONDS, Grants
from sandbox.payload import Refusal
from sandbox.server import SandboxServer
from tests.sandbox.conftest import client_of
from tests.support import plain_http

BACK = "https://desk.example.com/slack/installed"
SCOPES = "chat:write,chat:write.customize,commands"
ASK = {"client_id": CLIENT_ID, "scope": SCOPES, "redirect_uri": BACK, "state": "a secret of the app"}
ADA = "U000000ADA"


def authorize(sandbox: SandboxServer, form: dict[str, Any] | None = None, **changes: str) -> httpx.Response:
    """Open the page, or decide on it."""
    url, query = f"{sandbox.base_url}/oauth/v2/authorize", {**ASK, **changes}
    return plain_http.get(url, params=query) if form is None else plain_http.post(url, params=query, data=form)


def sent_back(answer: httpx.Response) -> dict[str, str]:
    """Return what the installer brings back to the app."""
    address = urlsplit(answer.headers["location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == BACK
    return {name: values[0] for name, values in parse_qs(address.query).items()}


def allowed(sandbox: SandboxServer, *optional: str) -> str:
    """Have ada allow it and return the code."""
    return sent_back(authorize(sandbox, {"decision": "allow", "person": ADA, "optional": list(optional)}))["code"]


def exchange(sandbox: SandboxServer, code: str, **changes: str) -> Any:
    """Exchange a code as the SDK does, by HTTP Basic."""
    args = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "redirect_uri": BACK, **changes}
    return WebClient(base_url=sandbox.api_url, retry_handlers=[]).oauth_v2_access(code=code, **args)


def test_the_page_says_what_is_asked_for_and_by_whom(sandbox: SandboxServer) -> None:
    page = authorize(sandbox)

    assert page.status_code == 200
    assert "Deskbell asks to join Acme" in page.text
    assert [scope for scope in SCOPES.split(",") if f"<code>{scope}</code>" in page.text] == SCOPES.split(",")
    assert 'value="chat:write.customize" checked' in page.text
    assert "Ada Larsen" in page.text
    assert "Gus Petrov" not in page.text


def test_who_allows_it_brings_back_a_code_and_the_state(sandbox: SandboxServer) -> None:
    back = sent_back(authorize(sandbox, {"decision": "allow", "person": ADA}))

    assert back.keys() == {"code", "state"}
    assert back["state"] == ASK["state"]


def test_who_cancels_brings_back_that_they_did(sandbox: SandboxServer) -> None:
    back = sent_back(authorize(sandbox, {"decision": "cancel", "person": ADA}))

    assert back == {"error": "access_denied", "state": ASK["state"]}


def test_a_code_is_exchanged_for_the_token_with_what_was_ticked(sandbox: SandboxServer) -> None:
    answer = exchange(sandbox, allowed(sandbox))

    assert answer["scope"] == "chat:write,commands"
    assert (answer["token_type"], answer["authed_user"], answer["team"]["id"]) == ("bot", {"id": ADA}, "T00000ACME")
    assert sandbox.platform.app.granted == {"chat:write", "commands"}
    assert client_of(sandbox, answer["access_token"]).auth_test()["bot_id"] == "B0DESKBELL"


def test_an_optional_scope_that_stays_ticked_is_granted(sandbox: SandboxServer) -> None:
    answer = exchange(sandbox, allowed(sandbox, "chat:write.customize"))

    assert "chat:write.customize" in answer["scope"].split(",")


def test_after_a_revocation_there_is_a_new_token(sandbox: SandboxServer) -> None:
    old = sandbox.bot_token
    sandbox.admin.revoke_token()

    new = exchange(sandbox, allowed(sandbox))["access_token"]

    assert new != old
    assert client_of(sandbox, new).auth_test()["ok"]
    with pytest.raises(SlackApiError, match="invalid_auth"):
        client_of(sandbox, old).auth_test()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"redirect_uri": "https://evil.example/slack"}, "bad_redirect_uri"),
        ({"redirect_uri": "https://desk.example.com/slackers"}, "bad_redirect_uri"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
    ],
)
def test_a_wrong_question_is_shown_to_the_installer_only(
    sandbox: SandboxServer, changes: dict[str, Any], error: str
) -> None:
    asked, decided = authorize(sandbox, **changes), authorize(sandbox, {"decision": "allow", "person": ADA}, **changes)

    assert (asked.status_code, decided.status_code) == (400, 400)
    assert error in asked.text
    assert "location" not in decided.headers


@pytest.mark.parametrize("person", ["U000000GUS", "U00000OLAF", "U000000BOT", "", "nobody"])
def test_guests_outsiders_and_bots_install_nothing(sandbox: SandboxServer, person: str) -> None:
    refused = authorize(sandbox, {"decision": "allow", "person": person})

    assert refused.status_code == 400
    assert "cannot_install" in refused.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "guessed"}, "bad_client_secret"),
        ({"code": "T00000ACME.guessed"}, "invalid_code"),
        ({"redirect_uri": "https://desk.example.com/slack"}, "bad_redirect_uri"),
    ],
)
def test_a_wrong_exchange_is_refused_and_costs_nothing(
    sandbox: SandboxServer, changes: dict[str, str], error: str
) -> None:
    code = allowed(sandbox)

    with pytest.raises(SlackApiError, match=error):
        exchange(sandbox, **{"code": code, **changes})

    assert exchange(sandbox, code)["ok"]


def test_a_code_works_once(sandbox: SandboxServer) -> None:
    code = allowed(sandbox)
    exchange(sandbox, code)

    with pytest.raises(SlackApiError, match="code_already_used"):
        exchange(sandbox, code)


def test_a_code_works_for_ten_minutes(sandbox: SandboxServer) -> None:
    passed = [0.0]
    grants = Grants(sandbox.platform.app, sandbox.platform.workspace, now=lambda: passed[0])
    ada = sandbox.platform.workspace.people[ADA]
    back = urlsplit(grants.agree(grants.read(ASK), ada, unticked=frozenset()))
    code = parse_qs(back.query)["code"][0]
    passed[0] = LIFETIME_SECONDS + 1

    with pytest.raises(Refusal) as refusal:
        grants.exchange({**ASK, "client_secret": CLIENT_SECRET, "code": code})

    assert refusal.value.code == "invalid_code"


def test_without_a_redirect_uri_the_manifest_s_first_is_meant(sandbox: SandboxServer) -> None:
    url = f"{sandbox.base_url}/oauth/v2/authorize"
    query = {"client_id": CLIENT_ID, "scope": "commands"}

    answer = plain_http.post(url, params=query, data={"decision": "allow", "person": ADA})

    assert answer.headers["location"].startswith("https://desk.example.com/slack?code=")
