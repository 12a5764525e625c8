"""The bot: everything of Deskbell but its tables, its scheduler and the sandbox.

`docs/architecture.md` draws the floors and wings.
"""
