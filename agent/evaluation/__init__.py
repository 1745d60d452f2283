"""Evaluation: what a catalogue, encoders and settings reach on queries whose answers are known.

Each task reads a set in a common layout, asks every system the same queries, and reports means with bootstrap
intervals. Built on the public API; nothing of the product depends on it.
"""
