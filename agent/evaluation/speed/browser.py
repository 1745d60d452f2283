"""Where a Chromium is on this machine. For what opens the chat page by itself: the benchmark, the pictures of the page, the doctor."""

from __future__ import annotations

import shutil

__all__ = ["CHROMIUM_ARGUMENTS", "find_chromium"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
"""Without a screen, in a container, and without calls to elsewhere."""


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome; None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)
