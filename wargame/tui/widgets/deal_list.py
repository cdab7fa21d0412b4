"""Channels, deals in force, offers, and the dates ahead."""

from __future__ import annotations

from wargame.record.game import Game
from wargame.text.dates import dates_ahead
from wargame.text.describe import DealStatus, standing
from wargame.tui.glyphs import SIGNS
from wargame.tui.widgets.canvas import Line, folded, line
from wargame.tui.widgets.listing import Row, row
from wargame.tui.widgets.panel import Panel


class DealList(Panel):
    """Channels, deals in force, offers, and the dates ahead."""

    def show(self, game: Game, seat: str | None) -> None:
        rules = game.rules
        channels = rules.meters.families["channel"].start
        stands = standing(game, seat)
        self._said: dict[object, str] = {}
        rows = [row(None, line(("Channels", "dim")))]
        short = {p.id: p.short for p in rules.document.of("power")}
        pairs = ["-".join(short[rules.powers[int(p)]] for p in powers) for powers in rules.pair_powers]
        for at, (pair, words) in enumerate(stands.channels):
            self._said[channels + at] = (
                f"Channel between {pair}: {words}. {rules.meters.texts[channels + at]}"
            )
            rows.append(_fact(pairs[at], words, channels + at))
        rows.append(row(None, line(("Deals and offers", "dim"))))
        texts = {d.id: d.text.strip() for d in rules.document.of("deal")}
        for deal in stands.deals:
            key = rules.deals.left.start + rules.deals.names.index(deal.name)
            self._said[key] = (
                f"{deal.label}, {deal.form} between {deal.between}: {deal.status}. {texts[deal.name]}"
            )
            rows.append(_deal(deal, key))
        if not stands.deals:
            rows.append(row(None, line(("  none that you know of", "dim"))))
        rows.append(row(None, line(("Dates ahead", "dim"))))
        for ahead in dates_ahead(game, seat):
            key = ahead.row or None
            if key is not None and (key in self._said or any(r.key == key for r in rows)):
                key = ("date", key)
            text = "" if not ahead.row else rules.meters.texts[ahead.row]
            self._said[key] = f"{ahead.label}: {ahead.words}. {text}".rstrip()
            rows.append(_fact(ahead.label, ahead.words, key))
        self.set_rows(rows)

    def asked(self) -> list[int]:
        key = self.key
        if isinstance(key, tuple):
            return [key[1]]
        return super().asked()

    def told(self) -> str:
        return self._said.get(self.key, "")


def _fact(name: str, words: str, key: object) -> Row:
    def draw(width: int) -> list[Line]:
        wide = min(44, max(18, width - 22))
        return [
            (
                ("" if key is not None else "  ", "plain"),
                (_cut(name, wide).ljust(wide), "plain"),
                (f" {words}", "title"),
            )
        ]

    return Row(draw, key)


def _deal(deal: DealStatus, key: int) -> Row:
    sign = "in force " if deal.in_force else "offer    "

    def draw(width: int) -> list[Line]:
        return [
            ((sign, "calm" if deal.in_force else "watch"), *m)
            for m in folded(f"{deal.label}: {deal.status}", width - 9)
        ]

    return Row(draw, key)


def _cut(name: str, room: int) -> str:
    return name if len(name) <= room else f"{name[: room - 1]}{SIGNS.ellipsis}"


__all__ = ["DealList"]
