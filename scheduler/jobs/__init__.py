"""What the scheduler does: functions that ask the database what is due and call a service. Four wings, as everywhere.

Each takes `(sessions, clock)` and returns how much there was to do. Late, repeated and concurrent runs do no harm.
"""
