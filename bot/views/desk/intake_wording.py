"""What people read about how requests come in: the offered form, the answer to a greeting, and why.

Short, plain, kind. Where a text says `backticks`, the view shows code.
"""

OFFER = "Requests in this channel come in by a form. Nobody else saw this line, and your message opened no ticket."
OFFER_HERE = "What do you need? Press the button and tell the team in a few words."
OPEN_FORM = "Open the Form"
OPEN_FORM_ALOUD = "Open the form, filled in with your message"
OPEN_EMPTY_FORM_ALOUD = "Open the request form"
GREETING_RETURNED = (
    "Hello! Tell me here what you need, and I open a ticket for it. `/desk new` opens a form, `/desk list` shows your "
    "requests."
)
WRONG_TEAM = "Wrong team?"
