"""The sandbox's page: a chat client in the browser on which one acts as any person of the company."""
