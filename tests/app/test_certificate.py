from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from pureml.app.certificate import SCHEMA, Certificate, differences, earlier, since, summary
from pureml.app.documents import encode
from pureml.check.examination import Death
from pureml.check.finding import Verdict
from pureml.check.verification import verify
from pureml.errors import FormatError

ENTRIES = (verify("relu"), verify("identity"))
CERTIFICATE = Certificate.of(ENTRIES, seed=0, rounds=1)


def test_it_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "certificate.json"
    path.write_bytes(encode(CERTIFICATE))
    assert earlier(path) == CERTIFICATE
    assert since(CERTIFICATE, earlier(path), "old.json") == ("nothing changed since old.json",)


def test_a_file_that_is_no_certificate_or_of_another_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "certificate.json"
    path.write_bytes(encode(attrs.evolve(CERTIFICATE, schema=SCHEMA + 1)))
    with pytest.raises(FormatError, match=f"expected a certificate of schema {SCHEMA}, got {SCHEMA + 1}"):
        earlier(path)
    path.write_text("{}")
    with pytest.raises(FormatError, match="certificate"):
        earlier(path)


def test_it_is_as_good_as_its_worst_entry() -> None:
    relu, identity = ENTRIES
    undecided = attrs.evolve(relu, findings=(attrs.evolve(relu.findings[0], verdict=Verdict.UNDECIDED), *relu.findings[1:]))
    refuted = attrs.evolve(identity, deaths=(Death("a mistake", "", "", ""),))
    assert attrs.evolve(CERTIFICATE, entries=()).verdict is Verdict.VERIFIED
    assert attrs.evolve(CERTIFICATE, entries=(undecided, relu)).verdict is Verdict.UNDECIDED
    assert attrs.evolve(CERTIFICATE, entries=(undecided, refuted)).verdict is Verdict.REFUTED


def test_the_summary_counts_every_verdict_and_every_mutant() -> None:
    relu, _ = ENTRIES
    line = summary((relu,), 1.25)
    assert line.startswith(f"1 rules, {len(relu.findings)} obligations: {relu.count(Verdict.VERIFIED)} verified, 0 refuted")
    assert line.endswith(f"{len(relu.deaths)} of {len(relu.deaths)} mutants refuted; 1.2 s")


def test_everything_that_changed_is_said() -> None:
    relu, identity = ENTRIES
    changed = attrs.evolve(
        relu,
        digests={**relu.digests, "pullback": "0" * 16},
        findings=(attrs.evolve(relu.findings[0], verdict=Verdict.REFUTED), *relu.findings[1:]),
        deaths=(attrs.evolve(relu.deaths[0], killer=""), *relu.deaths[2:]),
        theorem="Another.theorem",
    )
    machine = attrs.evolve(CERTIFICATE.machine, numpy="9.9")
    new = attrs.evolve(CERTIFICATE, entries=(changed, attrs.evolve(identity, name="other")), machine=machine)
    said = "\n".join(differences(CERTIFICATE, new))
    for part in (
        "identity: gone",
        "other: new",
        "relu: source changed: pullback",
        f"relu: {relu.findings[0].obligation} was {relu.findings[0].verdict.value}, is refuted",
        f"relu: mutant {relu.deaths[0].mutant!r}: was refuted by {relu.deaths[0].killer}, refuted by None",
        f"relu: mutant {relu.deaths[1].mutant!r}: gone",
        "relu: theorem was Elementwise.relu_rule, is Another.theorem",
        "machine: numpy was",
    ):
        assert part in said, said
