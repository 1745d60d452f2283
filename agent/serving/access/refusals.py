"""Why a request may not come in."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Refusal", "too_large"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An HTTP status of the 400s, a short name, and a sentence that says what was expected. again: seconds to wait."""

    status: int
    code: str
    message: str
    again: int | None = None

    @property
    def headers(self) -> dict[str, str] | None:
        """What HTTP says of it beside its status."""
        if self.status == 401:
            return {"WWW-Authenticate": "Bearer"}
        return {"Retry-After": str(self.again)} if self.again is not None else None


def too_large(most: int) -> Refusal:
    """Return the refusal of a body beyond `most` bytes."""
    return Refusal(413, "too_large", f"expected a body of at most {most:,} bytes")
