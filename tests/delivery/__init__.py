"""Tests of what drains the outbox."""
