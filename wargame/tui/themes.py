"""Our own themes. Every status colour keeps its distance for red-green and blue-yellow colour blindness.

Screens name a role (`calm`, `watch`, `crossed`), never a colour; and no role
says anything that a word or a sign beside it does not say too.
"""

from __future__ import annotations

from textual.theme import Theme


def _theme(
    name: str, *, dark: bool, ground: str, ink: str, dim: str, panel: str, accent: str,
    status: tuple[str, str, str], chosen: tuple[str, str],
) -> Theme:  # fmt: skip
    calm, watch, crossed = status
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        secondary=calm,
        accent=accent,
        success=calm,
        warning=watch,
        error=crossed,
        foreground=ink,
        background=ground,
        surface=ground,
        panel=panel,
        boost=panel,
        variables={
            "ink": ink,
            "ground": ground,
            "dim": dim,
            "strip": panel,
            "calm": calm,
            "watch": watch,
            "crossed": crossed,
            "chosen-ground": chosen[0],
            "chosen-ink": chosen[1],
        },
    )


THEMES = (
    _theme(
        "dark", dark=True, ground="#101418", ink="#E6E8EA", dim="#9AA4AE", panel="#1C232A", accent="#56B4E9",
        status=("#56B4E9", "#F0E442", "#E8692C"),
        chosen=("#2A4A63", "#FFFFFF"),
    ),
    _theme(
        "light", dark=False, ground="#FBFBF8", ink="#1A1A1A", dim="#5A5F64", panel="#E8E8E2",
        accent="#005A9C",        status=("#005A9C", "#857000", "#5C0011"),
        chosen=("#C3DDF2", "#000000"),
    ),
    _theme(
        "high-contrast", dark=True, ground="#000000", ink="#FFFFFF", dim="#D0D0D0", panel="#000000",
        accent="#8FD3FF", status=("#8FD3FF", "#FFFF00", "#FF9A4D"),
        chosen=("#FFFFFF", "#000000"),
    ),
    _theme(
        "colour-blind", dark=True, ground="#000000", ink="#FFFFFF", dim="#B4B4B4", panel="#1A1A1A",
        accent="#E69F00", status=("#56B4E9", "#F0E442", "#D55E00"),
        chosen=("#0072B2", "#FFFFFF"),
    ),
)  # fmt: skip
"""The first is the one a new player sees. The last has the colours of Okabe and Ito, and no others but greys."""

LABELS = {
    "dark": "dark",
    "light": "light",
    "high-contrast": "high contrast",
    "colour-blind": "colour-blind safe (Okabe and Ito)",
}
