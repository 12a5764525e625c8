"""A document as a PDF, laid out from the same text as the page. The same document gives the same bytes."""

from datetime import UTC, datetime, time
from importlib.resources import as_file, files
from typing import Final, NamedTuple

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue
from fpdf.fonts import TTFFont

from bot.domain.billing.papers import Paper
from bot.views.billing.invoice_text import InvoiceText, Row, Sum, invoice_text
from models.billing import InvoiceState

PACKAGE: Final = "bot.views.billing"
FONT: Final = "Roboto"
FONT_FILES: Final = {"": "fonts/Roboto-Regular.ttf", "B": "fonts/Roboto-Medium.ttf"}

MARGIN: Final = 20.0
WIDTH: Final = 170.0
FOOT: Final = 277.0
"""Millimetres: of an A4 sheet, the margin at the sides, what is left between them, and where the text ends."""


class Colour(NamedTuple):
    """Red, green and blue."""

    red: int
    green: int
    blue: int


INK: Final = Colour(27, 31, 39)
QUIET: Final = Colour(89, 96, 114)
RULE: Final = Colour(221, 225, 232)
ACCENT: Final = Colour(42, 79, 208)
GOOD: Final = Colour(20, 113, 60)
BAD: Final = Colour(168, 50, 31)
STAMPS: Final = {InvoiceState.PAID: GOOD, InvoiceState.VOID: BAD, InvoiceState.UNCOLLECTIBLE: BAD}

COLUMNS: Final = (98.0, 18.0, 26.0, 28.0)
"""Widths of description, quantity, price and amount."""


def invoice_pdf(paper: Paper) -> bytes:
    """Return the PDF of a document: A4, its fonts embedded, without the time of its making."""
    text = invoice_text(paper)
    sheet = _Sheet(text)
    sheet.set_creation_date(datetime.combine(paper.issued_on, time(), UTC))
    sheet.draw()
    return bytes(sheet.output())


class _Sheet(FPDF):
    """The sheets of one document."""

    def __init__(self, text: InvoiceText) -> None:
        super().__init__("portrait", "mm", "A4")
        self._text = text
        self._repeats_head = False
        self.set_title(f"{text.title} {text.number}")
        self.set_author(text.issuer[0])
        self.set_lang(text.language)
        self.set_producer("Deskbell")
        self.set_margins(MARGIN, 22.0, MARGIN)
        self.c_margin = 0.0  # text begins where the rules do
        self.set_auto_page_break(auto=True, margin=297.0 - FOOT + 6)
        self.alias_nb_pages("{pages}")
        for style, name in FONT_FILES.items():
            with as_file(files(PACKAGE).joinpath(name)) as path:
                self.add_font(FONT, style, path)
        self._printed = frozenset(
            each for font in self.fonts.values() if isinstance(font, TTFFont) for each in font.cmap
        )

    # -- what fpdf2 calls ---------------------------------------------------------------------------------------------

    def header(self) -> None:
        """Draw the top of a sheet: the accent, and on later sheets what the document is and the table's head."""
        self.set_fill_color(*ACCENT)
        self.rect(0, 0, 210, 2.2, style="F")
        if self.page_no() == 1:
            return
        self.set_xy(MARGIN, 12)
        self._say(f"{self._text.title} {self._text.number}", 8.5, QUIET, width=WIDTH)
        self.set_xy(MARGIN, 22)
        if self._repeats_head:
            self._table_head()

    def footer(self) -> None:
        """Draw the foot of a sheet."""
        words = self._text.words
        self._rule(FOOT + 3, RULE)
        self.set_xy(MARGIN, FOOT + 5)
        self._say(words.page.format(page=self.page_no(), pages=self.str_alias_nb_pages), 7, QUIET, width=40)
        mark = f"{words.fingerprint} {self._text.fingerprint}" if self._text.fingerprint else self._text.number
        self._say(mark, 7, QUIET, width=130, align=Align.R)

    # -- the document -------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw all of it."""
        self.add_page()
        self._heading()
        self._headline()
        self._about()
        self._table()
        self._ending()

    def _heading(self) -> None:
        text = self._text
        self.set_xy(MARGIN, 22)
        self._say(text.issuer[0], 13, bold=True, width=95, height=6)
        self._say(text.title, 13, bold=True, width=75, height=6, align=Align.R)
        self.set_xy(MARGIN + 95, 28.5)
        self._say(text.number, 10, QUIET, width=75, height=5, align=Align.R)
        if text.stamp:
            self._stamp(text.stamp, STAMPS.get(text.state, QUIET))

    def _stamp(self, word: str, colour: Colour) -> None:
        self._pick(9, bold=True)
        width = self.get_string_width(word) + 6
        left, top = MARGIN + WIDTH - width, 36.0
        self.set_draw_color(*colour)
        self.set_line_width(0.4)
        self.rect(left, top, width, 6, round_corners=True, corner_radius=1)
        self.set_xy(left, top)
        self._say(word, 9, colour, bold=True, width=width, height=6, align=Align.C)

    def _headline(self) -> None:
        self.set_xy(MARGIN, 50)
        self._pick(19, bold=True)
        self.set_text_color(*INK)
        self.multi_cell(WIDTH, 8.5, self._printable(self._text.headline), align=Align.L, new_x="LMARGIN", new_y="NEXT")

    def _about(self) -> None:
        text, top = self._text, self.get_y() + 9
        ends = [
            self._block(MARGIN, top, 48, text.words.issuer, text.issuer),
            self._block(MARGIN + 53, top, 48, text.words.recipient, text.recipient),
            self._facts(MARGIN + 108, top, 62),
        ]
        self.set_y(max(ends) + 12)

    def _block(self, left: float, top: float, width: float, label: str, lines: tuple[str, ...]) -> float:
        self.set_xy(left, top)
        self._say(label, 8, QUIET, width=width, height=5)
        self.set_xy(left, top + 5)
        self._pick(9.5)
        self.set_text_color(*INK)
        for line in lines:
            self.set_x(left)
            self.multi_cell(width, 4.8, self._printable(line), align=Align.L, new_x="LEFT", new_y="NEXT")
        return self.get_y()

    def _facts(self, left: float, top: float, width: float) -> float:
        self.set_y(top)
        for label, value in self._text.facts:
            self.set_x(left)
            self._say(label, 8, QUIET, width=24, height=5)
            self._pick(9.5)
            self.set_text_color(*INK)
            self.multi_cell(width - 24, 5, self._printable(value), align=Align.R, new_x="LEFT", new_y="NEXT")
        return self.get_y()

    def _table(self) -> None:
        self._table_head()
        self._repeats_head = True
        for row in self._text.rows:
            self._row(row)
        self._repeats_head = False

    def _table_head(self) -> None:
        words, top = self._text.words, self.get_y()
        labels = (words.description, words.quantity, words.unit_price, words.amount)
        self.set_x(MARGIN)
        for width, label in zip(COLUMNS, labels, strict=True):
            self._say(label, 8, QUIET, width=width, height=5, align=_side(label == words.description))
        self._rule(top + 6.5, INK, 0.35)
        self.set_xy(MARGIN, top + 6.5)

    def _row(self, row: Row) -> None:
        said = row.text if self._covers(row.text) else row.fallback or row.text
        height = self._height_of(said, COLUMNS[0] - 4) + (4.2 if row.detail else 0) + 5
        if self.get_y() + height > FOOT - 6:
            self.add_page()
        top = self.get_y()
        self.set_xy(MARGIN, top + 2.3)
        self._pick(9.5)
        self.set_text_color(*INK)
        self.multi_cell(COLUMNS[0] - 4, 4.8, self._printable(said), align=Align.L, new_x="LMARGIN", new_y="NEXT")
        self._say(row.detail, 8, QUIET, width=COLUMNS[0] - 4, height=4.2)
        self.set_xy(MARGIN + COLUMNS[0], top + 2.3)
        for width, figure in zip(COLUMNS[1:], (row.quantity, row.unit_price, row.amount), strict=True):
            self._say(figure, 9.5, width=width, height=4.8, align=Align.R)
        self._rule(top + height, RULE)
        self.set_xy(MARGIN, top + height)

    def _height_of(self, words: str, width: float) -> float:
        self._pick(9.5)
        height = self.multi_cell(width, 4.8, self._printable(words), dry_run=True, output=MethodReturnValue.HEIGHT)
        return float(height) if isinstance(height, int | float) else 4.8

    def _ending(self) -> None:
        text = self._text
        height = max(7.5 * len(text.sums), 5.0 * (len(text.notes) * 2 + len(text.split) + len(text.pay_to) + 3)) + 8
        if self.get_y() + min(height, 200) > FOOT - 6:
            self.add_page()
        top = self.get_y() + 5
        end = self._sums(top)
        self.set_y(top)
        self._pay_to()
        self._notes()
        self._split()
        self.set_y(max(end, self.get_y()))

    def _sums(self, top: float) -> float:
        left, width = MARGIN + 95, 75.0
        for total in self._text.sums:
            top = self._sum(total, left, top, width)
        return top

    def _sum(self, total: Sum, left: float, top: float, width: float) -> float:
        size, height, colour = (11.0, 9.0, INK) if total.is_final else (9.5, 6.0, QUIET)
        if total.is_final and len(self._text.sums) > 1:
            self._rule(top + 1, INK, 0.35, left=left)
            top += 1.5
        self.set_xy(left, top)
        self._say(total.label, size, colour, bold=total.is_final, width=width - 35, height=height)
        self._say(total.amount, size, INK, bold=total.is_final, width=35, height=height, align=Align.R)
        return top + height

    def _pay_to(self) -> None:
        if self._text.pay_to:
            end = self._block(MARGIN, self.get_y(), 80, self._text.words.pay_to, self._text.pay_to)
            self.set_xy(MARGIN, end + 3)

    def _notes(self) -> None:
        for note in self._text.notes:
            self._pick(8.5)
            self.set_text_color(*QUIET)
            self.multi_cell(80, 4.4, self._printable(note), align=Align.L, new_x="LMARGIN", new_y="NEXT")
            self.ln(2)

    def _split(self) -> None:
        if not self._text.split:
            return
        self._say(self._text.words.split, 8, QUIET, width=80, height=5)
        self.ln(5)
        for queue, amount in self._text.split:
            self._say(queue, 8.5, INK, width=48, height=4.8)
            self._say(amount, 8.5, INK, width=32, height=4.8, align=Align.R)
            self.ln(4.8)

    # -- strokes ------------------------------------------------------------------------------------------------------

    def _pick(self, size: float, *, bold: bool = False) -> None:
        self.set_font(FONT, "B" if bold else "", size)

    def _say(
        self,
        words: str,
        size: float,
        colour: Colour = INK,
        *,
        width: float,
        height: float = 4.0,
        bold: bool = False,
        align: Align = Align.L,
    ) -> None:
        """Write one line in a cell, without the space around it that cells have."""
        self._pick(size, bold=bold)
        self.set_text_color(*colour)
        self.cell(width, height, self._printable(words), align=align)

    def _rule(self, top: float, colour: Colour, thickness: float = 0.2, *, left: float = MARGIN) -> None:
        self.set_draw_color(*colour)
        self.set_line_width(thickness)
        self.line(left, top, MARGIN + WIDTH, top)

    def _covers(self, words: str) -> bool:
        """Return whether the font has all of it: it has the Latin, Greek and Cyrillic scripts and signs of money."""
        return all(ord(each) in self._printed for each in words)

    def _printable(self, words: str) -> str:
        """Return words with a question mark for what the font does not have."""
        return "".join(each if ord(each) in self._printed else "?" for each in words)


def _side(is_text: bool) -> Align:
    return Align.L if is_text else Align.R
