"""Statements of theorems in the signs of mathematics: what is assumed, line by line, and what follows."""

from __future__ import annotations

import re

SIGNS = (
    (r"\bforall\b", "∀"),
    (r"\bexists\b", "∃"),
    (r"\bfun ([^=]*?)\s*=>", r"\1 ↦"),
    (r"<>|!=", "≠"),
    (r"<=", "≤"),
    (r">=", "≥"),
    (r"/\\", "∧"),
    (r"\\/", "∨"),
    (r"->", "→"),
    (r"~ ", "¬ "),
    (r" \* ", " · "),
    (r" - ", " − "),
    (r"\bsqrt\b", "√"),
    (r"\bPI\b", "π"),
    (r"\bln\b", "log"),
    (r"\bR\b", "ℝ"),
    (
        r"\b(eps|beta|gamma|sigma|alpha|lam|mu|rho)(?=\d*\b)",
        lambda m: {"eps": "ε", "beta": "β", "gamma": "γ", "sigma": "σ", "alpha": "α", "lam": "λ", "mu": "μ", "rho": "ρ"}[m[1]],
    ),
    (r" ?\^ ?2\b", "²"),
    (r" ?\^ ?3\b", "³"),
    (r"'I_(\w+)", r"{0, …, \1 − 1}"),
)


def signs(text: str) -> str:
    """The same text in the signs of mathematics."""
    for pattern, sign in SIGNS:
        text = re.sub(pattern, sign, text)
    return text


def split(text: str, mark: str) -> list[str]:
    """The parts of a text between marks that stand in no parentheses; a mark after a binder belongs to it."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 and text.startswith(mark, place) and not (mark == ":" and text[place : place + 2] in {":=", "::"}):
            parts.append(text[start:place].strip())
            start = place + len(mark)
    return [*parts, text[start:].strip()]


def readable(statement: str) -> tuple[str, list[str], str]:
    """What a statement is for all of, what it assumes, and what it says."""
    binders, *rest = split(statement, ":")
    body = ":".join(rest).strip()
    outer = re.match(r"forall ([^,]*),\s*", body)
    if outer and not re.search(r"\b(forall|exists|fun)\b", outer[1]):
        binders, body = f"{binders} {outer[1]}".strip(), body[outer.end() :]
    if re.match(r"(let|forall|exists)\b", body):
        return signs(binders), [], signs(body)
    *given, claim = split(body, "->")
    return signs(binders), [signs(line) for line in given], signs(claim)
