"""The sound encoder: what librosa measures of a sound's timbre, melody and rhythm.

Knows decoded sounds. No network, no training: each group of numbers below is a statistic over the loud frames of one
short-time spectrum. Knows nothing of words; `retrieval/fusion/bridges.py` learns from a catalogue what its sounds are called.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog.items import Modality
from retrieval.encoders.base import Rows, Sound
from retrieval.errors import EncodingError

__all__ = ["GROUPS", "LibrosaFeatures"]

RATE = 22_050
FRAME = 1_024
HOP = 256
SILENT = 1e-4
"""A sound whose loudest sample is below this (−80 dB) is silence."""
LOUD_DB = 25.0
"""Frames within this of the loudest ones count; the rest is background."""
MAX_SECONDS = 60

Array = NDArray[Any]

GROUPS: dict[str, tuple[int, float, float]] = {
    "mfcc": (114, 0.0, 20.0),  # 10th to 90th percentile and deviation of coefficients 1–19: the colour of the sound
    "mfcc_change": (20, 3.5, 2.5),  # mean change from frame to frame
    "mel": (64, 0.0, 12.0),  # mean spectrum over loud frames, dB about its own mean
    "mel_peak": (64, -15.0, 15.0),  # 95th percentile of each band, dB below the loudest band
    "contrast": (14, 12.0, 5.0),  # peaks against valleys in seven octave bands: tone or noise
    "shape": (12, 3.0, 2.0),  # centroid, bandwidth, rolloff, flatness (logarithms): percentiles
    "chroma": (24, 0.3, 0.15),  # the twelve pitch classes
    "onsets": (22, 0.0, 0.12),  # autocorrelation of the onset strength: rhythm
    "envelope": (22, 0.15, 0.27),  # autocorrelation of the loudness: pulse and length of calls
    "pitch": (10, 4.0, 0.75),  # harmonicity and fundamental from the autocorrelation of the frames
}
"""Group → how many numbers, and their rough centre and spread over everyday sounds, which are taken out."""

LAGS = np.unique(np.round(np.geomspace(2, 190, 24)).astype(int))
"""Frames (11.6 ms each): 23 ms to 2.2 s, evenly on a logarithmic scale."""


def _percentiles(values: Array, at: Sequence[int]) -> Array:
    """Percentiles over frames of (rows, frames), flat."""
    flat: Array = np.percentile(values, at, axis=1).reshape(-1)
    return flat


def _autocorrelation(values: Array) -> Array:
    """Normalised autocorrelation of (frames,) at `LAGS`; zero beyond its length."""
    centred = values - values.mean()
    size = 2 * max(len(values), int(LAGS[-1]) + 1)
    power = np.abs(np.fft.rfft(centred, size)) ** 2
    full: Array = np.fft.irfft(power)
    at_lags: Array = full[LAGS] / (full[0] + 1e-9)
    return at_lags


def _pitch(power: Array) -> Array:
    """Harmonicity and fundamental (octaves) of (bins, frames) power: ten numbers.

    The autocorrelation of a frame, by its power spectrum, peaks at the period of a voiced sound: 55 to 2,756 Hz.
    """
    least, most = 8, 400
    lags = np.fft.irfft(power, axis=0)[:most]
    lags = (lags / (lags[:1] + 1e-12))[least:]
    harmonicity, octave = lags.max(axis=0), np.log2(RATE / (lags.argmax(axis=0) + least))
    weighted = (octave * harmonicity).sum() / (harmonicity.sum() + 1e-9)
    moves = np.abs(np.diff(octave)).mean() if len(octave) > 1 else 0.0
    spread = [weighted, *np.percentile(octave, (10, 50, 90)), octave.std(), moves]
    return np.array([harmonicity.mean(), *np.percentile(harmonicity, (10, 50, 90)), *spread])


def _loud_frames(level: Array) -> NDArray[np.bool_]:
    """Which of the frames with `level` (dB) are loud; at least four."""
    enough = np.sort(level)[-min(4, len(level))]
    return np.asarray(level >= min(np.percentile(level, 95) - LOUD_DB, enough))


def _groups(samples: NDArray[np.float32]) -> dict[str, Array]:
    """Every group of `GROUPS` for samples at `RATE` that are not silent."""
    import librosa
    from librosa.onset import onset_strength

    spectrum = np.abs(librosa.stft(samples, n_fft=FRAME, hop_length=HOP))
    power = spectrum**2
    level = 10 * np.log10(power.sum(axis=0) + 1e-10)
    loud = _loud_frames(level)
    mel = librosa.power_to_db(
        librosa.feature.melspectrogram(S=power, sr=RATE, n_mels=64, fmin=50), ref=np.max, top_db=80
    )
    mfcc = librosa.feature.mfcc(S=mel, n_mfcc=20)
    colour = mfcc[1:, loud]
    change = np.abs(np.diff(mfcc, axis=1)[:, loud[1:]])
    shown = mel[:, loud]
    contrast = librosa.feature.spectral_contrast(S=spectrum, sr=RATE, fmin=100)[:, loud]
    features = librosa.feature
    shape = np.log(
        np.concatenate(
            [
                features.spectral_centroid(S=spectrum, sr=RATE) + 50,
                features.spectral_bandwidth(S=spectrum, sr=RATE) + 50,
                features.spectral_rolloff(S=spectrum, sr=RATE) + 50,
                features.spectral_flatness(S=spectrum) + 1e-6,
            ]
        )
    )[:, loud]
    chroma = features.chroma_stft(S=power, sr=RATE, tuning=0.0)[:, loud]
    top = np.percentile(level, 95)
    peak = np.percentile(mel, 95, axis=1)
    return {
        "mfcc": np.concatenate([_percentiles(colour, (10, 25, 50, 75, 90)), colour.std(axis=1)]),
        "mfcc_change": change.mean(axis=1) if change.shape[1] else np.zeros(20),
        "mel": (shown - shown.mean(axis=0)).mean(axis=1),
        "mel_peak": peak - np.percentile(mel, 95),
        "contrast": np.concatenate([contrast.mean(axis=1), contrast.std(axis=1)]),
        "shape": _percentiles(shape, (10, 50, 90)),
        "chroma": np.concatenate([chroma.mean(axis=1), chroma.std(axis=1)]),
        "onsets": _autocorrelation(onset_strength(S=mel, sr=RATE, hop_length=HOP)),
        "envelope": _autocorrelation(np.clip(level - top + 40, 0, None)),
        "pitch": _pitch(power[:, loud]),
    }


class LibrosaFeatures:
    """Ten groups of statistics (`GROUPS`) over the loud frames of a sound.

    Rows are not normalised: every number is roughly centred with a spread near 1, and blocks scale them to the
    catalogue. Silence gives a zero row. About 6 ms a second of sound; the first call ever in an environment compiles
    parts of librosa for some seconds, which librosa keeps on disk.
    """

    name = "librosa_features"
    version = "1"
    modality: Modality = "audio"
    dim = sum(count for count, _, _ in GROUPS.values())

    @property
    def weights(self) -> NDArray[np.float32]:
        """float32 (dim,): what to multiply standardised columns by so that every group counts alike."""
        return np.concatenate([np.full(count, count**-0.5) for count, _, _ in GROUPS.values()]).astype(np.float32)

    def encode(self, contents: Sequence[Sound]) -> Rows:
        """float32 (n, dim), not normalised, or zero for silence.

        Raises EncodingError for a sound that is not at 22,050 samples a second.
        """
        rows = np.zeros((len(contents), self.dim), np.float32)
        for row, sound in zip(rows, contents, strict=True):
            if sound.rate != RATE:
                raise EncodingError(
                    f"expected a sound at {RATE:,} samples a second; got {sound.rate:,}. Resample it before encoding"
                )
            samples = sound.samples[: RATE * MAX_SECONDS]
            peak = float(np.abs(samples).max(initial=0.0))
            if peak >= SILENT:
                row[:] = self._row(np.pad(samples / peak, (0, max(0, 2 * FRAME - len(samples)))))
        return rows

    def _row(self, samples: NDArray[np.float32]) -> Array:
        found = _groups(samples.astype(np.float32))
        return np.concatenate([(found[name] - centre) / spread for name, (_, centre, spread) in GROUPS.items()])
