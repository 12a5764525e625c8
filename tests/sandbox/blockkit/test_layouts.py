"""The layouts that a helpdesk shows, whole: what Slack accepts must not be refused either."""

from collections.abc import Mapping

import pytest

from sandbox.blockkit import check_blocks, check_view
from tests.sandbox.blockkit import samples
from tests.sandbox.blockkit.samples import Json, element, mrkdwn, option, plain, words

ADA, HELP = "<@U0ADA>", "<#C0HELP>"
DUE = "<!date^1795617000^{date_short_pretty} at {time}|14:30 UTC>"


def button(label: str, action_id: str, **fields: object) -> Json:
    return {"type": "button", "text": plain(label), "action_id": action_id, **fields}


def facts(**values: str) -> Json:
    return samples.section(fields=[mrkdwn(f"*{name}*\n{value}") for name, value in values.items()])


def says(text: str, **fields: object) -> Json:
    return samples.section(text=mrkdwn(text), **fields)


def footer(text: str) -> Json:
    return samples.context(mrkdwn(text))


def quoted(text: str) -> Json:
    return samples.rich_text({"type": "rich_text_quote", "elements": [words(text)]})


def more(action_id: str, *values: str) -> Json:
    return element("overflow", options=[option(value) for value in values]) | {"action_id": action_id}


MESSAGES: Mapping[str, list[Json]] = {
    "triage card": [
        says("*IT-7* Printer on fire", accessory=more("ticket.more", "wait", "resolve", "merge", "form", "dismiss")),
        quoted("It smokes since nine."),
        facts(Status="New", Priority="Urgent", Requester=ADA, Assignee="Nobody yet"),
        samples.actions(
            button("Claim", "ticket.claim", value="7|1", style="primary", accessibility_label="Claim ticket IT-7"),
            button("Reply", "ticket.reply", value="7|1"),
            element("users_select", placeholder=plain("Assign to")),
            block_id="ticket.7.1",
        ),
        footer(f"First reply due {DUE} · from {HELP}"),
    ],
    "confirmation": [
        says(f"*IT-7 opened.* Expect a reply by {DUE}."),
        samples.actions(button("Add Details", "request.add"), button("Mark Solved", "request.solve")),
        footer("Everyone in this channel can see this"),
    ],
    "approval asked": [
        says(f"{ADA} asks for *a licence*"),
        quoted("Mine has expired."),
        facts(Ticket="<https://acme.slack.com/archives/C0HELP/p1|IT-8>", Cost="$75 a month"),
        samples.actions(
            button("Approve", "approval.grant", style="primary", confirm=samples.confirm(style="primary")),
            button("Reject…", "approval.refuse", accessibility_label="Reject with a reason"),
        ),
    ],
    "approval given": [says(f"{ADA} asks for *a licence*", block_id="approval.8.2"), footer(f"Approved {DUE}")],
    "breach alert": [
        says("*First reply overdue* · IT-7 Printer on fire"),
        facts(Target="1 h", Since=DUE),
        samples.actions(button("Claim", "ticket.claim"), button("Snooze 1 Hour", "alert.snooze", value="7|3600")),
        footer("Told once to <!subteam^S0ONCALL|@oncall>"),
    ],
    "credit warning": [
        says("*6 of 40 credits left*"),
        samples.actions(
            button("View Usage", "credit.usage"),
            button("Change Plan", "credit.plan", url="https://desk.example.com/billing"),
            more("credit.more", "later", "mute"),
        ),
    ],
    "satisfaction question": [
        says("*IT-7 is solved.* How was the help?"),
        samples.actions(
            *(button(word, f"rating.{word.lower()}", value=f"7|{word}") for word in ("Good", "Fair", "Bad"))
        ),
    ],
    "weekly digest": [
        samples.header("IT, week 47"),
        samples.chart(samples.series("Created", 4), samples.series("Resolved", 4)),
        samples.data_table(
            [[samples.cell("Ticket"), samples.cell("Age")], [samples.cell("IT-1"), samples.figure(212)]]
        ),
        samples.actions(button("Export CSV", "report.export")),
    ],
    "help": [
        says("*Commands*"),
        samples.rich_text(
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [samples.sentence(words("/desk new", code=True), words(" asks for help"))],
            },
        ),
        samples.actions(button("Open Home", "home.open", url="slack://app?team=T0&id=A0&tab=home")),
    ],
}

QUEUES = element(
    "static_select",
    options=[option("mine"), option("free")],
    initial_option=option("mine"),
)

HOMES: Mapping[str, Json] = {
    "of an agent": samples.home(
        footer(f"Updated {DUE}"),
        samples.actions(QUEUES, button("Search", "home.search"), block_id="home.filters"),
        samples.divider(),
        says("*IT-7* Printer on fire", accessory=button("Open", "home.open", value="7")),
        says("*IT-8* Licence", accessory=button("Open", "home.open", value="8")),
        samples.actions(button("Previous", "home.previous", value="0"), button("Next", "home.next", value="2")),
    ),
    "of a requester": samples.home(
        samples.actions(button("New Request", "home.new", style="primary")),
        samples.header("Your open requests"),
        says(f"*IT-7* Printer on fire\nWith {ADA}", accessory=button("View", "home.open", value="7")),
    ),
    "of an admin": samples.home(
        samples.header("Finish setting up"),
        says("*2 of 3* Triage channel", accessory=button("Choose Channel", "setup.triage", style="primary")),
        facts(Seats="4 of 5", Credits="22 of 40"),
        samples.actions(button("Queues", "admin.queues"), more("admin.more", "export", "audit")),
    ),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_the_messages_of_a_helpdesk_pass(name: str) -> None:
    problems = check_blocks(MESSAGES[name], "message")

    assert problems == []


@pytest.mark.parametrize("name", HOMES)
def test_the_homes_of_a_helpdesk_pass(name: str) -> None:
    problems = check_view(HOMES[name], "home")

    assert problems == []


def test_a_form_of_a_helpdesk_passes() -> None:
    view = samples.modal(
        samples.alert("Choose a day that is still to come."),
        samples.asks(element("plain_text_input", multiline=True), block_id="summary"),
        samples.asks(QUEUES | {"type": "radio_buttons"}, block_id="queue", dispatch_action=True),
        samples.asks(element("file_input", max_files=3), block_id="files", optional=True),
        private_metadata='{"draft": 1}',
        callback_id="ticket.new",
        notify_on_close=True,
    )

    problems = check_view(view, "modal")

    assert problems == []
