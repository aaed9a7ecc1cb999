"""The folder of proofs, as `pureml prove` uses it: what stands in it, how it is built, what Coq answers."""

from __future__ import annotations
