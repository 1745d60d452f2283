"""The sounds of the starter catalogue, synthesised. Knows nothing of the catalogue's words or pictures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from agent.demo.synthesis import Wave, decay, glide, harmonics, mix, modulated, noise, pluck, swell, time, voice

__all__ = ["SOUNDS"]


def _rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def _band(low: float, high: float) -> Callable[[Wave], Wave]:
    """A spectrum that fades outside `low` to `high` hertz."""
    return lambda f: 1 / np.sqrt((1 + (low / f) ** 4) * (1 + (f / high) ** 4))


def _pink(f: Wave) -> Wave:
    return 1 / np.sqrt(f + 20)


def _drum() -> Wave:
    def kick() -> Wave:
        return harmonics(glide(0.4, (0, 130), (0.08, 55), (0.4, 45)), [1], 0.4) * decay(0.4, 0.06)

    def snare(seed: int) -> Wave:
        body = harmonics(190, [0.6, 0.2], 0.3) * decay(0.3, 0.03)
        return body + 0.45 * noise(0.3, _band(900, 7000), _rng(seed)) * decay(0.3, 0.04)

    def hat(seed: int) -> Wave:
        return 0.16 * noise(0.1, _band(6000, 10000), _rng(seed)) * decay(0.1, 0.015)

    beats = [(b * 0.5, kick()) for b in (0, 1.5, 2, 4, 5.5)] + [(b * 0.5, snare(b)) for b in (1, 3, 5)]
    return mix(3.2, beats + [(b * 0.25, hat(b)) for b in range(12)])


def _guitar() -> Wave:
    notes = (82.4, 123.5, 164.8, 207.7, 246.9, 329.6)
    down = [(0.09 * i, pluck(f, 3.2, _rng(i))) for i, f in enumerate(notes)]
    return mix(3.4, down + [(1.6 + 0.06 * i, pluck(f, 1.8, _rng(9 + i))) for i, f in enumerate(reversed(notes))])


def _piano() -> Wave:
    def note(f: float, seconds: float) -> Wave:
        levels = [1, 0.5, 0.28, 0.16, 0.1, 0.06, 0.03]
        strings = harmonics(f, levels, seconds) + 0.5 * harmonics(f * 1.0012, levels, seconds)
        return strings * decay(seconds, 0.32, 0.003)

    tune = ((0, 261.6), (0.35, 329.6), (0.7, 392.0), (1.05, 523.3), (1.5, 440.0), (1.85, 392.0))
    chord = [(2.3, note(f, 1.4)) for f in (261.6, 329.6, 392.0)]
    return mix(3.7, [(at, note(f, 1.6)) for at, f in tune] + chord)


def _bell() -> Wave:
    def stroke() -> Wave:
        ring = modulated(440, 1.4, 6 * decay(2.6, 0.5, 0.001), 2.6) * decay(2.6, 0.45, 0.002)
        return ring + 0.3 * harmonics(220, [1, 0, 0.4], 2.6) * decay(2.6, 0.8)

    return mix(3.6, [(0, stroke()), (1.2, stroke()), (2.4, stroke())])


def _flute() -> Wave:
    def note(f: float, seconds: float, seed: int) -> Wave:
        t = time(seconds)
        pitch = f * (1 + 0.006 * np.sin(2 * np.pi * 5 * t) * np.minimum(t / 0.3, 1))
        breath = 0.035 * noise(seconds, _band(f * 0.9, f * 4), _rng(seed))
        return (harmonics(pitch, [1, 0.22, 0.08, 0.02], seconds) + breath) * swell(seconds, 0.06, 0.09)

    tune = ((587.3, 0.5), (659.3, 0.4), (740.0, 0.4), (880.0, 0.9), (740.0, 0.35), (587.3, 0.9))
    starts = np.cumsum([0, *(s for _, s in tune)])
    return mix(3.5, [(float(at), note(f, s, i)) for i, (at, (f, s)) in enumerate(zip(starts, tune, strict=False))])


def _violin() -> Wave:
    def note(f: float, seconds: float) -> Wave:
        t = time(seconds)
        pitch = f * (1 + 0.009 * np.sin(2 * np.pi * 5.6 * t) * np.minimum(t / 0.4, 1))
        tone = harmonics(pitch, [1 / k for k in range(1, 14)], seconds)
        body = voice(pitch, ((500, 120, 0.5), (1000, 180, 0.5), (2600, 400, 0.35)), seconds)
        return (0.5 * tone + body) * swell(seconds, 0.14, 0.14)

    return mix(3.6, [(0, note(440, 1.0)), (0.95, note(493.9, 0.6)), (1.5, note(554.4, 0.6)), (2.05, note(659.3, 1.5))])


def _trumpet() -> Wave:
    def note(f: float, seconds: float) -> Wave:
        bright = swell(seconds, 0.05, 0.08)
        dark = harmonics(f, [1, 0.5, 0.2], seconds)
        return (dark + bright * harmonics(f, [0, 0.3, 0.5, 0.5, 0.4, 0.3, 0.2, 0.12], seconds)) * bright

    tune = (
        (0, 392.0, 0.22),
        (0.25, 392.0, 0.22),
        (0.5, 392.0, 0.22),
        (0.75, 523.3, 0.8),
        (1.6, 392.0, 0.3),
        (1.95, 523.3, 1.1),
    )
    return mix(3.1, [(at, note(f, s)) for at, f, s in tune])


def _rain() -> Wave:
    rng = _rng(21)
    steady = 0.5 * noise(4, _band(900, 6000), rng)
    drops = [
        (at, rng.uniform(0.4, 1.6) * harmonics(rng.uniform(1500, 4500), [1], 0.03) * decay(0.03, 0.006, 0.001))
        for at in rng.uniform(0, 3.95, 240)
    ]
    return steady + mix(4, drops)


def _thunder() -> Wave:
    rng = _rng(22)
    crack = noise(0.5, _band(300, 4000), rng) * decay(0.5, 0.05, 0.002)
    roll = noise(3.6, _band(30, 160), rng) * glide(
        3.6, (0, 0), (0.15, 1), (0.6, 0.5), (1.0, 0.95), (1.7, 0.4), (2.2, 0.6), (3.6, 0)
    )
    return mix(4, [(0.2, 0.9 * crack), (0.25, 0.8 * roll), (0, 0.05 * noise(4, _band(1500, 6000), rng))])


def _waves() -> Wave:
    rng = _rng(23)
    surge = glide(4, (0, 0.12), (0.9, 0.9), (1.9, 0.2), (2.2, 0.15), (3.1, 1), (4, 0.2))
    return surge * noise(4, lambda f: 1 / (1 + (f / 700) ** 0.9), rng) + 0.12 * noise(4, _band(40, 200), rng)


def _crickets() -> Wave:
    def chirp(f: float) -> Wave:
        pulses: Wave = np.clip(np.sin(2 * np.pi * 28 * time(0.36)), 0, 1)
        return harmonics(f, [1], 0.36) * pulses * swell(0.36, 0.08, 0.08)

    parts = [(at, chirp(4300)) for at in np.arange(0.1, 3.6, 0.62)] + [
        (at, 0.45 * chirp(4700)) for at in np.arange(0.36, 3.5, 0.71)
    ]
    return mix(4, [*parts, (0, 0.015 * noise(4, _pink, _rng(24)))])


def _campfire() -> Wave:
    rng = _rng(25)
    parts = [
        (at, rng.exponential(0.8) * noise(0.03, _band(900, 7000), rng) * decay(0.03, 0.004, 0.0005))
        for at in rng.uniform(0, 3.9, 60)
    ]
    return np.tanh(1.5 * mix(4, [*parts, (0, 0.12 * noise(4, _band(60, 500), rng))]))


def _frog() -> Wave:
    def croak(pitch: float) -> Wave:
        pulses: Wave = np.clip(np.sin(2 * np.pi * 38 * time(0.42)), 0, 1) ** 2
        throat = voice(glide(0.42, (0, pitch), (0.42, pitch * 1.35)), ((700, 120, 1), (1500, 200, 0.6)), 0.42)
        return throat * pulses * swell(0.42, 0.05, 0.08)

    return mix(2.8, [(0.1, croak(120)), (0.65, croak(135)), (1.45, croak(118)), (2.0, croak(138))])


def _cat() -> Wave:
    def meow(seconds: float, high: float) -> Wave:
        pitch = glide(
            seconds, (0, high * 0.75), (0.22 * seconds, high), (0.6 * seconds, high * 0.92), (seconds, high * 0.6)
        )
        closed = voice(pitch, ((600, 120, 1), (2600, 250, 0.5)), seconds)
        opened = voice(pitch, ((1250, 160, 1), (2900, 250, 0.7)), seconds)
        mouth = glide(seconds, (0, 0), (0.35 * seconds, 1), (0.6 * seconds, 0.9), (seconds, 0))
        return (opened * mouth + closed * (1 - mouth)) * swell(seconds, 0.09, 0.25)

    return mix(2.4, [(0.1, meow(0.85, 640)), (1.25, meow(1.0, 560))])


def _dog() -> Wave:
    def bark(pitch: float, seed: int) -> Wave:
        tone = voice(
            glide(0.22, (0, pitch * 0.8), (0.04, pitch * 1.3), (0.22, pitch * 0.7)),
            ((650, 150, 1), (1300, 220, 0.8), (2600, 500, 0.3)),
            0.22,
        )
        return (tone + 0.25 * noise(0.22, _band(500, 3000), _rng(seed))) * decay(0.22, 0.06, 0.012)

    return mix(2.2, [(at, bark(f, i)) for i, (at, f) in enumerate(((0.1, 250), (0.45, 265), (1.15, 245), (1.5, 270)))])


def _bird() -> Wave:
    def note(seconds: float, *bend: tuple[float, float]) -> Wave:
        return harmonics(glide(seconds, *bend), [1, 0.12], seconds) * swell(seconds, 0.012, 0.03)

    def trill(start: float) -> list[tuple[float, Wave]]:
        return [(start + 0.07 * k, note(0.06, (0, 4200), (0.06, 3300))) for k in range(6)]

    up, down = note(0.16, (0, 2600), (0.16, 4100)), note(0.2, (0, 4600), (0.1, 3000), (0.2, 3500))
    return mix(3, [(0.1, up), (0.32, down), *trill(0.65), (1.4, up), (1.6, up), (1.85, down), *trill(2.2)])


def _bee() -> Wave:
    t = time(3)
    pitch = 205 + 16 * np.sin(2 * np.pi * 0.7 * t) + 5 * np.sin(2 * np.pi * 9 * t)
    near = 0.35 + 0.65 * np.sin(np.pi * t / 3) ** 2
    return (
        harmonics(pitch, [1, 0.8, 0.7, 0.5, 0.45, 0.3, 0.25, 0.2, 0.12, 0.1], 3)
        * near
        * (1 + 0.25 * np.sin(2 * np.pi * 23 * t))
    )


def _cow() -> Wave:
    pitch = glide(2.2, (0, 125), (0.4, 165), (1.6, 150), (2.2, 105))
    hum, moo = (
        voice(pitch, ((250, 60, 1), (900, 150, 0.2)), 2.2),
        voice(pitch, ((420, 90, 1), (850, 120, 0.5), (2300, 300, 0.15)), 2.2),
    )
    opened = glide(2.2, (0, 0), (0.35, 0.1), (0.8, 1), (2.2, 0.7))
    return mix(2.6, [(0.15, (moo * opened + hum * (1 - opened)) * swell(2.2, 0.2, 0.5))])


def _duck() -> Wave:
    def quack(pitch: float) -> Wave:
        bend = glide(0.22, (0, pitch), (0.05, pitch * 1.1), (0.22, pitch * 0.8))
        return voice(bend, ((1100, 140, 1), (2400, 260, 0.9), (3400, 300, 0.4)), 0.22) * swell(0.22, 0.015, 0.1)

    return mix(2.3, [(0.1, quack(270)), (0.5, quack(262)), (0.85, quack(255)), (1.4, quack(275)), (1.75, quack(258))])


def _owl() -> Wave:
    def hoot(seconds: float, f: float) -> Wave:
        pitch = glide(seconds, (0, f * 0.94), (0.3 * seconds, f), (seconds, f * 0.9))
        return (
            harmonics(pitch, [1, 0.18, 0.06], seconds) + 0.02 * noise(seconds, _band(300, 900), _rng(int(f)))
        ) * swell(seconds, 0.08, 0.16)

    return mix(
        3.2,
        [
            (0.1, hoot(0.4, 370)),
            (0.75, hoot(0.22, 365)),
            (1.05, hoot(0.22, 365)),
            (1.45, hoot(0.8, 350)),
            (2.4, hoot(0.5, 360)),
        ],
    )


def _train() -> Wave:
    def chuff(seed: int) -> Wave:
        return noise(0.16, _band(150, 2500), _rng(seed)) * decay(0.16, 0.035, 0.01)

    whistle = sum((harmonics(f, [1, 0.3, 0.1], 1.2) for f in (466.2, 554.4, 698.5)), np.zeros(len(time(1.2)))) * swell(
        1.2, 0.07, 0.2
    )
    steam = 0.25 * noise(1.2, _band(2500, 8000), _rng(40)) * swell(1.2, 0.07, 0.2)
    beats = [(0.2 * k, (0.8 if k % 4 == 0 else 0.45) * chuff(k)) for k in range(19)]
    return mix(4, [*beats, (1.9, 0.3 * whistle + 0.25 * steam)])


def _car() -> Wave:
    def horn(seconds: float) -> Wave:
        levels = [1, 0.8, 0.7, 0.5, 0.4, 0.25, 0.15]
        return (harmonics(415, levels, seconds) + harmonics(523, levels, seconds)) * swell(seconds, 0.02, 0.04)

    engine = 0.5 * harmonics(glide(2.6, (0, 48), (2.6, 60)), [1, 0.9, 0.6, 0.5, 0.3, 0.2], 2.6)
    return mix(2.6, [(0, engine), (0.5, horn(0.3)), (1.0, horn(0.9))])


def _siren() -> Wave:
    high_low = np.where(time(3.6) % 1.2 < 0.6, 435.0, 580.0)
    smooth = np.convolve(high_low, np.ones(400) / 400, mode="same")
    smooth[:400], smooth[-400:] = high_low[0], high_low[-1]
    return harmonics(smooth, [1, 0.7, 0.6, 0.35, 0.25, 0.12], 3.6) * swell(3.6, 0.03, 0.1)


def _rocket() -> Wave:
    rng = _rng(31)
    roar = noise(4, lambda f: 1 / (1 + (f / 180) ** 1.1), rng) * glide(4, (0, 0.05), (0.8, 0.9), (2.4, 1), (4, 0.25))
    return roar + 0.25 * noise(4, _band(700, 3000), rng) * glide(4, (0, 0), (1, 1), (4, 0.1)) * (
        1 + 0.5 * noise(4, _band(5, 30), rng)
    )


def _bicycle_bell() -> Wave:
    def ring() -> Wave:
        tone = sum(
            (level * harmonics(f, [1], 1.0) for f, level in ((2217, 1), (2240, 0.8), (5230, 0.4), (7900, 0.15))),
            np.zeros(len(time(1.0))),
        )
        return tone * decay(1.0, 0.12, 0.001)

    return mix(
        2.4,
        [
            (at, level * ring())
            for at, level in ((0.1, 1), (0.22, 0.8), (0.34, 0.7), (1.2, 1), (1.32, 0.8), (1.44, 0.7))
        ],
    )


def _kettle() -> Wave:
    rng = _rng(33)
    bubbling = 0.3 * noise(4, _band(200, 900), rng) * (1 + 0.6 * np.sin(2 * np.pi * 11 * time(4)))
    pitch = glide(4, (0, 1400), (1.6, 2250), (4, 2350)) + 12 * np.sin(2 * np.pi * 14 * time(4))
    whistle = (harmonics(pitch, [1, 0.3, 0.1], 4) + 0.3 * noise(4, _band(1800, 5000), rng)) * glide(
        4, (0, 0), (0.9, 0.05), (1.8, 1), (3.7, 1), (4, 0)
    )
    return 0.35 * bubbling + whistle


def _clock() -> Wave:
    def tick(f: float, seed: int) -> Wave:
        return (noise(0.05, _band(f * 0.7, f * 1.6), _rng(seed)) + harmonics(f, [1.5], 0.05)) * decay(
            0.05, 0.009, 0.0008
        )

    def bells() -> Wave:
        t = time(1.0)
        return (
            0.25
            * (harmonics(1850, [1, 0.4, 0.2], 1.0) + harmonics(2390, [0.8, 0.3], 1.0))
            * (0.5 + 0.5 * np.sin(2 * np.pi * 18 * t))
            * swell(1, 0.02, 0.2)
        )

    return mix(4, [(0.1 + 0.5 * k, tick(2500 if k % 2 == 0 else 1900, k)) for k in range(6)] + [(3.0, 1.6 * bells())])


def _sleep_noise() -> Wave:
    return noise(4, lambda f: _pink(f) * (f > 40), _rng(35)) * swell(4, 0.6, 0.6)


def _morse() -> Wave:
    at, parts = 0.1, []
    for letter in ("...", "---", "..."):
        for sign in letter:
            seconds = 0.09 if sign == "." else 0.26
            parts.append((at, harmonics(700, [1, 0.05], seconds) * swell(seconds, 0.005, 0.005)))
            at += seconds + 0.09
        at += 0.16
    return mix(3.2, parts)


SOUNDS: dict[str, Callable[[], Wave]] = {
    "drum": _drum, "guitar": _guitar, "piano": _piano, "bell": _bell, "flute": _flute, "violin": _violin,
    "trumpet": _trumpet, "rain": _rain, "thunder": _thunder, "waves": _waves, "moon": _crickets, "campfire": _campfire,
    "frog": _frog, "cat": _cat, "dog": _dog, "bird": _bird, "bee": _bee, "cow": _cow, "duck": _duck, "owl": _owl,
    "train": _train, "car": _car, "fire-engine": _siren, "rocket": _rocket, "bicycle": _bicycle_bell,
    "kettle": _kettle, "clock": _clock, "sleep-noise": _sleep_noise, "morse": _morse,
}  # fmt: skip
