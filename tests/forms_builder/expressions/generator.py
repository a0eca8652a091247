"""Expressions and answers by chance, for the comparison of the three evaluators.

Everything that the language has comes up. What JavaRosa does by the phone's own ideas is left
out: days before 1920, when Phnom Penh's clock was another, and pairs of UTF-16 units cut in two.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from tests.forms_builder.expressions.scope import FORM, INNER, REPEAT

WORDS = [
    "",
    "0",
    "1",
    "2",
    "-3",
    "1,5",
    " 7 ",
    "2.50",
    "1e3",
    "yes",
    "no",
    "true",
    "khmer",
    "maths",
]
WORDS += [
    "pair",
    "group pair",
    "group",
    "សុខ",
    "សុខ ភាព",
    "ភាព",
    "គ្រូ",
    "a b",
    "  a  b ",
    "x😀y",
    "12",
]
WORDS += ["2026-11-22", "2024-02-29T23:59:59.500+07:00", "1999-12-31", "2026-13-01", "08"]
NUMBERS = ["0", "1", "2", "3", "7", "10", "0.5", "2.5", "0.1", "1.005", "12.345", "100", "1234567"]
NUMBERS += [
    "1000000.25",
    "2147483647",
    "2147483648",
    "0.001",
    "0.0001234",
    "99999999999",
    "20779.75",
]
DATES = ["1920-05-01", "1969-12-31", "1970-01-01", "1999-12-31", "2024-02-29", "2026-11-22"]
TIMES = ["00:00:00.000+07:00", "06:59:59.999+07:00", "07:00", "12:30:15.250Z", "23:59:59+07:00"]
TIMES += ["22:10:01.001-05:30"]
PATTERNS = [
    "[0-9]+",
    "^[a-z ]*$",
    r"\d{1,3}(\.\d+)?",
    "[ក-៿ ]+",
    "(group|pair)( (group|pair))*",
    ".*",
]
PATTERNS += [r"[^\s]+", r"\w+", "^$|yes|no", "(a|b|ab)*?", "x.y", r"[\w,.-]+", r"(\d\d?-?){2,3}"]
PATTERNS += [r"\D+", r"[\D]*", "([a-z]+ ?)+", r"\u179F.*", "(?:0|[1-9][0-9]*)", "[-0-9,]+"]
FORMATS = ["%Y-%m-%d", "%e/%n/%y", "%H:%M:%S", "%h.%M %3", "%d%% %Y", "ថ្ងៃ %e", ""]


class Generator:
    """Makes cases, the same ones for the same seed."""

    def __init__(self, seed: int, now: dt.datetime) -> None:
        self.random = Random(seed)
        self.now = now.isoformat(timespec="milliseconds")

    def case(self) -> tuple[str, dict]:
        """Return an expression and the scope that it stands in."""
        scope = self._scope()
        self.lesson = scope.get("lesson", 0)
        self.in_filter = False
        kind = self.random.choice(["number", "text", "truth", "truth", "date", "number"])
        return self._any(kind, self.random.choice([1, 2, 2, 3, 3, 4])), scope

    # Answers.

    def _scope(self) -> dict:
        lessons = [self._answers(INNER) for _ in range(self.random.choice([0, 1, 2, 3, 3, 4]))]
        questions = [*FORM["questions"], *INNER]
        scope = {
            "now": self.now,
            "answers": self._answers(FORM["questions"]),
            "lessons": lessons,
            "hidden": self.random.sample(questions, self.random.choice([0, 0, 1, 3])),
            "at": self.random.choice(list(FORM["questions"])),
        }
        if lessons and self.random.random() < 0.4:
            scope["lesson"] = self.random.randint(1, len(lessons))
            scope["at"] = self.random.choice(list(INNER))
        return scope

    def _answers(self, questions: dict[str, str]) -> dict:
        return {code: self._answer(code, kind) for code, kind in questions.items()}

    def _answer(self, code: str, kind: str) -> object:
        if self.random.random() < 0.2:
            return ""
        if kind == "integer":
            return self.random.choice([0, 1, -1, 2, 3, 12, 34, 45, 2147483647])
        if kind == "decimal":
            exact = round(self.random.uniform(-50, 200), self.random.randint(0, 3))
            return self.random.choice([exact, 0.5, 1.5, -2.5, 0.1, 1.0, 3e9, 1e-7])
        if kind == "date":
            return {"date": self.random.choice([*DATES, self.now[:10]])}
        if kind == "datetime":
            time = self.random.choice(["00:00:00.000", "06:30:15.250", "23:59:59.999"])
            return {"datetime": f"{self.random.choice(DATES)}T{time}+07:00"}
        if kind == "choice":
            return self.random.choice(list(FORM["labels"][code]))
        if kind == "choices":
            choices = list(FORM["labels"][code])
            return " ".join(self.random.sample(choices, self.random.randint(1, len(choices))))
        return self.random.choice([word for word in WORDS if word])

    # Expressions, by the kind of value that they should give.

    def _any(self, kind: str, depth: int) -> str:
        if depth == 0 or self.random.random() < 0.1:
            return self._leaf(kind)
        if self.random.random() < 0.12:
            kind = self.random.choice(["number", "text", "truth", "date"])  # the wrong one
        return self.random.choice(getattr(self, f"_{kind}s")(depth - 1))()

    def _leaf(self, kind: str) -> str:
        if self.random.random() < 0.6:
            wanted = {
                "number": ("integer", "decimal"),
                "text": ("text", "choice", "choices"),
                "date": ("date", "datetime"),
            }.get(kind, ("integer", "text", "choice"))
            return self._reference(wanted)
        if self.random.random() < 0.15 and not self.in_filter:
            return "."
        return {
            "number": lambda: self.random.choice(NUMBERS),
            "text": lambda: self._quoted(self.random.choice(WORDS)),
            "truth": lambda: self.random.choice(["true()", "false()"]),
            "date": lambda: self.random.choice(["today()", "now()", self._written_date()]),
        }[kind]()

    def _reference(self, kinds: tuple[str, ...] | None = None, *, many: bool = False) -> str:
        known = dict(FORM["questions"])
        if self.in_filter and self.lesson:
            pass  # pyxform finds the lesson by current(), which has no short form to write here
        elif many:
            known = dict(INNER)
        elif self.lesson or self.random.random() < 0.05:
            known |= INNER
        codes = [code for code, kind in known.items() if kinds is None or kind in kinds]
        return f"${{{self.random.choice(codes or list(known))}}}"

    def _quoted(self, text: str) -> str:
        return f'"{text}"' if self.random.random() < 0.3 else f"'{text}'"

    def _written_date(self) -> str:
        time = f"T{self.random.choice(TIMES)}" if self.random.random() < 0.5 else ""
        name = self.random.choice(["date", "date-time"])
        return f"{name}('{self.random.choice(DATES)}{time}')"

    def _listed(self, kind: str, expression: str, depth: int) -> str:
        """Look something up; not within the condition of another list."""
        if self.in_filter:
            return self._leaf(kind)
        return expression.replace("ROWS", self._rows(depth))

    def _rows(self, depth: int) -> str:
        self.in_filter = True
        tests = [
            lambda: f"province = {self._any('text', depth)}",
            lambda: f"teachers {self._comparison()} {self._any('number', depth)}",
            lambda: "province = '12'",
            lambda: f"name = {self._quoted(self.random.choice(['s1', 's3', 's9']))}",
            lambda: f"selected('s1 s3 s4', name) or {self._any('truth', depth)}",
            lambda: f"position() {self._comparison()} {self.random.choice('123')}",
            lambda: f"contains(label, {self._any('text', depth)})",
            lambda: "not(string-length(teachers) = 0)",
        ]
        filters = "".join(
            f"[{self.random.choice(tests)()}]" for _ in range(self.random.choice([0, 1, 1, 1, 2]))
        )
        self.in_filter = False
        return f"instance('schools')/root/item{filters}"

    def _own(self, expressions: list[str]) -> str:
        """One of those that look at the question's own place; not between [ and ]."""
        return "1" if self.in_filter else self.random.choice(expressions)

    def _comparison(self) -> str:
        return self.random.choice(["=", "!=", "<", "<=", ">", ">="])

    def _small(self) -> str:
        """Numbers that often meet: equal, negative, with a comma."""
        return self.random.choice(["1", "2", "-2", "7", "'1,5'", "1.5", "-1.5", "${girls}"])

    def _halves(self) -> str:
        return self.random.choice(["-", ""]) + self.random.choice(["0.5", "1.5", "2.5", "0.25, 1"])

    def _numbers(self, depth: int) -> list:
        number = lambda: self._any("number", depth)  # noqa: E731
        text = lambda: self._any("text", depth)  # noqa: E731
        date = lambda: self._any("date", depth)  # noqa: E731
        operator = lambda: self.random.choice(["+", "-", "*", "div", "mod"])  # noqa: E731
        return [
            lambda: f"({number()} {operator()} {number()})",
            lambda: f"({number()} {operator()} {number()} {operator()} {number()})",
            lambda: f"({date()} - {date()})",
            lambda: f"-{number()}",
            lambda: f"number({self._any(self.random.choice(['text', 'truth', 'date']), depth)})",
            lambda: f"int({number()})",
            lambda: f"round({number()})",
            lambda: f"round({number()}, {self.random.choice(['0', '1', '2', '-1', '-2', '31'])})",
            lambda: f"round({self._halves()})",
            lambda: f"({self._small()} {operator()} {self._small()})",
            lambda: f"abs({self._any(self.random.choice(['number', 'date']), depth)})",
            lambda: f"pow({number()}, {self.random.choice('0123')})",
            lambda: f"sqrt({number()})",
            lambda: f"sum({self._reference(('integer', 'decimal'), many=True)})",
            lambda: self._listed("number", "sum(ROWS/teachers)", depth),
            lambda: f"min({self._reference(('integer', 'decimal'), many=True)})",
            lambda: f"max({self._reference(('integer', 'decimal'), many=True)})",
            lambda: f"max({number()}, {number()})",
            lambda: f"min({number()}, {number()}, {date()})",
            lambda: f"count({self._reference(many=True)})",
            lambda: "1" if self.in_filter and self.lesson else f"count(${{{REPEAT}}})",
            lambda: self._listed("number", "count(ROWS)", depth),
            lambda: f"count-non-empty({self._reference(many=True)})",
            lambda: self._own(
                ["position(..)", "position()", "position(../..)"][: 3 if self.lesson else 2]
            ),
            lambda: f"count-selected({self._reference(('choices',))})",
            lambda: f"string-length({text()})",
            lambda: f"decimal-date-time({date()})",
            lambda: f"decimal-time({date()})",
            lambda: self._choice("number", depth),
            lambda: self._indexed(("integer", "decimal"), depth),
        ]

    def _texts(self, depth: int) -> list:
        text = lambda: self._any("text", depth)  # noqa: E731
        number = lambda: self._any("number", depth)  # noqa: E731
        date = lambda: self._any("date", depth)  # noqa: E731
        wide = lambda: self._any(self.random.choice(["number", "date", "truth"]), depth)  # noqa: E731
        return [
            lambda: f"string({wide()})",
            lambda: f"concat({text()}, {wide()}, {text()})",
            lambda: f"concat({self._reference(many=True)})",
            lambda: f"join(', ', {self._reference(many=True)})",
            lambda: f"join({text()}, {text()}, {wide()})",
            lambda: self._listed("text", "join(' ', ROWS/name)", depth),
            lambda: f"substr(translate({text()}, '😀', ''), {number()}, {number()})",
            lambda: f"substr('គ្រូបង្រៀន', {self.random.choice(['1', '-3', '20'])})",
            lambda: f"substring-before({text()}, {text()})",
            lambda: f"substring-after({text()}, ' ')",
            lambda: f"translate({text()}, 'abcភ', {self.random.choice(['AB', 'xyz.', ''])!r})",
            lambda: f"normalize-space({text()})",
            lambda: f"selected-at({text()}, {self.random.choice(['0', '1', '-1', '9'])})",
            lambda: f"format-date({date()}, {self._quoted(self.random.choice(FORMATS))})",
            lambda: f"format-date-time({date()}, {self._quoted(self.random.choice(FORMATS))})",
            lambda: self._listed("text", "ROWS[position() = 1]/label", depth),
            lambda: self._listed("text", "ROWS/province", depth),
            lambda: f"pulldata('schools', 'label', 'name', {text()})",
            lambda: f"jr:choice-name({self._reference(('choice',))}, '${{subject}}')",
            lambda: f"jr:choice-name({text()}, '${{methods}}')",
            lambda: f"jr:choice-name(selected-at(${{methods}}, {number()}), '${{methods}}')",
            lambda: self._own([f"once({text()})"]),
            lambda: self._choice("text", depth),
            lambda: self._indexed(("text", "choice"), depth),
        ]

    def _truths(self, depth: int) -> list:
        text = lambda: self._any("text", depth)  # noqa: E731
        truth = lambda: self._any("truth", depth)  # noqa: E731
        return [
            lambda: f"({truth()} {self.random.choice(['and', 'or'])} {truth()})",
            lambda: f"({truth()} and {truth()} or {truth()} and {truth()})",
            lambda: f"not({truth()})",
            lambda: f"boolean({self._any(self.random.choice(['text', 'number']), depth)})",
            lambda: f"boolean-from-string({text()})",
            lambda: self._compared(depth),
            lambda: self._compared(depth),
            lambda: self._compared(depth),
            lambda: f"selected({self._reference(('choice', 'choices'))}, {text()})",
            lambda: (
                f"selected(${{methods}}, '{self.random.choice(list(FORM['labels']['methods']))}')"
            ),
            lambda: f"regex({text()}, {self._quoted(self.random.choice(PATTERNS))})",
            lambda: f"regex({self._reference()}, {self._quoted(self.random.choice(PATTERNS))})",
            lambda: f"contains({text()}, {text()})",
            lambda: f"starts-with({text()}, {text()})",
            lambda: f"ends-with({text()}, {text()})",
            lambda: self._choice("truth", depth),
        ]

    def _dates(self, depth: int) -> list:
        return [
            lambda: self._any("date", 0),
            self._written_date,
            lambda: f"date({self._any('date', depth)})",
            lambda: f"date-time({self._any('date', depth)})",
            lambda: f"date({self._any('date', depth)} + {self.random.choice(['1', '30', '0.5'])})",
            lambda: f"date-time(decimal-date-time({self._any('date', depth)}) + 0.25)",
            lambda: f"date({self._any('text', depth)})",
            lambda: self._choice("date", depth),
            lambda: self._indexed(("date",), depth),
        ]

    def _compared(self, depth: int) -> str:
        if self.random.random() < 0.2:
            return f"({self._small()} {self._comparison()} {self._small()})"
        kinds = ["number", "text", "date", "truth"]
        one = self.random.choice(kinds)
        two = one if self.random.random() < 0.75 else self.random.choice(kinds)
        return f"({self._any(one, depth)} {self._comparison()} {self._any(two, depth)})"

    def _choice(self, kind: str, depth: int) -> str:
        if self.random.random() < 0.5:
            return f"coalesce({self._any(kind, depth)}, {self._any(kind, depth)})"
        condition = self._any("truth", depth)
        return f"if({condition}, {self._any(kind, depth)}, {self._any(kind, depth)})"

    def _indexed(self, kinds: tuple[str, ...], depth: int) -> str:
        if self.in_filter and self.lesson:
            return self._leaf("number")
        place = self._own(["position(..)"])
        index = self.random.choice(["1", "2", "0", "9", place, self._any("number", depth)])
        return f"indexed-repeat({self._reference(kinds, many=True)}, ${{{REPEAT}}}, {index})"
