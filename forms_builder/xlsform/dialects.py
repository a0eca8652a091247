"""The types of XLSForm, and what its dialects and people write for them."""

from __future__ import annotations

import re

# Filled by phones elsewhere; here a submission knows who, when and where by itself.
METADATA = {
    "start",
    "end",
    "today",
    "deviceid",
    "phonenumber",
    "username",
    "email",
    "audit",
    "simserial",
    "subscriberid",
    "caseid",
    "start-geopoint",
    "background-audio",
    "background-geopoint",
    "device_info",
    "comments",
    "text_audit",
    "audio_audit",
    "speed_violations_count",
    "speed_violations_list",
    "speed_violations_audit",
    "sensor_statistic",
    "sensor_stream",
}
# Name a file that expressions look things up in.
FILES = {"csv-external"}
OPENS = {"begin_group": "group", "begin_repeat": "repeat"}
CLOSES = {
    "end_group": "group",
    "end_repeat": "repeat",
    "end_kobomatrix": "kobomatrix",
    "end_score": "score",
    "end_rank": "rank",
}
TABLES = {"begin_kobomatrix", "begin_score", "begin_rank"}

_SAME = {
    "string": "text",
    "multiline": "text",
    "int": "integer",
    "number": "integer",
    "whole_number": "integer",
    "float": "decimal",
    "double": "decimal",
    "dateTime": "datetime",
    "date_time": "datetime",
    "datetime": "datetime",
    "photo": "image",
    "picture": "image",
    "gps": "geopoint",
    "location": "geopoint",
    "geopoint": "geopoint",
    "calculation": "calculate",
    "calculate_here": "calculate",
    "trigger": "acknowledge",
    "acknowledgement": "acknowledge",
    "select": "select_multiple",
    "select1": "select_one",
    "select_all_that_apply": "select_multiple",
    "select_multiple_from": "select_multiple",
    "select_one_from": "select_one",
    "add_select_one_prompt_using": "select_one",
    "add_select_multiple_prompt_using": "select_multiple",
    "select_one_external": "select_one",
    "group": "begin_group",
    "repeat": "begin_repeat",
    "beginrepeat": "begin_repeat",
    "begingroup": "begin_group",
    "endrepeat": "end_repeat",
    "endgroup": "end_group",
    "begin_loop": "begin_repeat",
    "end_loop": "end_repeat",
    "likert": "select_one",
}
_TWO_WORDS = re.compile(r"^(begin|end|select|add|text|date|whole|start|background|audio|speed)\b")
_LISTED = ("select_one", "select_multiple", "rank", "score__row", "rank__level", "osm")
_WORDY = {
    "select one from file": "select_one_from_file",
    "select multiple from file": "select_multiple_from_file",
    "select one external": "select_one_external",
    "select one from": "select_one",
    "select one": "select_one",
    "select1": "select_one",
    "select multiple from": "select_multiple",
    "select multiple": "select_multiple",
    "select all that apply from": "select_multiple",
    "select all that apply": "select_multiple",
    "select": "select_multiple",
}
_OTHER = re.compile(r"\s+(?:or[_ ]other|or specify other)\b", re.IGNORECASE)


def read_type(cell: str) -> tuple[str, str, bool, str]:
    """Return type, name of the list, whether "other" is offered, and appearances in the type."""
    text = " ".join(cell.split())
    other = bool(_OTHER.search(text))
    text = _OTHER.sub("", text)
    lower = text.lower()
    for written, name in _WORDY.items():
        if lower == written or lower.startswith(f"{written} "):
            text = f"{name} {text[len(written) :].strip()}".strip()
            break
    else:
        if _TWO_WORDS.match(lower) and not lower.startswith(("select_", "date ")):
            text = "_".join(text.split()) if len(text.split()) < 4 else text
    head, _space, rest = text.partition(" ")
    kind = head if head == "dateTime" else head.lower()
    if kind.startswith("select_") and kind.endswith("_from_file"):
        name, _space, appearances = rest.partition(" ")
        return kind, name, other, appearances
    kind = _SAME.get(kind, kind)
    if kind in _LISTED:
        name, _space, appearances = rest.partition(" ")
        return kind, name, other, appearances
    return kind, "", other, rest
