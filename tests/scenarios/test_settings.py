"""`/desk settings`: admins change what the desk is in pages; everybody else finds their own notifications."""

from sqlalchemy import select

from bot.views.desk.action_ids import ActionId, CallbackId, TicketMenu
from bot.views.desk.priorities_form import meaning_field, name_field
from bot.views.desk.saved_reply_pages import ReplyField
from bot.views.desk.settings_pages import SettingField, SettingsPage
from models.desk import Category, Channel, ChannelRole, Intake, Person, Priority, Queue, QueueStatus, Workspace
from sandbox.actor import Actor
from sandbox.seen import View
from tests.support.cases import open_case
from tests.support.desk import Desk


def open_page(desk: Desk, page: SettingsPage, name: str = "ada") -> Actor:
    actor = desk.actor(name)
    if actor.modal is not None:
        actor.close_modal(clear=True)
    actor.command("/desk", "settings")
    actor.click_in_modal(ActionId.OPEN_SETTINGS, value=page)
    return actor


def shown(view: View | None) -> View:
    assert view is not None
    return view


def test_who_is_no_admin_finds_their_own_notifications(it_desk: Desk) -> None:
    rosa = it_desk.actor("rosa")

    rosa.command("/desk", "settings")

    assert shown(rosa.modal).callback_id == CallbackId.NOTIFICATION_SETTINGS
    rosa.close_modal(clear=True)


def test_an_admin_changes_how_a_team_works(it_desk: Desk) -> None:
    ada = open_page(it_desk, SettingsPage.QUEUES)
    with it_desk.sessions() as session:
        queue_id = session.scalars(select(Queue.id)).one()
    ada.click_in_modal(ActionId.OPEN_QUEUE_SETTINGS, value=str(queue_id))

    wrong: dict[str, str] = {
        SettingField.CLOSING: "soon",
        SettingField.UNDOING: "2m",
        SettingField.STATUSES: "Vendor = gone",
    }
    refused = ada.submit(wrong)

    assert refused.errors == {
        SettingField.CLOSING: "Please write a number and a unit, as 48h or 2d, or never.",
        SettingField.UNDOING: "As 10s, a minute at most; the requester gets it that much later. 0s sends at once.",
        SettingField.STATUSES: "Vendor: say what it means: in progress, waiting or on hold, as in `Vendor = on hold`.",
    }
    ada.submit(
        {
            SettingField.QUEUE_NAME: "Computers",
            SettingField.CLOSING: "never",
            SettingField.UNDOING: "10s",
            SettingField.LANGUAGE: "de",
            SettingField.RATING: "5",
            SettingField.STATUSES: "With the vendor = on hold",
        }
    )
    with it_desk.sessions() as session:
        queue = session.scalars(select(Queue).where(Queue.key == "IT")).one()
        statuses = session.scalars(select(QueueStatus.key).where(QueueStatus.queue_id == queue.id)).all()
    assert (queue.name, queue.close_resolved_after_seconds, queue.language) == ("Computers", None, "de")
    assert (queue.asks_for_rating, queue.rating_scale, queue.undo_seconds) == (True, 5, 10)
    assert statuses == ["with-the-vendor"]
    assert "IT · Computers" in shown(ada.modal).words, "the list behind the form was drawn anew"


def test_an_admin_makes_a_queue_and_cannot_take_a_key_twice(it_desk: Desk) -> None:
    ada = open_page(it_desk, SettingsPage.QUEUES)
    ada.click_in_modal(ActionId.OPEN_QUEUE_SETTINGS, value="new")

    taken = ada.submit({SettingField.QUEUE_KEY: "it", SettingField.QUEUE_NAME: "Again"})
    ada.submit({SettingField.QUEUE_KEY: "hr", SettingField.QUEUE_NAME: "People"})

    assert list(taken.errors.values()) == ["There is a queue IT already. Please choose another key."]
    with it_desk.sessions() as session:
        assert session.scalars(select(Queue.name).where(Queue.key == "HR")).all() == ["People"]


def test_an_admin_turns_a_channel_off_and_on_again(it_desk: Desk) -> None:
    ada = open_page(it_desk, SettingsPage.CHANNELS)
    with it_desk.sessions() as session:
        requests = select(Channel.id, Channel.slack_channel_id).where(Channel.role == ChannelRole.REQUEST)
        channel_id, help_channel = session.execute(requests).one()

    ada.click_in_modal(ActionId.TURN_CHANNEL_OFF, value=str(channel_id))
    off = role_of(it_desk, help_channel)
    ada.click_in_modal(ActionId.ADD_REQUEST_CHANNEL)
    ada.submit({SettingField.CHANNEL: help_channel, SettingField.INTAKE: Intake.EMOJI})

    assert off is ChannelRole.NONE
    assert role_of(it_desk, help_channel) is ChannelRole.REQUEST


def test_an_admin_says_which_categories_there_are(it_desk: Desk) -> None:
    ada = open_page(it_desk, SettingsPage.CATEGORIES)

    ada.submit({SettingField.CATEGORIES: "Incident: urgent, high\nQuestion"})

    with it_desk.sessions() as session:
        assert session.scalars(select(Category.name).order_by(Category.position)).all() == ["Incident", "Question"]


def test_an_admin_words_the_priorities_and_agents_read_them(it_desk: Desk) -> None:
    ada = open_page(it_desk, SettingsPage.PRIORITIES)
    blocker = {name_field(Priority.P1): "Blocker", meaning_field(Priority.P1): "Nothing works"}

    refused = ada.submit({**blocker, name_field(Priority.P2): "blocker"})
    ada.submit({name_field(Priority.P2): ""})
    case = open_case(it_desk, "Nothing works")
    case.choose(ActionId.SET_PRIORITY, Priority.P1)

    assert refused.errors == {
        name_field(Priority.P2): "Another priority is known by this name. Please choose a different one."
    }
    assert "blocker priority" in case.card.text
    assert "Nothing works" in str(case.card.blocks[4]), "the menu says what it means"


def test_an_admin_saves_a_reply_that_agents_find(it_desk: Desk) -> None:
    ada = open_page(it_desk, SettingsPage.SAVED_REPLIES)
    ada.click_in_modal(ActionId.OPEN_SAVED_REPLY)
    refused = ada.submit({ReplyField.NAME: "Two words", ReplyField.TEXT: "Hi {{name}}"})
    ada.submit({ReplyField.NAME: "Restart", ReplyField.TEXT: "Please restart, {{requester.name}}."})
    case = open_case(it_desk, "It hangs")

    ada.close_modal(clear=True)
    it_desk.actor("ben").choose(case.card, ActionId.TICKET_MENU, TicketMenu.REPLY)
    it_desk.actor("ben").choose_in_modal(ActionId.CHOOSE_SAVED_REPLY, "restart")
    it_desk.actor("ben").submit({})
    it_desk.settle()

    assert set(refused.errors) == {ReplyField.NAME, ReplyField.TEXT}
    assert case.heard[-1].text == "Please restart, rosa."


def test_an_admin_changes_marks_and_what_is_no_emoji_is_said_at_its_field(it_desk: Desk) -> None:
    ada = open_page(it_desk, SettingsPage.MARKS)

    refused = ada.submit({SettingField.CREATE_EMOJI: "two words"})
    ada.submit({SettingField.CREATE_EMOJI: "envelope", SettingField.SKIP_MARK: ":loudspeaker:"})

    assert refused.errors == {SettingField.CREATE_EMOJI: "Please write the name of one emoji, as :ticket:."}
    with it_desk.sessions() as session:
        workspace = session.scalars(select(Workspace)).one()
    assert (workspace.create_emoji, workspace.skip_mark) == ("envelope", ":loudspeaker:")


def test_an_admin_names_another_and_cannot_leave_nobody(it_desk: Desk) -> None:
    ada = open_page(it_desk, SettingsPage.ADMINS)
    mona = it_desk.actor("mona")

    nobody = ada.submit({SettingField.ADMINS: []})
    ada.submit({SettingField.ADMINS: [ada.id, mona.id]})

    assert list(nobody.errors) == [SettingField.ADMINS]
    with it_desk.sessions() as session:
        admins = session.scalars(select(Person.slack_user_id).where(Person.is_desk_admin)).all()
    assert set(admins) == {ada.id, mona.id}


def role_of(desk: Desk, slack_channel_id: str) -> ChannelRole:
    with desk.sessions() as session:
        return session.scalars(select(Channel.role).where(Channel.slack_channel_id == slack_channel_id)).one()
