"""Lists in steps as rows of a survey sheet: a choice for each step, filtered by those before."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from forms_builder.fields import choice_tree
from forms_builder.fields.sheet_rows import END, group_row, part_name, value_row


def step_rows(item: dict, texts: dict[str, dict]) -> list[dict]:
    """Return the rows of a list in steps; the codes that were chosen come to its value.

    Nothing where a step has nothing to choose from, as before the places are loaded.
    """
    tree = choice_tree.tree_of(item)
    if {depth for depth, *_rest in tree["nodes"]} < set(range(len(item["steps"]))):
        return []
    names = [part_name(item["code"], step) for step in item["steps"]]
    titles = {language: _titles(item, language) for language in texts}
    paths = _paths(tree["nodes"])
    rows: list[dict[str, Any]] = []
    for depth, name in enumerate(names):
        before = list(zip(item["steps"][:depth], names[:depth], strict=True))
        row: dict[str, Any] = {
            "type": f"select_one {_list_name(item, item['steps'][depth])}",
            "name": name,
            "label": {language: found[depth] for language, found in titles.items()},
            "choices": _choices(tree["nodes"], paths, depth, item["steps"], list(texts)),
        }
        if before:
            row["choice_filter"] = " and ".join(
                f"{_column(step)} = ${{{around}}}" for step, around in before
            )
            row["relevant"] = _goes_on(tree["nodes"], names[depth - 1], depth)
        if item["every_step"] and before:
            row["required"] = "yes"
        elif not before:
            row["needed"] = True
        rows.append(row)
    first, *others = names
    chosen = "".join(f", if(${{{name}}} = '', '', concat(' ', ${{{name}}}))" for name in others)
    value = f"concat(${{{first}}}{chosen})" if chosen else f"${{{first}}}"
    return [group_row(item, texts), *rows, value_row(item, value), END]


def _titles(item: dict, language: str) -> list[str]:
    with override(language):
        return choice_tree.step_titles(item)


def _list_name(item: dict, step: str) -> str:
    """Questions that ask the same list share its choices, for there may be thousands."""
    return part_name("places" if item.get("places") else f"list_{item['list'][:12]}", step)


def _column(step: str) -> str:
    """A column of the choices sheet, never one that has a meaning there."""
    return f"of_{step}".replace(".", "_").replace("-", "_")


def _paths(nodes: list) -> list[list[str]]:
    """The codes from the first step to each node."""
    paths: list[list[str]] = []
    for _depth, parent, code, *_words in nodes:
        paths.append([*(paths[parent] if parent >= 0 else ()), code])
    return paths


def _choices(
    nodes: list, paths: list[list[str]], depth: int, steps: list[str], languages: list[str]
) -> list[dict[str, Any]]:
    return [
        {
            "name": code,
            "label": {language: (en if language == "en" else km) or km for language in languages},
            **{_column(step): around for step, around in zip(steps, path[:-1], strict=False)},
        }
        for (at, _parent, code, km, en), path in zip(nodes, paths, strict=True)
        if at == depth
    ]


def _goes_on(nodes: list, before: str, depth: int) -> str:
    """The condition of a step: the one before is chosen, and its branch does not end there.

    Only places end before the last step, a district without schools; their codes are their own.
    """
    answered = f"${{{before}}} != ''"
    parents = {parent for _depth, parent, *_rest in nodes}
    ends = [
        code
        for place, (at, _parent, code, *_words) in enumerate(nodes)
        if at == depth - 1 and place not in parents
    ]
    if not ends:
        return answered
    return f"{answered} and not(selected('{' '.join(ends)}', ${{{before}}}))"
