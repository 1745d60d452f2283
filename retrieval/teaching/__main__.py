"""`python -m retrieval.teaching`: makes `word_prototypes.npz` and `kinds.npz` anew from three Debian packages.

    apt-get download openclipart-png openclipart-svg wordnet-base
    for package in *.deb; do dpkg-deb -x "$package" unpacked; done
    python -m retrieval.teaching unpacked

Takes about ten minutes. Knows where the packages put their files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from retrieval.catalog.reader import read_catalog
from retrieval.encoders.base import Rows
from retrieval.encoders.image import EfficientNetLites
from retrieval.encoders.text import MiniLM, UseMultilingual
from retrieval.errors import MediaError
from retrieval.fusion.pca_transform import unit
from retrieval.fusion.word_prototypes import PROTOTYPES, make_prototypes
from retrieval.language.kinds import KINDS
from retrieval.media.reader import MediaReader
from retrieval.teaching.nouns import read_kinds
from retrieval.teaching.openclipart import Drawing, plain, read_openclipart
from retrieval.teaching.wordnet import expand, read_nouns

ALIKE = 0.85
"""Cosine of centred features from which on two pictures are taken for the same one."""


def _seen(image: EfficientNetLites, paths: list[Path]) -> tuple[Rows, list[int]]:
    """The rows of the pictures that can be read, and which they are."""
    rows, kept = [], []
    with MediaReader() as reader:
        for number, path in enumerate(paths):
            if number % 500 == 0:
                typer.echo(f"{number:,} of {len(paths):,} pictures", err=True)
            try:
                picture = reader.image(path)
            except MediaError as error:
                typer.echo(f"left out: {error}", err=True)
                continue
            rows.append(image.encode([picture])[0])
            kept.append(number)
    return np.array(rows, np.float32).reshape(len(rows), image.dim), kept


def _others(image: EfficientNetLites, drawings: list[Drawing], rows: Rows, without: list[Path]) -> list[int]:
    """The drawings that no item of the catalogues `without` has the title of or looks like."""
    fine = np.ones(len(drawings), bool)
    mean = unit(rows).mean(axis=0)
    for path in without:
        items = read_catalog(path).items
        titles = {plain(item.title) for item in items}
        pictures, _ = _seen(image, [item.media_path(relative) for item in items for relative in item.images])
        alike = (unit(unit(rows) - mean) @ unit(unit(pictures) - mean).T).max(axis=1, initial=-1) > ALIKE
        named = np.array([plain(d.title) in titles for d in drawings], bool)
        typer.echo(f"{path}: {named.sum():,} have a title of it, {alike.sum():,} look like one of it", err=True)
        fine &= ~(named | alike)
    return np.flatnonzero(fine).tolist()


def main(
    unpacked: Annotated[Path, typer.Argument(help="folder with the unpacked packages", exists=True)],
    out: Annotated[Path, typer.Option(help="the file to write")] = PROTOTYPES,
    without: Annotated[
        list[Path], typer.Option(help="a catalogue whose titles and pictures must not be learned from")
    ] = [],  # noqa: B006
) -> None:
    """Makes the prototypes by which words reach pictures."""
    share = unpacked / "usr/share"
    read_kinds(share / "wordnet").save(KINDS)
    image = EfficientNetLites()
    drawings = read_openclipart(share / "openclipart/png", share / "openclipart/svg")
    rows, kept = _seen(image, [d.path for d in drawings])
    drawings = [drawings[i] for i in kept]
    chosen = _others(image, drawings, rows, without)
    named = expand(image.classes(), read_nouns(share / "wordnet/data.noun"))
    captions = [drawings[i].caption for i in chosen]
    make_prototypes(image, (UseMultilingual(), MiniLM()), named, rows[chosen], captions).save(out)
    typer.echo(f"{len(named):,} names and {len(captions):,} drawings: {out}, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    typer.run(main)
