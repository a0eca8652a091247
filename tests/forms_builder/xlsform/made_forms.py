"""Forms of all kinds made up from a seed, in Khmer and English, as documents to import."""

from __future__ import annotations

from random import Random
from typing import Any

from forms_builder.fields import registry

_WORDS = (
    "គ្រូ",
    "សិស្ស",
    "សៀវភៅ",
    "ថ្នាក់រៀន",
    "  ១២៣ ",
    "<b>",
    "=1+1",
    "a'b\"c",
    "100%",
    "; =",
    "{}",
    "$5",
)
STRUCTURE = {"section", "page_break", "group", "group_end", "repeat", "repeat_end"}
ASKED = sorted(kind.name for kind in registry.all() if kind.name not in STRUCTURE)


class DocumentMaker:
    """One document as `forms_builder.interchange` says."""

    def __init__(self, seed: int, *, english: bool = True) -> None:
        self.random = Random(seed)
        self.english = english
        self.number = 0
        self.numbers: list[str] = []
        self.choices: list[str] = []

    def make(self, *, of_every_kind: bool = False) -> dict[str, Any]:
        """Return a document; `of_every_kind` puts a question of each kind into it."""
        body: list[dict[str, Any]] = []
        for _ in range(self.random.randint(1, 3)):
            body.append({"kind": "section", "code": self.code(), "title": self.words()})
            body += self.items(2)
            if self.random.random() < 0.3:
                body.append({"kind": "page_break", "code": self.code()})
                body += self.items(2)
        if of_every_kind:
            body += [self.question(kind) for kind in ASKED]
        return {
            "code": "made",
            "title": self.words(),
            "intro": self.words(),
            "domains": [
                {"code": code, "name": {"km": f"ផ្នែក {code}", "en": code}}
                for code in ("teaching", "climate")
            ],
            "body": body,
            "scoring": self.scoring(),
        }

    def items(self, deep: int) -> list[dict[str, Any]]:
        made = []
        for _ in range(self.random.randint(1, 5)):
            if deep and self.random.random() < 0.25:
                kind = self.random.choice(("group", "repeat"))
                opening = {"kind": kind, "code": self.code(), "label": self.words()}
                if kind == "repeat":
                    known, self.numbers = self.numbers, []
                    opening |= {"minimum": self.random.randint(0, 2), "maximum": 5}
                    if known and self.random.random() < 0.5:
                        opening |= {"count": f"${{{known[0]}}}"}
                    inside = self.items(deep - 1)
                    self.numbers = known
                else:
                    inside = self.items(deep - 1)
                made += [opening, *inside, {"kind": f"{kind}_end", "code": f"{self.code()}_end"}]
            else:
                made.append(self.question(self.random.choice(ASKED)))
        return made

    def code(self) -> str:
        self.number += 1
        return self.random.choice(("q{}", "ask_{}", "n{}_total", "name{}", "today{}")).format(
            self.number
        )

    def words(self) -> dict[str, str]:
        text = " ".join(self.random.choice(_WORDS) for _ in range(self.random.randint(1, 4)))
        text = f"ពាក្យ {self.random.randint(1, 999)} {text}".strip()
        return {"km": text, "en": f"Words {text}"} if self.english else {"km": text}

    def named(self, count: int, **more: Any) -> list[dict[str, Any]]:
        return [
            {
                "label": self.words(),
                "value": f"{self.random.choice(('v', 'yes', 'seen_', '0'))}{number}",
                **{name: make() for name, make in more.items()},
            }
            for number in range(count)
        ]

    def chance(self) -> bool:
        return self.random.random() < 0.5

    def rules(self) -> list[dict[str, Any]]:
        found = []
        if self.numbers and self.chance():
            code = self.random.choice(self.numbers)
            found.append(("RELEVANT", f"${{{code}}} > 3 or ${{{code}}} = ''"))
        if self.random.random() < 0.2:
            found.append(("CONSTRAINT", "string-length(.) < 100"))
        if self.random.random() < 0.2:
            found.append(("WARNING", ". != ''"))
        if self.random.random() < 0.2:
            found.append(("READ_ONLY", "true()" if self.chance() else "1 = 2"))
        if self.random.random() < 0.2:
            found.append(("REQUIRED", "true()" if self.chance() else "today() > today()"))
        return [
            {
                "effect": effect,
                "join": "AND",
                "question": "",
                "operator": "IS",
                "value": "",
                "expression": expression,
                "message": self.words() if self.chance() else {"km": "", "en": ""},
            }
            for effect, expression in found
        ]

    def question(self, kind: str) -> dict[str, Any]:
        code = self.code()
        made: dict[str, Any] = {"kind": kind, "code": code, "rules": self.rules()}
        if kind == "note":
            return {**made, "text": self.words()}
        made |= {"label": self.words()}
        if kind not in ("hidden",):
            made |= {"help": self.words() if self.chance() else {"km": "", "en": ""}}
        if kind not in ("hidden", "calculated"):
            made |= {"required": self.chance()}
            if self.random.random() < 0.2:
                made["follows"] = f"old_{code}"
        made |= getattr(self, f"of_{kind}", dict)()
        if kind in ("integer", "range", "decimal"):
            self.numbers.append(code)
        return made

    # What each kind has of its own

    def of_integer(self) -> dict:
        return {"minimum": self.random.choice((None, 0, -5)), "maximum": 90}

    def of_decimal(self) -> dict:
        return {"minimum": self.random.choice((None, "0.5")), "maximum": None}

    def of_range(self) -> dict:
        return {"minimum": "-2", "maximum": "8.5", "step": "0.5", "low_label": self.words()}

    def of_text(self) -> dict:
        return {"multiline": self.chance(), "max_length": self.random.choice((20, 500))}

    def of_single_choice(self) -> dict:
        found = self.named(self.random.randint(2, 5))
        if self.chance():
            found.append({"label": self.words(), "value": "other"})
        if self.chance():
            for one in found:
                one["columns"] = f"zone={one['value']}; class=a"
        return {"choices": found, "allow_other": self.chance()}

    of_multiple_choice = of_single_choice

    def of_ranked_choice(self) -> dict:
        return {"choices": self.named(3), "rank_all": self.chance()}

    def of_cascading_choice(self) -> dict:
        return {"list": None, "places": self.random.choice(("DISTRICT", "SCHOOL"))}

    def of_yes_no(self) -> dict:
        return {**self.weighed(), "reverse": self.chance()}

    def weighed(self) -> dict:
        return {
            "domain": self.random.choice((None, "teaching", "climate")),
            "weight": self.random.choice(("0", "1", "2.5")),
        }

    def criterion(self) -> dict:
        return {
            **self.weighed(),
            "reverse": self.chance(),
            "unscored": self.chance(),
            "evidence": self.random.choice(("NONE", "OPTIONAL", "REQUIRED")),
            "allow_na": self.chance(),
        }

    def of_rubric(self) -> dict:
        levels = [
            {
                "value": number,
                "label": self.words(),
                "descriptor": self.words(),
                "example": self.words() if self.chance() else {"km": "", "en": ""},
            }
            for number in sorted(self.random.sample(range(12), self.random.randint(2, 5)))
        ]
        return {**self.criterion(), "levels": levels}

    def of_rubric_checklist(self) -> dict:
        levels = [
            {"value": value, "label": self.words(), "descriptor": self.words(), "at_least": share}
            for value, share in ((0, 0), (2, 35), (3, 100))
        ]
        return {**self.criterion(), "indicators": self.named(3), "levels": levels}

    def of_likert_group(self) -> dict:
        points = [{"value": number, "label": self.words()} for number in range(1, 5)]
        return {
            **self.weighed(),
            "statements": self.named(3, reverse=self.chance),
            "points": points,
        }

    def of_matrix(self) -> dict:
        inputs = ("NUMBER", "TEXT", "CHOICE")
        return {
            "rows": self.named(2),
            "columns": self.named(2, input=lambda: self.random.choice(inputs)),
            "choices": self.named(2),
        }

    def of_head_count(self) -> dict:
        return {"maximum": self.random.choice((None, 45))}

    def of_tally_counter(self) -> dict:
        return {"counters": self.named(3), "per_minute": self.chance()}

    def of_timer(self) -> dict:
        return {"phases": self.named(3)}

    def of_interval_observation(self) -> dict:
        codes = self.named(3, heading=self.words, weight=lambda: self.random.choice(("0", "1.5")))
        return {
            "every": self.random.randint(1, 7),
            "minutes": 31,
            "codes": codes,
            "vibrate": self.chance(),
            "domain": self.random.choice((None, "teaching")),
        }

    def of_acknowledgement(self) -> dict:
        return {"tick": self.words()}

    def of_consent(self) -> dict:
        return {"text": self.words()}

    def of_hidden(self) -> dict:
        if self.chance():
            return {"value": "2026", "calculation": ""}
        return {"value": "", "calculation": "1 + 1"}

    def of_calculated(self) -> dict:
        source = f"${{{self.random.choice(self.numbers)}}} * 2" if self.numbers else "round(7, 1)"
        return {"calculation": source}

    def of_note(self) -> dict:
        return {}

    # Scores and bands

    def scoring(self) -> list[dict[str, Any]]:
        if self.chance():
            return []
        bands = [
            {"start": start, "name": self.words(), "tone": tone, "text": self.words()}
            for start, tone in (("0", "RED"), ("40.5", "YELLOW"), ("80", "GREEN"))
        ]
        return [
            {
                "kind": "score",
                "label": self.words(),
                "expression": "form_points() + domain_points('teaching')",
                "out_of": "100",
                "code": "whole",
            },
            {"kind": "bands", "domain": None, "score": "whole", "bands": bands},
            {"kind": "bands", "domain": "climate", "score": "", "bands": bands},
        ]
