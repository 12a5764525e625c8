import pytest

from bot.domain.desk.thanks import is_bare_thanks


@pytest.mark.parametrize(
    "text",
    [
        "Thanks",
        "thanks!",
        "Thank you so much!!",
        "thx",
        "ty :heart:",
        "Thanks a lot, team :tada: :+1:",
        "OK, great, thanks again.",
        "it works now, thanks",
        "that\N{RIGHT SINGLE QUOTATION MARK}s fixed, cheers",
        "Danke",
        "Vielen Dank",
        "Danke sehr!",
        "dankescho\N{COMBINING DIAERESIS}n",
        "Merci beaucoup",
        "muchas gracias",
        "Molte grazie",
        "obrigada",
        "Dziękuję bardzo",
        "большое спасибо",
        "ありがとう",
        "谢谢",
        "tack",
        "Tak!",
        "kiitos",
        ":+1:",
        "\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}",
        "",
    ],
)
def test_thanks_alone_is_thanks(text: str) -> None:
    assert is_bare_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, but it is down again",
        "thanks for nothing",
        "not fixed",
        "Thanks?",
        "thanks, can you look at room 4",
        "you are the team",
        "danke, aber es geht nicht",
        "merci mais non",
        "gracias, pero no",
        "hello",
        "thanks <@U0ADA>: see https://example.com",
        "no",
        "1\N{COMBINING ENCLOSING KEYCAP}",
        "thanks " * 13,
    ],
)
def test_thanks_and_something_more_is_to_be_read(text: str) -> None:
    assert not is_bare_thanks(text)
