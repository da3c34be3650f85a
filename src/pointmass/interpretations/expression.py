"""Answers that end in an arithmetic expression: found behind their working, and equal up to the order of terms."""

from __future__ import annotations

import ast
import re

NO_EXPRESSION = "no expression"
_MARKER = re.compile(r"(?:final\s+)?answer\s*(?:is)?\s*[:=]", re.IGNORECASE)
_SIGNS = str.maketrans(
    {"\u00d7": "*", "\u00f7": "/", "\u2212": "-", "\u2013": "-", "{": "(", "}": ")", "[": "(", "]": ")"}
)
_CHARACTERS = re.compile(r"[\d\s.+*/()-]+")
_LONGEST = 400


def final_part(text: str) -> str | None:
    """Return what stands behind the last "Answer:" of a text, up to the end of its line; ``None`` where there is none."""
    marks = list(_MARKER.finditer(text))
    if not marks:
        return None
    lines = text[marks[-1].end() :].strip().splitlines()
    return lines[0].strip() if lines else ""


def expression_form(text: str) -> str | None:
    """Return the normal form of the arithmetic expression that a text ends in; ``None`` where it ends in none.

    What follows an equals sign is left out: it is what the writer thought that the expression is worth. Sums and products
    are flattened and sorted (associative and commutative), differences and quotients go with them.

    Args:
        text: An answer, with or without its working.
    """
    part = final_part(text)
    bare = (text if part is None else part).strip().strip("$`").split("=")[0].translate(_SIGNS).strip().rstrip(".")
    if not bare or len(bare) > _LONGEST or not _CHARACTERS.fullmatch(bare) or not re.search(r"[+*/-]", bare[1:]):
        return None
    try:
        return _sum(ast.parse(bare, mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _sum(node: ast.expr) -> str:
    terms: list[tuple[str, str]] = []
    _collect(node, "+", terms)
    if len(terms) == 1 and terms[0][0] == "+":
        return terms[0][1]
    return "(" + " ".join(f"{sign}{term}" for sign, term in sorted(terms, key=lambda t: (t[1], t[0]))) + ")"


def _collect(node: ast.expr, sign: str, terms: list[tuple[str, str]]) -> None:
    other = "-" if sign == "+" else "+"
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            _collect(left, sign, terms)
            _collect(right, sign, terms)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            _collect(left, sign, terms)
            _collect(right, other, terms)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _collect(operand, other, terms)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            _collect(operand, sign, terms)
        case _:
            terms.append((sign, _product(node)))


def _product(node: ast.expr) -> str:
    factors: list[tuple[str, str]] = []
    _collect_factors(node, "*", factors)
    if len(factors) == 1 and factors[0][0] == "*":
        return factors[0][1]
    return "(" + " ".join(f"{sign}{factor}" for sign, factor in sorted(factors, key=lambda f: (f[1], f[0]))) + ")"


def _collect_factors(node: ast.expr, sign: str, factors: list[tuple[str, str]]) -> None:
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            _collect_factors(left, sign, factors)
            _collect_factors(right, sign, factors)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            _collect_factors(left, sign, factors)
            _collect_factors(right, "/" if sign == "*" else "*", factors)
        case ast.Constant(value=int() | float() as value):
            factors.append((sign, f"{value:g}"))
        case ast.BinOp(op=ast.Add() | ast.Sub()) | ast.UnaryOp():
            factors.append((sign, _sum(node)))
        case _:
            raise ValueError(ast.dump(node))
