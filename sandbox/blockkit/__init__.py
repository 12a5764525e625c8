"""Block Kit as Slack judges it: what is wrong with a message's blocks, a view, metadata or attachments.

`shapes` is the language in which the rules are written; `composition`, `elements`, `rich_text`, `figures` and `blocks`
are the tables; `surfaces`, `views` and `messages` hold the rules of whole payloads.
"""

from sandbox.blockkit.composition import check_suggestions
from sandbox.blockkit.messages import check_attachments, check_metadata
from sandbox.blockkit.surfaces import Surface, check_blocks
from sandbox.blockkit.views import check_view

__all__ = ["Surface", "check_attachments", "check_blocks", "check_metadata", "check_suggestions", "check_view"]
