"""The network, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..networks import Array, Stage
from .page import Section, wide


def section(network: str, stages: Sequence[Stage]) -> Section:
    """Each layer with the shapes of its arrays and the number of its parameters, and their sum."""
    rows = "".join(
        f'<tr><td class="mono">{escape(stage.name)}</td><td>{_shapes(stage)}</td><td class="number">{_count(stage.parameters)}</td></tr>'
        for stage in stages
    )
    total = sum(stage.parameters for stage in stages)
    table = (
        '<table class="rows"><thead><tr><th>step</th><th>arrays</th><th class="number">parameters</th></tr></thead>'
        f'<tbody>{rows}</tbody><tfoot><tr><th>all</th><td></td><td class="number">{total:,}</td></tr></tfoot></table>'
    )
    return Section("network", "Network", f"<pre>{escape(network)}</pre>\n{wide(table)}")


def _count(parameters: int) -> str:
    return f"{parameters:,}" if parameters else ""


def _shapes(stage: Stage) -> str:
    """Every array with its lengths."""
    return "<br>".join(f"{escape(name)} {_lengths(array)}" for name, array in stage.arrays.items())


def _lengths(array: Array) -> str:
    return "×".join(map(str, array.shape))
