"""`python -m bot doctor`: is all that a desk needs there."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.doctor import Finding


def register(cli: typer.Typer) -> None:
    """Add `doctor`."""
    cli.command()(doctor)


def doctor() -> None:
    """Check database, collecting, token, scopes, clock and messages, and say what to do. Exit code 1 when one fails."""
    from bot.doctor import Doctor, State, Till
    from bot.domain.desk.instants import system_clock
    from bot.foundation import billing_pages, examined_database, payment_ports, slack_client
    from bot.manifest import Transport
    from bot.settings import load_settings

    settings = load_settings()
    slack = slack_client(settings)
    transport = Transport.HTTP if settings.slack_app_token is None else Transport.SOCKET
    till = Till(
        payment_ports(settings),
        has_pages=billing_pages(settings) is not None,
        hears=settings.stripe_webhook_secret is not None,
    )
    states = set()
    with examined_database(settings) as engine:
        for finding in Doctor(engine, slack, system_clock, transport, till).examine():
            states.add(finding.state)
            typer.echo(worded(finding))
    if State.FAIL in states:
        raise typer.Exit(1)


def worded(finding: "Finding") -> str:
    """Return a finding as a line, and its remedy as a second one."""
    line = f"{finding.state:<12} {finding.subject}: {finding.said}"
    return f"{line}\n{'':<12} → {finding.remedy}" if finding.remedy else line
