"""A stand-in for Slack: strict about what it takes, able to misbehave when told to; it imports nothing of ours."""
