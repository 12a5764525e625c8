"""Corrections: what is given back, by the document it is given back of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from bot.domain.billing.charges import Mirror


def by_document(mirrors: Iterable[Mirror]) -> Mapping[int, Sequence[Mirror]]:
    """Return what is given back of each document, the oldest first; the mirrors in the order of its lines.

    A document is only ever corrected downward. Where a seat got money back by a change of the plan, that is taken off
    what is given back of other documents: together no more is given back than was charged.
    """
    ordered = sorted(mirrors, key=lambda mirror: mirror.charge.place)
    groups = [list(group) for _, group in groupby(ordered, key=lambda mirror: mirror.charge.document)]
    owed = sum(max(0, _net(group)) for group in groups)
    corrected: dict[int, Sequence[Mirror]] = {}
    for group in groups:
        taken_off = min(owed, max(0, -_net(group)))
        owed -= taken_off
        if (kept := _less(group, taken_off)) and _net(kept) < 0:
            corrected[kept[0].charge.document] = kept
    return corrected


def _less(group: Iterable[Mirror], taken_off: int) -> list[Mirror]:
    """Return mirrors that give back so much less in all, without those that then give back nothing."""
    kept = []
    for mirror in group:
        part = min(taken_off, max(0, -mirror.amount_minor))
        taken_off -= part
        kept.append(replace(mirror, amount_minor=mirror.amount_minor + part))
    return [mirror for mirror in kept if mirror.amount_minor]


def _net(group: Iterable[Mirror]) -> int:
    return sum(mirror.amount_minor for mirror in group)
