"""The app's Home: opened, its lists chosen and paged, its buttons pressed."""

from typing import Any

from slack_bolt import Ack, App

from bot.domain.desk.home_lists import HomeList, list_named
from bot.domain.desk.instants import Clock
from bot.gateways.database import Sessions
from bot.gateways.slack_port import SlackPort
from bot.listeners import deliveries, payloads
from bot.listeners.desk import clicks, modals, request_form, settings
from bot.services.desk import homes, people
from bot.views.desk.action_ids import ActionId

HOME_TAB = "home"
MOST_DIGITS = 4


def register(app: App, sessions: Sessions, clock: Clock, slack: SlackPort) -> None:
    """Listen to what happens on Home."""
    _register_lists(app, sessions, clock)

    @app.event("app_home_opened")
    def home_opened(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            if event.get("tab") == HOME_TAB:  # the same event tells of the conversation's tab
                workspace = payloads.get_workspace(session, body)
                person = people.get_or_stub(session, workspace, event["user"], now=clock())
                homes.open_home(session, person, now=clock())
        ack()

    @app.action(ActionId.OPEN_HUB)
    def open_hub(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            hub = settings.hub_for(session, payloads.get_actor(session, body, now=clock()))
        modals.open_or_tell(hub, body, sessions, clock, slack)
        ack()

    @app.action(ActionId.BEGIN_REQUEST)
    def begin_request(ack: Ack, body: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            form = request_form.form_for(session, actor)
        modals.open_or_tell(form.draw(), body, sessions, clock, slack, otherwise=request_form.NOT_OPENED)
        ack()


def _register_lists(app: App, sessions: Sessions, clock: Clock) -> None:
    @app.action(ActionId.CHOOSE_HOME_LIST)
    def choose(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        with deliveries.first(sessions, body, now=clock()) as session:
            actor = payloads.get_actor(session, body, now=clock())
            homes.choose_list(session, actor, clicks.chosen(action, HomeList))
        ack()

    @app.action(ActionId.HOME_PREVIOUS)
    @app.action(ActionId.HOME_NEXT)
    @app.action(ActionId.SHOW_HOME_AS)
    def turn(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        chosen, page = read_page(action["value"])
        with deliveries.first(sessions, body, now=clock()) as session:
            homes.choose_list(session, payloads.get_actor(session, body, now=clock()), chosen, page=page)
        ack()


def read_page(value: str) -> tuple[HomeList, int]:
    """Return the list and the page that a button carries; the first of each where it carries none."""
    name, _, page = value.partition("/")
    is_number = page.isascii() and page.isdigit() and len(page) <= MOST_DIGITS
    return list_named(name), int(page) if is_number else 0
