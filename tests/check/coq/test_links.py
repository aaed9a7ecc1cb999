from __future__ import annotations

from pureml.check.coq.links import LINKS
from pureml.rules import find


def test_every_link_is_of_a_rule_with_a_size_for_each_axis() -> None:
    for name, link in LINKS.items():
        assert len(link.sizes) == len(find(name).domain.axes), name


def test_every_part_of_a_point_has_its_place() -> None:
    for name, link in LINKS.items():
        assert all(f"{{{part}}}" in link.point for part in link.places), name


def test_hypotheses_are_about_arguments() -> None:
    for name, link in LINKS.items():
        assert set(link.given) <= {argument.name for argument in find(name).domain.arguments}, name
