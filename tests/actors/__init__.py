"""Everybody tries everything: what Slack can send us of anybody, and who may do it."""
