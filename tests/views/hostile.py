"""Words that have done harm in other people's bots, or could."""

from hypothesis import strategies as st

HOSTILE = [
    "<!channel>",
    "<!here|here>",
    "<!everyone>",
    "<!group>",
    "<!subteam^S0ADMINS>",
    "<!subteam^S0ADMINS|@admins>",
    "<!date^0^{date_long}|never>",
    "<@U0CARA>",
    "<@U0CARA|cara>",
    "<@W0CARA>",
    "<#C0SECRET>",
    "<#C0SECRET|secret>",
    "@channel @here @everyone",
    "@rosa please",
    "@U0CARA",
    "<http://evil.example|IT-42>",
    "><http://evil.example|x",
    "<javascript:alert(1)|IT-42>",
    "<data:text/html,x|click>",
    "http://evil.example/<!channel>",
    "[IT-42](http://evil.example)",
    "&lt;!channel&gt;",
    "&amp;lt;!channel&amp;gt;",
    "<<!channel>>",
    "<!chan\u200bnel>",
    "<!channel\n>",
    "*bold* _italic_ ~strike~ `code` ```pre```",
    "`<!channel>` `unbalanced",
    "*\n> quote\n>>> all",
    ":lock: :fire: :no_such_emoji:",
    "🔒🔥👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "",
    " ",
    "\n\n\t \n",
    "\u200b\u200b",
    "\u2800\u3164",
    "\x00\x01\x1b[31mred\x7f\x9b",
    "line\r\nline\rline\u2028line\u0085line",
    "\u202etxet desrever",
    "\u2066isolated \u2067never closed",
    "שלום <!channel> עולם",
    "مرحبا @here",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "\ud83d",
    "\udc00 lone surrogate",
    "a" * 50_000,
    "<!channel>" * 5_000,
    "&" * 50_000,
    "👩‍👩‍👧‍👦" * 5_000,
    "e\u0301" * 20_000,
    "word " * 20_000,
    "\n" * 20_000 + "end",
    "{ticket.__class__} %s {0} ${HOME}",
    '"}],"blocks":[{"type":"divider"}]',
    "' OR 1=1 --",
    "=HYPERLINK('http://evil.example')",
]

words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=200),
    st.lists(st.sampled_from(HOSTILE[:45]), max_size=4).map(" ".join),
)

_style = st.dictionaries(st.sampled_from(["bold", "italic", "code", "highlight", "unlink"]), st.booleans())
_id = st.one_of(st.sampled_from(["U0CARA", "C0HELP", "S0ADMINS", "T0ACME"]), words)
_scalar = st.one_of(words, st.integers(-5, 2**40), st.none(), st.booleans())
inline = st.one_of(
    st.fixed_dictionaries({"type": st.just("text"), "text": words}, optional={"style": _style}),
    st.fixed_dictionaries({"type": st.just("link"), "url": words}, optional={"text": words, "style": _style}),
    st.fixed_dictionaries(
        {"type": st.just("link"), "url": st.just("https://example.com/a?b=c")}, optional={"text": words}
    ),
    st.fixed_dictionaries({"type": st.just("user"), "user_id": _id}, optional={"style": _style}),
    st.fixed_dictionaries({"type": st.just("usergroup"), "usergroup_id": _id}),
    st.fixed_dictionaries({"type": st.just("channel"), "channel_id": _id}),
    st.fixed_dictionaries({"type": st.just("team"), "team_id": _id}),
    st.fixed_dictionaries({"type": st.just("broadcast"), "range": words | st.sampled_from(["here", "channel"])}),
    st.fixed_dictionaries(
        {"type": st.just("emoji"), "name": words | st.just("wave")},
        optional={"unicode": words | st.just("1f44b"), "skin_tone": _scalar},
    ),
    st.fixed_dictionaries(
        {"type": st.just("date"), "timestamp": _scalar, "format": words | st.just("{date_long}")},
        optional={"fallback": words, "url": words},
    ),
    st.fixed_dictionaries({"type": st.just("color"), "value": words | st.just("#FF0000")}),
    st.dictionaries(st.sampled_from(["type", "text", "name", "url", "elements", "fallback"]), _scalar, max_size=4),
)
_part = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_new"]),
        "elements": st.lists(inline, max_size=6),
    },
    optional={"border": _scalar},
)
_list = st.fixed_dictionaries(
    {"type": st.just("rich_text_list"), "elements": st.lists(_part, max_size=3)},
    optional={"style": st.sampled_from(["bullet", "ordered", "stars"]), "indent": _scalar, "border": _scalar},
)
rich_text = st.lists(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["rich_text", "section"]), "elements": st.lists(_part | _list, max_size=4)}
    ),
    max_size=3,
)
