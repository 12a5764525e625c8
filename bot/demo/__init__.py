"""The demo: a stand-in for Slack and a whole desk on this machine, with a short scene played through the real wires."""

from bot.demo.run import run_demo

__all__ = ["run_demo"]
