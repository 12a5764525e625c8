"""The desk's use cases, and the plumbing every wing uses: deliveries, outbox, happenings, guards, audit."""
