"""The edges towards Slack: unpack, call one service, hand over. One module per surface and wing."""
