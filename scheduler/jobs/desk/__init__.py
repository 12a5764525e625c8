"""The desk's jobs: tidying up, and reading again what was missed in an outage."""
