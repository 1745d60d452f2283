"""`medley bench`: small benchmarks of what a person waits for, beside a named peer measured in the same run where one does the same.

`registry` has what a benchmark is and how one is added, `command` the command line; each other file is one. No test fails on a time.
"""

from agent.evaluation.speed.registry import BENCHES, Bench, Measured, Options, measured, register

__all__ = ["BENCHES", "Bench", "Measured", "Options", "measured", "register"]
