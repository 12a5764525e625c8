"""Languages as PostgreSQL's full-text search knows them."""

import re
from typing import Final

SIMPLE: Final = "simple"
"""The configuration that knows no language: words are matched as they are written."""

_CONFIGURATIONS: Final = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

LANGUAGES: Final = tuple(sorted({*_CONFIGURATIONS, "ja", "th", "zh"}))
"""The languages a queue can name: those whose words are known in all their forms, and those that do without spaces."""

_UNSPACED: Final = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])")
"""One character of a script that is written without spaces: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""


def configuration_of(language: str) -> str:
    """Return the search configuration of a language such as `de` or `pt-BR`; of an unknown one the simple one."""
    return _CONFIGURATIONS.get(language.lower().replace("_", "-").partition("-")[0], SIMPLE)


def with_spaces(text: str) -> str:
    """Return `text` with the characters of scripts that do without spaces set apart, so that parts of words match."""
    return _UNSPACED.sub(r" \1 ", text)
