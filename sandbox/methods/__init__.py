"""The Web API, one module for each family of methods."""

from collections.abc import Mapping

from sandbox.methods import chat, conversations, files, marks, people, sessions, unfurls, views
from sandbox.methods.registry import Method

FAMILIES = (chat, conversations, files, marks, people, sessions, unfurls, views)

METHODS: Mapping[str, Method] = {method.name: method for family in FAMILIES for method in family.METHODS}
"""Every method the sandbox knows, by name."""
