"""Measures, intervals, groups and plots of an evaluation."""
