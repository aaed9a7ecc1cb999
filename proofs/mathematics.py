"""Statements of theorems in the signs of mathematics: what is assumed, line by line, and what follows."""

from __future__ import annotations

import re

SHAPES = {
    "is_rule": ("the value is", "the pushforward along a velocity is", "the pullback of a signal is", "wherever"),
    "is_loss": ("the value is", "the gradient is", "wherever"),
    "slope_rule": ("on the entries of", "the value is", "the slope is", "wherever"),
    "scaled_rule": ("gamma times it and beta added, of", "with its own pushforward", "and its own pullback"),
    "is_gradient": ("the function", "has at", "the gradient"),
    "is_derive": ("the function", "has at", "the derivative"),
}
"""What the parts of a claim are, by its head; the last is always as long as the claim goes."""

SIGNS = (
    (r"\(([\w ]+) : finType\)", r"finite \1"),
    (r": ([\w']+) \* ([\w']+)", r": \1 × \2"),
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
    (r"\boff_zero\b", "x ↦ x ≠ 0"),
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


def plain(statement: str) -> str:
    """A statement as Coq closes it on one line, without the files of its names and what is given to them by name."""
    short = re.sub(r"\b[A-Z]\w*\.(?=[A-Za-z_])", "", re.sub(r" \(\w+:=[^()]*\)", "", " ".join(statement.split())))
    return f": {short}"


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


def arguments(text: str) -> list[str]:
    """A function and its arguments, each without the parentheses around it."""
    return [bare(part) for part in split(text, " ") if part]


def bare(text: str) -> str:
    """A text without the one pair of parentheses around all of it."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 and place < len(text) - 1:
            return text
    return text[1:-1] if text.startswith("(") else text


def claims(claim: str) -> list[tuple[str, str]]:
    """The parts of a claim with what they are; one part without a name where its head is not known."""
    head, *parts = arguments(claim)
    names = SHAPES.get(head.lstrip("@"), ())
    if len(parts) != len(names):
        return [("", claim)]
    return [(name, part) for name, part in zip(names, parts, strict=True) if not (name == "wherever" and trivial(part))]


def trivial(condition: str) -> bool:
    """Whether a condition holds everywhere."""
    return "everywhere" in condition or condition == "always"
