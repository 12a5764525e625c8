"""What people see: pure functions from frozen facts to Block Kit. No session, settings, clock or gateway in here."""
