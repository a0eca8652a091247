"""Kinds of question. Each module that defines a `QuestionKind` is found by `registry`."""
