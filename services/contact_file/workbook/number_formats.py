"""Number formats that shape digits: `00000` keeps a postcode's zero, `"+"0` a number's plus.

Only formats made of digits and fixed signs are followed. Amounts, percentages and dates are not: their cells say what is
stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<digit>[0#?])|(?P<plain>[-+/() :])|(?P<end>;)|(?P<other>.)',
    re.DOTALL,
)
_CONDITION = re.compile(r"\A(<=|>=|<>|<|>|=)(\d+(?:\.\d+)?)\Z")
_COMPARE = {
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}
_COLOR = re.compile(
    r"\A(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|\$-?[0-9A-F]*(?:-[0-9A-F]+)?)\Z", re.I
)
LONGEST = 255  # characters of a format, as Excel has it


class DigitFormat:
    """A format that shapes whole numbers; `of` makes one where it is such a format."""

    def __init__(self, sections: Sequence[_Section]) -> None:
        self._sections = sections

    @classmethod
    def of(cls, code: str) -> DigitFormat | None:
        """None where the format leaves digits as they are, or does more than put signs among them."""
        if len(code) > LONGEST:
            return None
        parts: list[list[re.Match[str]]] = [[]]
        for token in _TOKEN.finditer(code):
            if token["end"]:
                parts.append([])
            else:
                parts[-1].append(token)
        first, *others = map(_Section.of, parts[:2])
        if first is None or not first.shapes:
            return None
        return cls([first, *filter(None, others)])

    def text(self, value: float) -> str | None:
        """The digits as the sheet shows them; None where the format is not for this value."""
        if value < 0 or not float(value).is_integer() or value >= 1e15:
            return None
        conditional = any(section.condition for section in self._sections)
        for section in self._sections if conditional else self._sections[:1]:
            if section.holds_for(value):
                return section.text(str(int(value)))
        return None


class _Section:
    def __init__(self, tokens: list[tuple[str, bool]], condition: tuple[str, float] | None) -> None:
        self.tokens, self.condition = tokens, condition

    @property
    def shapes(self) -> bool:
        """Whether anything but the digits themselves comes of it."""
        digits = [text for text, is_digit in self.tokens if is_digit]
        signs = any(not is_digit for _, is_digit in self.tokens)
        return bool(digits) and (signs or digits.count("0") > 1)

    @classmethod
    def of(cls, parts: Sequence[re.Match[str]]) -> _Section | None:
        tokens: list[tuple[str, bool]] = []
        condition: tuple[str, float] | None = None
        for found in parts:
            if found["other"] is not None:
                return None
            if found["bracket"] is not None:
                compared = _CONDITION.match(found["bracket"])
                if compared:
                    condition = (compared[1], float(compared[2]))
                elif not _COLOR.match(found["bracket"]):
                    return None
            elif found["digit"] is not None:
                tokens.append((found["digit"], True))
            elif found["pad"] is None and found["fill"] is None:
                tokens.append((found["quoted"] or found["escaped"] or found["plain"] or "", False))
        return cls(tokens, condition)

    def holds_for(self, value: float) -> bool:
        return self.condition is None or _COMPARE[self.condition[0]](value, self.condition[1])

    def text(self, digits: str) -> str:
        """Digits are put in from the right; what is left over stands where the first digit does."""
        places = [place for place, (_, is_digit) in enumerate(self.tokens) if is_digit]
        filled: dict[int, str] = {}
        rest = "" if digits == "0" else digits
        for place in reversed(places):
            if rest:
                filled[place], rest = rest[-1], rest[:-1]
            else:
                filled[place] = "0" if self.tokens[place][0] == "0" else ""
        if places:
            filled[places[0]] = rest + filled[places[0]]
        return "".join(
            filled[place] if is_digit else text for place, (text, is_digit) in enumerate(self.tokens)
        ).strip()
