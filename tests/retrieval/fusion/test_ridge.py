"""Kernel ridge regression and its leave-one-out error."""

import numpy as np

from retrieval.fusion.pca_transform import unit
from retrieval.fusion.ridge import STRENGTHS, fit_ridge, kernel, left_out


def _pairs(n=40, noise=0.0, seed=0):
    rng = np.random.default_rng(seed)
    source = unit(rng.standard_normal((n, 6)))
    target = source @ rng.standard_normal((6, 4)) + noise * rng.standard_normal((n, 4))
    return source, (target - target.mean(axis=0)).astype(np.float32)


def test_kernel_by_hand():
    a = np.array([[1, 0]], np.float32)
    b = np.array([[1, 0], [0, 1]], np.float32)
    np.testing.assert_allclose(kernel(a, b, 2.0), [[1, np.exp(-2)]], rtol=1e-6)


def test_learns_a_linear_map():
    source, target = _pairs(200)
    ridge = fit_ridge(source[:150], target[:150])
    left_out = ((ridge(source[150:]) - target[150:]) ** 2).sum() / (target[150:] ** 2).sum()
    assert left_out < 0.15
    assert ridge.error < 0.15


def test_unrelated_pairs_teach_nothing():
    source, _ = _pairs(60)
    target = np.random.default_rng(1).standard_normal((60, 4)).astype(np.float32)
    assert fit_ridge(source, target - target.mean(axis=0)).error > 0.9


def test_the_error_is_that_of_leaving_out_in_turn():
    source, target = _pairs(25, noise=0.5)
    table = kernel(source, source, 1.0).astype(float)
    errors = []
    for strength in STRENGTHS:
        wrong = 0.0
        for i in range(25):
            rest = np.arange(25) != i
            fit = np.linalg.solve(table[np.ix_(rest, rest)] + strength * np.eye(24), target[rest])
            wrong += float(((table[i, rest] @ fit - target[i]) ** 2).sum())
        errors.append(wrong / float((target**2).sum()))
    assert abs(fit_ridge(source, target).error - min(errors)) < 1e-4


def test_what_all_other_pairs_say_of_one():
    source, target = _pairs(25)
    said, error = left_out(source, target)
    assert error == fit_ridge(source, target).error
    np.testing.assert_allclose(((said - target) ** 2).sum() / (target**2).sum(), error, rtol=1e-4)
    changed = target.copy()
    changed[3] = -target[3]
    assert (left_out(source, changed)[0][3] @ target[3]) > 0, "its own target has no part in it"
