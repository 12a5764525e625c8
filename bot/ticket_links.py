"""What a ticket's own address shows in a browser: how to open it in Slack, and nothing of the ticket.

The database is not asked, so the page is the same for every key, whether there is such a ticket or not.
"""

from collections.abc import Mapping
from typing import Final

from flask import Flask, Response, abort, render_template_string

from bot.domain.desk.ticket_links import LINKS_PATH, read_key_in_path

PAGE: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A ticket of this helpdesk</title>
</head>
<body>
<main>
<h1>A ticket of this helpdesk</h1>
<p>Open it in Slack: type <code>/desk show {{ key }}</code></p>
</main>
</body>
</html>
"""

HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def serve_ticket_links(app: Flask) -> None:
    """Serve the page of every ticket's address; 404 for what is no key."""

    @app.get(f"{LINKS_PATH}<word>")
    def ticket_link(word: str) -> Response:
        key = read_key_in_path(word)
        if key is None:
            abort(404)
        return Response(render_template_string(PAGE, key=key), headers=dict(HEADERS), mimetype="text/html")
