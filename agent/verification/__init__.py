"""Recomputes what an answer says of its items from their rows, by code that shares nothing with what reads requests,
filters items or writes reasons: a fault in one of these doesn't hide itself here.

Knows items and sentences; no store and no model.
"""

from agent.verification.answers import Disagreement, borne_out, verify, verify_reason
from agent.verification.registry import register_check

__all__ = ["Disagreement", "borne_out", "register_check", "verify", "verify_reason"]
