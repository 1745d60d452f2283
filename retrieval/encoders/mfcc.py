"""The classic sound encoder: mel-frequency cepstral coefficients (Davis & Mermelstein 1980), by librosa.

Knows decoded sounds. `audio.py` has the fuller encoder that is the default.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval.catalog.items import Modality
from retrieval.encoders.base import Rows, Sound

__all__ = ["Mfcc"]

COEFFICIENTS = 20
FRAME = 2_048
SILENT = 1e-4
"""A sound whose loudest sample is below this (−80 dB) is silence."""


class Mfcc:
    """Means, then deviations, of twenty coefficients over the frames of a sound, scaled to its loudest sample.

    Rows are not normalised; silence gives a zero row.
    """

    name = "mfcc"
    version = "1"
    modality: Modality = "audio"
    dim = 2 * COEFFICIENTS

    def encode(self, contents: Sequence[Sound]) -> Rows:
        """float32 (n, 40), not normalised, or zero for silence."""
        from librosa.feature import mfcc

        rows = np.zeros((len(contents), self.dim), np.float32)
        for row, sound in zip(rows, contents, strict=True):
            peak = float(np.abs(sound.samples).max(initial=0.0))
            if peak < SILENT:
                continue
            samples = np.pad(sound.samples / peak, (0, max(0, FRAME - len(sound.samples))))
            found = mfcc(y=samples.astype(np.float32), sr=sound.rate, n_mfcc=COEFFICIENTS, n_fft=FRAME)
            row[:] = [*found.mean(axis=1), *found.std(axis=1)]
        return rows
