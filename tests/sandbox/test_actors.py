"""People can do what they could do in Slack, and nothing else; also from another process."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from sandbox.actor import Actor
from sandbox.company import company_of, user_id
from sandbox.deeds.stage import CannotDo
from sandbox.remote import RemoteSandbox
from sandbox.server import SandboxServer
from tests.sandbox.conftest import MANIFEST, StartSandbox, button, client_of


@pytest.fixture
def rosa(sandbox: SandboxServer) -> Actor:
    return sandbox.actor("rosa")


@pytest.fixture
def remote(sandbox: SandboxServer) -> Iterator[RemoteSandbox]:
    reached = RemoteSandbox(sandbox.base_url)
    yield reached
    reached.close()


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (lambda rosa: rosa.post("it-triage", "hi"), "rosa knows no channel 'it-triage'"),
        (lambda rosa: rosa.post("nowhere", "hi"), "rosa knows no channel 'nowhere'"),
        (lambda rosa: rosa.post("it-help", ""), "an empty message"),
        (lambda rosa: rosa.post("it-help", "hi", thread="1000000000.000001"), "no message 1000000000.000001"),
        (lambda rosa: rosa.join("it-triage"), "rosa knows no channel"),
        (lambda rosa: rosa.invite("it-help", "ben"), "ben is in #it-help already"),
        (lambda rosa: rosa.kick("general", "gus"), "gus is not in #general"),
        (lambda rosa: rosa.invite("it-help", "zoe"), "nobody called 'zoe'"),
        (lambda rosa: rosa.leave("dm"), "stay the same"),
        (lambda rosa: rosa.create_channel("it-help"), "name_taken"),
        (lambda rosa: rosa.click_in_modal("any"), "rosa has no modal open"),
        (lambda rosa: rosa.click_in_home("any"), "rosa has no home open"),
        (lambda rosa: rosa.close_modal(), "rosa has no modal open"),
    ],
)
def test_what_slack_would_not_let_people_do(rosa: Actor, deed: Callable[[Actor], object], reason: str) -> None:
    with pytest.raises(CannotDo, match=reason):
        deed(rosa)


def test_people_change_only_what_they_wrote(sandbox: SandboxServer, rosa: Actor) -> None:
    written = rosa.post("it-help", "mine")

    with pytest.raises(CannotDo, match="ben did not write this message"):
        sandbox.actor("ben").edit(written, "yours")
    with pytest.raises(CannotDo, match="ben did not write this message"):
        sandbox.actor("ben").delete(written)
    sandbox.actor("ada").delete(written)

    assert rosa.messages("it-help") == []


def test_guests_must_be_invited(sandbox: SandboxServer) -> None:
    with pytest.raises(CannotDo, match="gus is a guest"):
        sandbox.actor("gus").join("general")
    sandbox.actor("ada").invite("general", "gus")

    assert sandbox.actor("gus").post("general", "thanks").text == "thanks"


def test_deactivated_people_do_nothing(sandbox: SandboxServer, rosa: Actor) -> None:
    sandbox.admin.deactivate("rosa")

    with pytest.raises(CannotDo, match="rosa is deactivated"):
        rosa.post("it-help", "still here")
    sandbox.admin.reactivate("rosa")
    rosa.join("it-help")

    assert rosa.post("it-help", "back").text == "back"


def test_the_app_is_not_played(sandbox: SandboxServer) -> None:
    with pytest.raises(CannotDo, match="the app acts through the Web API"):
        sandbox.actor("deskbell").post("it-help", "hi")


def test_nobody_can_add_to_archived_channels(sandbox: SandboxServer, rosa: Actor) -> None:
    sandbox.admin.archive("it-help")

    with pytest.raises(CannotDo, match="#it-help is archived"):
        rosa.post("it-help", "hi")
    sandbox.admin.unarchive("it-help")

    assert rosa.post("it-help", "hi").text == "hi"


def test_new_people_can_be_played_at_once(sandbox: SandboxServer) -> None:
    nina = sandbox.admin.add_person("nina", real_name="Nina Roth", is_restricted=True)
    sandbox.actor("ada").invite("it-help", "nina")

    assert nina.post("it-help", "hello").user == nina.id


def test_a_person_has_no_other_fields(sandbox: SandboxServer) -> None:
    with pytest.raises(CannotDo, match="a person has no shoe_size"):
        sandbox.admin.change_person("rosa", shoe_size=39)


def test_every_word_of_a_card_can_be_read(sandbox: SandboxServer, rosa: Actor) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*IT-1*"}}
    client_of(sandbox).chat_postMessage(channel="C0000ITHELP", text="card", blocks=[section, button()])

    card = rosa.messages("it-help")[0]

    assert (card.words, card.text, card.action_ids) == ("*IT-1* Claim", "card", ["ticket.claim"])


def test_a_company_can_be_as_large_as_needed(start_sandbox: StartSandbox) -> None:
    sandbox = start_sandbox(company=company_of(500))

    members = client_of(sandbox).conversations_members(channel="C0000ITHELP", limit=1000)["members"]

    assert len(members) == 511
    assert sandbox.actor("p500").post("it-help", "hi").user == user_id("p500")


def test_another_process_plays_the_same_people(sandbox: SandboxServer, remote: RemoteSandbox) -> None:
    asked = remote.actor("rosa").post("it-help", "from afar")
    remote.actor("ben").react(asked, "eyes")
    remote.wait_idle()

    assert sandbox.actor("rosa").messages("it-help")[0].reactions == {"eyes": ["U000000BEN"]}
    assert {entry["kind"] for entry in remote.wire()} == {"message", "reaction_added"}
    assert remote.wire(after=2) == []


def test_another_process_is_told_what_cannot_be_done(remote: RemoteSandbox) -> None:
    with pytest.raises(CannotDo, match="rosa knows no channel"):
        remote.actor("rosa").post("it-triage", "hi")
    with pytest.raises(CannotDo, match="no fault"):
        remote.admin.add_fault("earthquake")
    with pytest.raises(CannotDo, match="there is no deed 'dance'"):
        remote.act("rosa", "dance", {})
    with pytest.raises(CannotDo, match="there is no direction 'rain'"):
        remote.direct("rain", {})
    with pytest.raises(CannotDo, match="'text' is missing"):
        remote.act("rosa", "post", {"channel": "it-help"})


def test_the_sandbox_runs_as_a_program(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(yaml.safe_dump(MANIFEST))
    command = [sys.executable, "-m", "sandbox", "--manifest", str(manifest)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as program:
        assert program.stdout is not None
        address = program.stdout.readline().split()[2].rstrip(",")
        remote = RemoteSandbox(address)
        posted = remote.actor("rosa").post("it-help", "hi")
        remote.close()
        program.send_signal(signal.SIGTERM)

    assert posted.text == "hi"
    assert program.returncode == 0
