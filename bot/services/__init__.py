"""Use cases: `(session, subject, *, now) -> model`.

A service decides and enqueues, in the transaction it is given; it never commits and never calls Slack.
"""
