"""The kinds of outbox row the desk writes. Each has one deliverer in `bot.delivery.desk`."""

from enum import StrEnum


class OutboxKind(StrEnum):
    """What a row asks for. `refresh_*` draw current state when sent; `fetch_*` read from Slack, then call a service."""

    REFRESH_TRIAGE_CARD = "slack.refresh_triage_card"  # subject: ticket; posts the card, or updates it in place
    POST_CONFIRMATION = "slack.post_confirmation"  # subject: ticket; into the requester's thread
    POST_OPENING = "slack.post_opening"  # subject: ticket made by command; roots its thread in the requester's DM
    POST_PRIVATE_NOTICE = "slack.post_private_notice"  # subject: ticket; into the thread whose talk went to the DM
    TURN_POST_AWAY = "slack.turn_post_away"  # subject: person; payload: {"slack_channel_id", "thread_ts", "ts", words}
    POST_REPLY = "slack.post_reply"  # subject: message; its copy on the other side
    OFFER_UNDO = "slack.offer_undo"  # subject: message that waits; ephemeral for its author; payload: {"thread_ts"}
    REFRESH_REPLY = "slack.refresh_reply"  # subject: message; its copy follows an edit, a deletion, a withdrawal
    POST_RESOLUTION_NOTICE = "slack.post_resolution_notice"  # subject: ticket; with the Reopen button
    REFRESH_RESOLUTION_NOTICE = "slack.refresh_resolution_notice"  # subject: ticket; its button goes when reopened
    POST_RATING_PROMPT = "slack.post_rating_prompt"  # subject: rating; asks the requester how good the help was
    REFRESH_RATING_PROMPT = "slack.refresh_rating_prompt"  # subject: rating; its buttons follow what was answered
    POST_THREAD_NOTICE = "slack.post_thread_notice"  # subject: ticket; payload: {"side", "notice", …facts}
    REFRESH_FORMER_CARD = "slack.refresh_former_card"  # subject: former place; its card says where its ticket went
    POST_FORMER_NOTE = "slack.post_former_note"  # subject: former place; ends its thread
    POST_THREAD_COPY = "slack.post_thread_copy"  # subject: message; what agents said, in the thread its ticket moved to
    POST_NOTE = "slack.post_note"  # subject: note that was not written in the card's thread; shown there
    TELL_PERSON = "slack.tell_person"  # subject: person; ephemeral; payload: {"slack_channel_id", "text"}
    OFFER_FORM = "slack.offer_form"  # subject: person; ephemeral, with a button; payload: {"slack_channel_id", "text"}
    MESSAGE_PERSON = "slack.message_person"  # subject: person; a DM; payload: {"notice", …facts}
    TELL_NOTIFICATIONS = "slack.tell_notifications"  # subject: person; a DM; payload: {"ids": of notification rows}
    UNFURL_LINKS = "slack.unfurl_links"  # no subject; payload: SharedLinks; previews drawn when they are sent
    REFRESH_HOME = "slack.refresh_home"  # subject: person; draws their Home, if they ever opened it
    REPORT_STUCK = "slack.report_stuck"  # subject: an admin; a DM that counts what was given up
    FETCH_PERSON = "slack.fetch_person"  # subject: person; reads the profile
    ANSWER_INVITATION = "slack.answer_invitation"  # subject: channel; ephemeral; payload: {"answer", "slack_user_id"}
    GREET_CHANNEL = "slack.greet_channel"  # subject: channel; a message; payload: {"queue_key", "queue_name"}
    FETCH_INVITATION = "slack.fetch_invitation"  # subject: channel; payload: {"slack_user_id": who invited the bot}
    FETCH_CHANNEL = "slack.fetch_channel"  # subject: channel; reads what it is now, and whether we are in it
    FETCH_MEMBERS = "slack.fetch_members"  # subject: channel; reads who is in it
    FETCH_HISTORY = "slack.fetch_history"  # subject: channel; reads what was missed at top level
    FETCH_ORIGIN = "slack.fetch_origin"  # subject: who asks; reads a message and its thread that are to be a ticket
    FETCH_QUOTE = "slack.fetch_quote"  # subject: ticket; reads a message that an agent adds to it as a note
    FETCH_THREADS = "slack.fetch_threads"  # subject: ticket; reads what was missed in both its threads
