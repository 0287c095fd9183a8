"""German area codes and the states (Länder) they may belong to, by their first two digits.

Areas were drawn for exchanges and not for states, so where one reaches over a border every state is named that may be meant:
whoever asks keeps to the holidays of all of them. Numbers without a place (mobiles, 0700, 0800, 0900) tell nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

COUNTRY = "DE"
_CODE = "+49"
_WITHOUT_A_PLACE = ("1", "700", "800", "900")
_STATES: Mapping[str, str] = {
    "20": "NW", "21": "NW", "22": "NW RP", "23": "NW", "24": "NW RP", "25": "NW NI", "26": "RP NW HE", "27": "NW HE RP",
    "28": "NW", "29": "NW HE",
    "30": "BE BB", "33": "BB BE MV ST", "34": "SN ST TH BB", "35": "SN BB ST", "36": "TH ST SN", "37": "SN TH",
    "38": "MV BB NI", "39": "ST MV BB",
    "40": "HH SH NI", "41": "SH NI HH", "42": "HB NI", "43": "SH", "44": "NI", "45": "SH MV", "46": "SH", "47": "NI HB HH",
    "48": "SH", "49": "NI",
    "50": "NI NW", "51": "NI", "52": "NW NI", "53": "NI ST", "54": "NI NW", "55": "NI HE TH NW", "56": "HE NW NI",
    "57": "NI NW", "58": "NI ST", "59": "NI NW",
    "60": "HE BY", "61": "HE RP", "62": "BW RP HE BY", "63": "RP SL BW", "64": "HE RP NW", "65": "RP SL", "66": "HE BY TH",
    "67": "RP SL HE", "68": "SL RP", "69": "HE",
    "70": "BW", "71": "BW", "72": "BW RP", "73": "BW BY", "74": "BW", "75": "BW BY", "76": "BW", "77": "BW", "78": "BW",
    "79": "BW BY",
    "80": "BY", "81": "BY", "82": "BY Augsburg", "83": "BY BW", "84": "BY", "85": "BY", "86": "BY", "87": "BY", "88": "BY",
    "89": "BY",
    "90": "BY", "91": "BY", "92": "BY", "93": "BY BW", "94": "BY", "95": "BY", "96": "BY", "97": "BY HE TH", "98": "BY BW",
    "99": "BY",
}  # fmt: skip


def german_places(number_prefix: str) -> tuple[str, ...]:
    """The places of a German number by its beginning (`places.prefix`): states where its area code tells, else the country."""
    national = number_prefix.removeprefix(_CODE)
    if national == number_prefix or national.startswith(_WITHOUT_A_PLACE):
        return (COUNTRY,)
    states = _STATES.get(national[:2], "").split()
    return tuple(f"{COUNTRY}-{state}" for state in states) or (COUNTRY,)
