"""The command line's groups of commands: each module registers its own with `register(cli)`.

Commands import what they run when they are run, so that `--help` and `manifest` need neither database nor Slack.
"""
