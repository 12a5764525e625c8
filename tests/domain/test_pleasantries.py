# ruff: noqa: RUF001 - letters of other alphabets that look like ours are meant
"""What is only kind, in many languages, and what asks for something."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.desk.incoming import Words
from bot.domain.desk.intake_rules import IntakeRule
from bot.domain.desk.pleasantries import MOST_PHRASES, Pleasantry, kind_of, pleasantry_in
from bot.domain.desk.pleasantry_phrases import PHRASES

GREETINGS = """
Hi | Hello! | Hey team | hello everyone | HELLO ALL | Helloooo | Good morning | good afternoon, folks | Morning!
gm | Hi there :wave: | Hey @someone | hello @here | Happy Friday everyone! | Hope you are all doing well | howdy
Hallo zusammen | Moin | moin moin | Guten Morgen | Guten Tag, liebe Kollegen | Servus | Grüß Gott
Schönes Wochenende! | Bonjour | Salut à tous | Bonjour à toute l'équipe | Bonsoir | Bonne journée | coucou | Hola
Buenos días | buenas tardes a todos | Buenas! | Hola equipo | Olá | Bom dia | boa tarde pessoal | Oi gente
Ciao a tutti | Buongiorno | Salve | Buona giornata | Hoi | Goedemorgen allemaal | Dag iedereen | Hej
God morgon alla | Hei alle sammen | Moi kaikille | Hyvää huomenta | Cześć | Dzień dobry wszystkim | Ahoj | Dobrý den
Привет | Добрый день, коллеги | Здравствуйте! | Доброго ранку всім | Merhaba | Günaydın herkese | İyi günler | Szia
Jó napot | Bună ziua | Καλημέρα | γεια σας | Labas | Tere | Bon dia | مرحبا | السلام عليكم | صباح الخير | שלום
בוקר טוב | नमस्ते | Selamat pagi semua | Xin chào mọi người | สวัสดีครับ | 你好 | 大家好 | 早上好！ | 您好
こんにちは | おはようございます | お疲れ様です、よろしくお願いします | 안녕하세요 | 안녕하세요 여러분!
"""

THANKS = """
dankeschön | Danke sehr! :slightly_smiling_face: | ok, thanks all :raised_hands:
Thanks | thanks! | Thank you so much!! | thx | ty :heart: | THANKS | thaaaanks | Thanks a lot, team :tada: :+1:
OK, great, thanks again. | Many thanks for the quick help! | Much appreciated | cheers mate | Hi all, thank you!
Awesome, you guys rock | Perfect | ok | got it | Thanks <3 | thank you :) | Great job everyone | Thanks in advance
that was really quick, thanks | Thanks for looking into it | thank u | You're the best! | no worries
Understood, thanks | Danke | Vielen Dank | Danke sehr! | danke schön | Dankeschön euch allen
Herzlichen Dank für die schnelle Hilfe! | Super | Alles klar, danke | Prima, danke dir | Merci vielmals | Merci
Merci beaucoup | Un grand merci pour votre aide | Parfait, merci ! | C'est noté | Merci d'avance
Super, merci à tous | Gracias | muchas gracias | ¡Muchas gracias por la ayuda! | mil gracias | Perfecto, gracias
Vale | Obrigado | muito obrigada | Valeu, pessoal | Obrigado pela ajuda | Grazie | Grazie mille
molte grazie a tutti | Perfetto, grazie | Bedankt | Dank je wel | Hartelijk dank voor de snelle reactie | Tack
Tack så mycket för hjälpen | Tak | Tusen takk | Kiitos paljon | Dziękuję bardzo | Dzięki za pomoc | Díky moc
спасибо | Большое спасибо за помощь! | спасибо большое | дякую | Щиро дякую за допомогу | Teşekkürler
Çok teşekkür ederim | köszönöm szépen | Mulțumesc mult | Ευχαριστώ πολύ | ačiū | Paldies | Aitäh | Moltes gràcies
شكرا جزيلا | شكراً لكم | תודה רבה | धन्यवाद | बहुत शुक्रिया | Terima kasih banyak | Makasih ya | Cảm ơn nhiều
ขอบคุณครับ | ขอบคุณมากค่ะ | 谢谢 | 谢谢大家 | 非常感谢！ | 辛苦了 | 好的，谢谢 | 謝謝您 | ありがとう
ありがとうございます！ | 了解です、ありがとうございました | ご対応ありがとうございます | 감사합니다
정말 고맙습니다 | 네, 알겠습니다. 감사합니다 | Thanks, merci, danke! | Hola team, gracias and cheers :smile:
Super, vielen Dank folks
"""

CLOSURES = """
Solved | fixed! | Resolved, thanks | it works now, thanks | that's fixed, cheers | It's working again
works like a charm | Never mind, I found it myself | nvm | false alarm, all good | The problem is solved
everything is back to normal | please ignore this | You can close this ticket, it's solved
All sorted now, thank you | worked for me | it is done | Erledigt | Geht wieder, danke! | Hat sich erledigt
Problem gelöst, vielen Dank | Jetzt klappt es | es funktioniert wieder | C'est résolu, merci | Ça marche !
C'est bon maintenant, merci beaucoup | Problème réglé | Tout fonctionne | Solucionado | Ya funciona, gracias
Problema resuelto | Ya está | todo funciona | Resolvido, obrigado! | Já está funcionando | Agora funciona
Deu certo | Risolto, grazie | Adesso funziona | tutto a posto, grazie mille | Opgelost, bedankt! | Het werkt weer
Det funkar nu, tack | Det virker igen, tak | Toimii nyt, kiitos | Działa, dzięki | Już działa | Funguje, díky
Всё работает, спасибо | Проблема решена | Вже працює, дякую | Çözüldü, teşekkürler | şimdi çalışıyor
Megoldva, köszi | Rezolvat, mulțumesc | Λύθηκε, ευχαριστώ | تم الحل شكرا | נפתר, תודה | हल हो गया, धन्यवाद
Sudah beres, terima kasih | ใช้ได้แล้ว ขอบคุณครับ | 解决了，谢谢 | 好了 | 已经好了，谢谢大家 | 問題解決了
解決しました、ありがとうございます | 直りました | 無事に解決しました | 해결됐습니다, 감사합니다 | 이제 잘 됩니다
"""

EMOJI = """
:+1: | :tada::tada: | :woman-raising-hand::skin-tone-3: | \U0001f44d\U0001f3ff | \U0001f600 \U0001f389 | ☀️ | 1️⃣
:) | <3 | ... | !!! | ❤️ | \U0001f3f3️‍\U0001f308 | \U0001f1e9\U0001f1ea | @here :eyes: | :-D
"""

REQUESTS = """
1⃣ | thanks <@U0ADA>: see https://example.com | thanks for nothing, really
urgent | the VPN is very slow | printer jammed | access denied | good morning, urgent | it was great, now it crashes
thanks all, one more thing | Danke, noch eine Frage | Hi all, new laptop needed | ok then who does this
My VPN is down | hello, my VPN is down | Hi, quick question | thanks, but it is down again | thanks for nothing
Thanks? | not fixed | It does not work | it works not | it was working | it worked yesterday | Hello?
hi, anyone there? | ??? | help | Hello help | hi team, please help | good morning, the printer is on fire
ok so what now? | can you help | you are the team | The problem is back | it is broken again
thanks, can you look at room 4 | thanks 2 | :tada: it is broken | Hello IT-12 | no | yes please
thanks and please reset my password | fixed the link but now the page is gone | see https://example.com
hello <https://example.com> | hello #C0HELP | ℹ need access | please close my account | I am done with this
good grief | danke, aber es geht nicht | Hallo, mein Laptop ist kaputt | geht nicht | funktioniert nicht mehr
noch nicht gelöst | merci mais non | Bonjour, je n'ai plus accès | ça ne marche pas | ça marche pas
merci de réinitialiser mon mot de passe | gracias, pero no | Hola, no funciona la impresora | ¿Hola | ya no funciona
sigue sin funcionar | bom dia, não consigo entrar | não funciona | ciao, non funziona | grazie ma non va
werkt niet | Hallo, mijn scherm is zwart | det fungerar inte | virker ikke | ei toimi | nie działa
Cześć, nie mogę się zalogować | nefunguje | не работает | Привет, нужен доступ | не решено | не працює | çalışmıyor
Merhaba, şifremi unuttum | nem működik | nu merge | Καλημέρα; | δεν λειτουργεί | لا يعمل | مرحبا؟ | לא עובד
काम नहीं कर रहा | belum selesai | chưa được | ใช้ไม่ได้ | 没解决 | 你好，我的电脑坏了 | 好了吗 | 还没好
谢谢，还是不行 | 不好 | 解決していません | できません | こんにちは、VPNが切れます | 대응 부탁드립니다
対応お願いします | 解決しましたか | 안 됩니다 | 안녕하세요, 로그인이 안 돼요
"""


def table(text: str) -> list[str]:
    """Return the messages of a table: between bars and line ends."""
    return [message.strip() for line in text.splitlines() if line for message in line.split("|")]


@pytest.mark.parametrize(
    ("messages", "kind"),
    [
        (table(GREETINGS), Pleasantry.GREETING),
        (table(THANKS), Pleasantry.THANKS),
        (table(CLOSURES), Pleasantry.CLOSURE),
        (table(EMOJI), Pleasantry.EMOJI_ONLY),
        (table(REQUESTS), None),
    ],
    ids=["greetings", "thanks", "closures", "emoji", "requests"],
)
def test_a_message_is_known_for_what_it_is(messages: list[str], kind: Pleasantry | None) -> None:
    mistaken = {message: kind_of(message) for message in messages if kind_of(message) is not kind}

    assert mistaken == {}


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(table(GREETINGS + THANKS + CLOSURES)) > 250
    assert len(table(REQUESTS)) > 100


def test_a_pleasantry_with_a_file_is_to_be_read() -> None:
    file = {"name": "error.png", "url": "https://files.example.com/1"}

    assert pleasantry_in(Words("hello", None, [])) is Pleasantry.GREETING
    assert pleasantry_in(Words("hello", None, [file])) is None
    assert pleasantry_in(Words("", None, [])) is None


def test_what_stands_in_rich_text_counts_as_what_is_typed() -> None:
    def words(*elements: dict[str, str]) -> Words:
        blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}]
        return Words("unread", blocks, [])

    hello, ben = {"type": "text", "text": "Hello "}, {"type": "user", "user_id": "U0BEN"}
    smile = {"type": "emoji", "name": "smile", "unicode": "1f604"}
    link = {"type": "link", "url": "https://example.com"}

    assert pleasantry_in(words(hello, ben, smile)) is Pleasantry.GREETING
    assert pleasantry_in(words(smile)) is Pleasantry.EMOJI_ONLY
    assert pleasantry_in(words(hello, link)) is None


def test_going_on_for_long_is_more_than_a_pleasantry() -> None:
    assert kind_of("thanks " * MOST_PHRASES) is Pleasantry.THANKS
    assert kind_of("thanks " * (MOST_PHRASES + 1)) is None


@settings(deadline=None)  # the first to ask reads the tables
@given(
    st.sampled_from(table(GREETINGS + THANKS + CLOSURES)),
    st.sampled_from(["printer", "kaputt", "пароль", "密码", "not"]),
)
def test_one_unknown_word_makes_it_a_message_to_be_read(pleasantry: str, word: str) -> None:
    assert kind_of(f"{pleasantry} {word}") is None
    assert kind_of(f"{word} {pleasantry}") is None


@settings(deadline=None)  # the first to ask reads the tables
@given(st.lists(st.sampled_from(table(GREETINGS + THANKS + CLOSURES)), min_size=1, max_size=2))
def test_languages_may_be_mixed(pleasantries: list[str]) -> None:
    kinds = [kind_of(pleasantry) for pleasantry in pleasantries]
    order = (Pleasantry.CLOSURE, Pleasantry.THANKS, Pleasantry.GREETING)

    assert kind_of(", ".join(pleasantries)) is next(kind for kind in order if kind in kinds)


@settings(deadline=None)  # the first to ask reads the tables
@given(st.text(max_size=400))
def test_any_text_can_be_judged(text: str) -> None:
    assert kind_of(text) in {*Pleasantry, None}


def test_asides_say_nothing_by_themselves() -> None:
    alone = {aside.strip(): kind_of(aside) for language in PHRASES.values() for aside in language.asides.split(",")}

    told = {aside: kind for aside, kind in alone.items() if kind is not None and not {"/", "?"} & set(aside)}
    assert told == {}


def test_each_kind_is_a_rule_of_intake() -> None:
    assert [IntakeRule(kind.value).value for kind in Pleasantry] == [kind.value for kind in Pleasantry]
