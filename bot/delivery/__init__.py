"""What drains the outbox: claims rows, renders them, sends them to Slack and records what Slack answered."""
