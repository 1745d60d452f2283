"""What librosa measures of a sound."""

import time

import numpy as np
import pytest

from retrieval.encoder_sets import Sound
from retrieval.encoders.audio import GROUPS, LibrosaFeatures
from retrieval.errors import EncodingError
from tests.contracts.encoder_contract import EncoderContract
from tests.retrieval.encoders.contents import RATE, noise, silence, tone


class TestLibrosaFeatures(EncoderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def encoder(cls):
        return LibrosaFeatures()

    @pytest.fixture(scope="class")
    @classmethod
    def contents(cls):
        return [tone(200), tone(900, pulse=6), noise(), tone(2500, 3.0), Sound(noise(0.01).samples, RATE)]

    @pytest.fixture(scope="class")
    @classmethod
    def unreadable(cls):
        return [silence(), silence(0.0), Sound(np.full(RATE, 1e-6, np.float32), RATE)]

    @pytest.fixture(scope="class")
    @classmethod
    def planted(cls):
        return tone(400), tone(420, 1.5, seed=1), noise()

    def test_loudness_does_not_matter(self, encoder):
        loud = tone(440, pulse=4)
        quiet = Sound(loud.samples * np.float32(0.05), RATE)
        a, b = encoder.encode([loud, quiet])
        assert a @ b / np.linalg.norm(a) / np.linalg.norm(b) > 0.999

    def test_rhythm_is_heard(self, encoder):
        slow, fast, other = encoder.encode([tone(440, 3, pulse=2), tone(440, 3, pulse=9), tone(470, 3, pulse=2)])
        start = sum(count for name, (count, _, _) in GROUPS.items() if name not in ("envelope", "pitch"))
        part = slice(start, start + GROUPS["envelope"][0])
        assert np.linalg.norm(slow[part] - other[part]) < np.linalg.norm(slow[part] - fast[part])

    def test_groups_count_alike(self, encoder):
        assert encoder.weights.shape == (encoder.dim,)
        ends = np.cumsum([count for count, _, _ in GROUPS.values()])
        power = [float((part**2).sum()) for part in np.split(encoder.weights, ends[:-1])]
        np.testing.assert_allclose(power, 1, rtol=1e-5)

    def test_five_seconds_take_a_tenth_of_one(self, encoder):
        clip = tone(440, 5, pulse=3)
        encoder.encode([clip])
        times = []
        for _ in range(5):
            start = time.perf_counter()
            encoder.encode([clip])
            times.append(time.perf_counter() - start)
        assert min(times) < 0.15

    def test_another_rate_is_refused(self, encoder):
        with pytest.raises(EncodingError, match="22,050 samples a second; got 16,000"):
            encoder.encode([Sound(np.ones(16_000, np.float32), 16_000)])
