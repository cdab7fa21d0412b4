"""Names of the real world that a ruleset with invented ones may not say, and how to look for them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import Any

WORDS = """
Iran Iranian Iranians Persian Tehran Isfahan Natanz Fordow Arak Bushehr Kharg Abbas Qom Khuzestan Hormuz
America American Americans US U.S. USA Washington Pentagon Congress Senate CENTCOM CIA Treasury-Department
Lebanon Lebanese Beirut Hezbollah Litani Syria Syrian Damascus Aleppo Alawite Iraq Iraqi Iraqis Baghdad Basra Erbil
Kurd Kurds Kurdish Yemen Yemeni Yemenis Houthi Houthis Ansar Sanaa Hodeidah Aden Mandeb
Saudi Saudis Riyadh Abqaiq Fujairah Emirates Emirati UAE Dhabi Dubai Qatar Qatari Doha Oman Omani Muscat Bahrain Kuwait
GCC Gulf Arab Arabs Arabia Arabian Israel Israeli Jerusalem Gaza Palestinian Hamas Jordan Jordanian Egypt Suez Turkey
Red-Sea Mediterranean Pacific Atlantic Indian Asia Asian Europe European Western China Chinese Beijing Taiwan
India Japan Russia Russian Moscow Ukraine Britain British London France French Paris Germany German Swiss Switzerland
Geneva Vienna Gibraltar Norway Pakistan Afghanistan Africa Djibouti Korea Venezuela Cyprus New-York
IRGC Quds Basij Ayatollah Khamenei Soleimani Majlis Rial Trump Biden Obama
UN U.N. United-Nations Security-Council IAEA NATO OPEC SWIFT JCPOA EU
Islam Islamic Muslim Muslims Shia Shiite Sunni Jew Jews Jewish Christian Arabic Farsi Hebrew Zaydi
dhow dhows dollar dollars
"""
"""Countries and their people, places and waters, groups and offices, religions and languages; words with a
hyphen are looked for with a space as well."""

YEARS = r"(?:19|20)\d\d(?! thousand)"
"""Years of our calendar: an invented part of the world has one of its own."""

FINDER = re.compile(
    r"(?<![A-Za-z0-9])("
    + "|".join(
        re.escape(word).replace(r"\-", "[- ]")
        for word in sorted({*WORDS.split(), *WORDS.lower().split()} - {"us"})
    )
    + rf"|{YEARS})(?![A-Za-z0-9])"
)


def real_names(texts: Iterable[str]) -> dict[str, str]:
    """Every real name in some texts, with the first text that says it."""
    found: dict[str, str] = {}
    for text in texts:
        for match in FINDER.finditer(text):
            found.setdefault(match[0], text[:300])
    return found


def strings(value: Any, leave: frozenset[tuple[str, str]] = frozenset()) -> Iterator[str]:
    """Every text inside a value, however deep, keys of tables among them; but for some fields of some classes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strings(key, leave)
            yield from strings(item, leave)
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from strings(item, leave)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if (type(value).__name__, field.name) not in leave:
                yield from strings(getattr(value, field.name), leave)
