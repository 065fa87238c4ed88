"""The token that X's syndication wants with an id, computed as a JavaScript engine does."""

import math
import re


def syndication_token(post_id: str) -> str:
    """The token of X's syndication: `((id / 1e15) * Math.PI).toString(36)` without zeros and the point.

    >>> syndication_token("20")
    '6dq1a2xwd93'
    """
    return re.sub(r"0+|\.", "", _javascript_base36(int(post_id) / 1e15 * math.pi))


def _javascript_base36(value: float) -> str:
    """`Number.prototype.toString(36)` of a positive number as V8 computes it (DoubleToRadixCString)."""
    whole = math.floor(value)
    fraction = value - whole
    # Digits are written until they tell this double from its neighbours.
    delta = max(0.5 * (math.nextafter(value, math.inf) - value), math.nextafter(0.0, 1.0))
    digits: list[int] = []
    while fraction >= delta:
        fraction *= 36
        delta *= 36
        digit = int(fraction)
        digits.append(digit)
        fraction -= digit
        if (fraction > 0.5 or (fraction == 0.5 and digit % 2)) and fraction + delta > 1:
            whole += _carry(digits)
            break
    return _base36(whole) + ("." + "".join(_DIGITS[digit] for digit in digits) if digits else "")


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _carry(digits: list[int]) -> int:
    """Round the last digit up in place; 1 if that reaches the whole part."""
    while digits:
        digits[-1] += 1
        if digits[-1] < 36:
            return 0
        digits.pop()
    return 1


def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"
