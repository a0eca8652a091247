"""What is read, what is refused and by which name, and what an expression refers to."""

from __future__ import annotations

import time

import pytest

from forms_builder.expressions import (
    ExpressionRefused,
    list_references,
    lists,
    parse,
    references,
    to_xpath,
    uses_self,
)
from forms_builder.expressions.functions import FUNCTIONS
from forms_builder.expressions.parse import DEEPEST, LONGEST


@pytest.mark.parametrize(
    ("expression", "tree"),
    [
        ("${q1} = 'បាទ'", ["=", ["ref", "q1"], ["text", "បាទ"]]),
        ("${ q1 }!=2.50", ["!=", ["ref", "q1"], ["number", "2.5"]]),
        (
            ". > 1 and .<9",
            ["and", [">", ["self"], ["number", "1"]], ["<", ["self"], ["number", "9"]]],
        ),
        ("1 - 2 - 3", ["-", ["number", "1"], ["number", "2"], ["number", "3"]]),
        ("1 - (2 - 3)", ["-", ["number", "1"], ["-", ["number", "2"], ["number", "3"]]]),
        ("-${q-1} * 2", ["*", ["neg", ["ref", "q-1"]], ["number", "2"]]),
        ("${a}-1", ["-", ["ref", "a"], ["number", "1"]]),
        ("${div} div ${mod}", ["div", ["ref", "div"], ["ref", "mod"]]),
        ("1 +\u00a0\u200b2", ["+", ["number", "1"], ["number", "2"]]),
        ("string-length()", ["call", "string-length", ["self"]]),
        ("position(../..)", ["call", "position", ["up", "../.."]]),
        (
            "regex(., '^ក+$')",
            ["call", "regex", ["self"], ["pattern", "^ក+$", ["times", 1, -1, ["is", "ក"]]]],
        ),
        (
            "jr:choice-name(${q1}, '${q1}')",
            ["call", "jr:choice-name", ["ref", "q1"], ["ref", "q1"]],
        ),
        (
            "instance('schools')/root/item[province = ${p}]/label",
            ["rows", "schools", "label", ["=", ["column", "province"], ["ref", "p"]]],
        ),
        ("count(instance('s')/root/item)", ["call", "count", ["rows", "s", ""]]),
    ],
)
def test_expression_becomes_a_tree(expression, tree):
    assert parse(expression) == tree
    assert parse(to_xpath(tree)) == tree


@pytest.mark.parametrize(
    ("expression", "named"),
    [
        ("", "not complete"),
        ("   ", "not complete"),
        ("${a} +", "not complete"),
        ("(1 + 2", "not complete"),
        ("1 2", "“2”"),
        ("1 == 2", "“= 2”"),
        ("1 < 2 < 3", "“< 3”"),
        ("a && b", "“&& b”"),
        ("$a", "“$a”"),
        ("1.2.3", "“.3”"),
        ("1e5", "“e5”"),
        ("សុខ", "“សុខ”"),
        ("'it''s'", "“'s'”"),
        ("'បាទ", "“បាទ”"),
        ("‘បាទ’", "“‘”"),
        ("${កូដ} = 1", "${កូដ}"),
        ("${last-saved#q1}", "${last-saved#q1}"),
        ("${}", "“${}”"),
        ("'ជូន ${name}'", "concat"),
        ("${subject} = maths", "'maths'"),
        ("true", "'true'"),
        ("+1", "“+”"),
        ("//item", "“//”"),
        ("/data/q1", "“/”"),
        ("../q1", "“../”"),
        ("..", "“..”"),
        ("@id", "“@”"),
        ("${a} | ${b}", "“|”"),
        ("*", "“*”"),
        ("child::a", "“::a”"),
        ("${a}[1]", "“[”"),
        ("${a} (1)", "“$”"),
        ("current()/../a", "“current()/”"),
        ("text()", "“text”"),
        ("random()", "“random”"),
        ("uuid()", "“uuid”"),
        ("log(2)", "“log”"),
        ("jr:itext('a')", "“jr:itext”"),
        ("selected(${a})", "“selected” takes 2"),
        ("substr('a')", "“substr” takes 2 to 3"),
        ("join(',')", "“join” takes at least 2"),
        ("regex(., ${p})", "“regex”"),
        ("regex(., '(?i)a')", "“(?i”"),
        ("format-date(today(), ${f})", "“format-date”"),
        ("format-date(today(), '%d %b')", "“%b”"),
        ("format-date-time(now(), '%a')", "“%a”"),
        ("format-date(today(), '%W')", "“%W”"),
        ("format-date(today(), '5%')", "“%”"),
        ("pow(${a}, 0.5)", "“pow”"),
        ("pow(2, ${n})", "“pow”"),
        ("sum(${a} + 1)", "“sum”"),
        ("sum(if(1, ${a}, ${b}))", "“sum”"),
        ("count('a')", "“count”"),
        ("count-non-empty(.)", "“count-non-empty”"),
        ("position(1)", "“position”"),
        ("position(../a)", "“position”"),
        ("indexed-repeat('a', ${r}, 1)", "“indexed-repeat”"),
        ("indexed-repeat(${a}, ${r}, 1, ${s})", "“indexed-repeat”"),
        ("jr:choice-name(${q}, ${q})", "“jr:choice-name”"),
        ("pulldata(${l}, 'a', 'b', 'c')", "“pulldata”"),
        ("instance(${l})/root/item/label", "“instance”"),
        ("instance('l')", "“instance()”"),
        ("instance('l')/root/item", "“instance()/”"),
        ("instance('l')/root/row/label", "“row”"),
        ("instance('l')/root/item/a/b", "“instance()/”"),
        ("instance('l')/root/item[2]/label", "[name = ${q1}]"),
        ("instance('l')/root/item[name]/label", "[name = ${q1}]"),
        ("instance('l')/root/item[. = 1]/label", "“.”"),
        ("instance('l')/root/item[once(1) = 1]/label", "“once()”"),
        ("instance('l')/root/item[a = instance('m')/root/item/b]/c", "calculated value"),
        ("9" * 400, "too large"),
        ("1 + " * 1000 + "11111", f"{LONGEST:,}".replace(",", "")),
    ],
)
def test_expression_outside_is_refused_by_name(expression, named):
    with pytest.raises(ExpressionRefused) as refused:
        parse(expression)
    assert named in str(refused.value)


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 200 + "1" + ")" * 200,
        "not(" * 150 + "1" + ")" * 150,
        "-" * 3_900 + "1",
        "1" + "+1-1" * 900,
        "if(1," * 120 + "1" + ",1)" * 120,
        "((((((((1 or 2 and 3 = 4 + 5 * -" * 90,
        "[" * 3_000,
        "regex('a', '" + "(a*)*" * 300 + "')",
    ],
    ids=range(8),
)
def test_hostile_expression_is_refused_at_once(expression):
    began = time.perf_counter()
    with pytest.raises(ExpressionRefused):
        parse(expression)
    assert time.perf_counter() - began < 2


def test_long_chain_and_deep_brackets_are_read():
    chain = " or ".join(f"${{q{number}}} = '{number}'" for number in range(200))
    assert len(parse(chain)) == 201
    assert len(parse("1" + "+1" * 1_990)) == 1_992
    deep = "(" * DEEPEST + "1" + ")" * DEEPEST
    assert parse(deep) == ["number", "1"]
    nested = "not(" * (DEEPEST - 1) + "1" + ")" * (DEEPEST - 1)
    assert to_xpath(parse(nested)) == nested


def test_references_name_questions_repeats_and_lists():
    tree = parse(
        "sum(${girls}) + count(${lessons}) + indexed-repeat(${boys}, ${lessons}, 1) "
        "+ max(${age}, 3) + string-length(join(' ', ${names})) "
        "+ pulldata('schools', 'a', 'b', ${school}) "
        "+ count(instance('teachers')/root/item[school = ${school}]) "
        "+ string-length(jr:choice-name(${subject}, '${subject}'))"
    )
    assert references(tree) == {
        "girls",
        "lessons",
        "boys",
        "age",
        "names",
        "school",
        "subject",
    }
    assert list_references(tree) == {"girls", "lessons", "names"}
    assert lists(tree) == {"schools", "teachers"}
    assert not uses_self(tree)


@pytest.mark.parametrize(
    ("expression", "itself"),
    [(". > 1", True), ("once(today())", True), ("string-length() = 2", True), ("'.'", False)],
)
def test_expression_knows_whether_it_looks_at_its_own_answer(expression, itself):
    assert uses_self(parse(expression)) is itself


def test_bare_names_are_columns_only_in_a_choice_filter():
    tree = parse("province = ${province} and selected('1 2', position)", columns=True)
    assert references(tree) == {"province"}
    assert tree[1] == ["=", ["column", "province"], ["ref", "province"]]
    for outside in (". = 1", "position() = 1", "position(..) = 1", "once(1) = 1"):
        with pytest.raises(ExpressionRefused):
            parse(outside, columns=True)
    with pytest.raises(ExpressionRefused):
        parse("province = ${province}")


def test_text_with_both_quotes_is_written_so_that_it_means_the_same():
    assert to_xpath(["text", "a'b\"c"]) == "concat('a', \"'\", 'b\"c')"


def test_refusal_lists_every_function_that_can_be_used():
    with pytest.raises(ExpressionRefused) as refused:
        parse("digest('a', 'MD5')")
    assert all(name in str(refused.value) for name in FUNCTIONS)
