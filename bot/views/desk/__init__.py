"""The desk as people see it: the triage card, messages that cross, notices, answers to commands, the request form."""
