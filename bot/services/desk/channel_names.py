"""Channels as people name them."""

from bot.gateways.slack_port import ChannelProfile
from models.desk import Channel


def tag_of(channel: Channel | ChannelProfile) -> str:
    """Return a channel as people type it, or its id while its name is not known."""
    return f"#{channel.name}" if channel.name else channel.slack_channel_id
