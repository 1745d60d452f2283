"""Every error that Medley raises on purpose, as one tree.

    MedleyError
    ├── CatalogError          a catalogue that can't be read at all
    │   └── MediaError        one picture or sound that can't be read, or exceeds a limit
    ├── ConfigError           an unknown encoder, model, field or option
    ├── EncodingError         an encoder failed on one content
    ├── MissingExtraError     an optional part is not installed (also an ImportError)
    ├── MissingPackageError   a package that is no part of any extra is not installed (also an ImportError)
    ├── StoreError            a store that can't be used
    │   ├── StoreLocked       another process is writing it
    │   ├── StoreMismatch     it was made with other encoders or by another version
    │   └── StoreDamaged      a part of it can't be read back
    ├── QueryError            a request that can't be executed: unknown field, item, operator
    └── ModelError            the chat model failed, timed out or answered nonsense

A message says what was expected, what came, and what to do about it.
"""

__all__ = [
    "CatalogError",
    "ConfigError",
    "EncodingError",
    "MediaError",
    "MedleyError",
    "MissingExtraError",
    "MissingPackageError",
    "ModelError",
    "QueryError",
    "StoreDamaged",
    "StoreError",
    "StoreLocked",
    "StoreMismatch",
]


class MedleyError(Exception):
    """The root: catch it to catch everything that Medley raises on purpose."""


class CatalogError(MedleyError):
    """A catalogue that can't be read at all; single bad items are `Problem`s instead."""


class MediaError(CatalogError):
    """A picture or sound that can't be read, is empty, or exceeds a limit."""


class ConfigError(MedleyError):
    """An unknown encoder, model, field or option."""


class EncodingError(MedleyError):
    """An encoder failed on one content."""


class MissingExtraError(MedleyError, ImportError):
    """An optional part is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(
            f"{what} needs the extra '{extra}', which is not installed. Install it with: pip install -e '.[{extra}]'"
        )


class MissingPackageError(MedleyError, ImportError):
    """A package of another project that isn't a part of any extra, such as a chat model's client, is not installed."""

    def __init__(self, what: str, package: str) -> None:
        super().__init__(
            f"{what} needs the package '{package}', which is not installed. Install it with: pip install {package}"
        )


class StoreError(MedleyError):
    """A store that can't be used."""


class StoreLocked(StoreError):
    """Another process is writing the store."""


class StoreMismatch(StoreError):
    """The store was made with other encoders, other settings or by another version."""


class StoreDamaged(StoreError):
    """A part of the store can't be read back."""


class QueryError(MedleyError):
    """A request that can't be executed: an unknown field, item or operator."""


class ModelError(MedleyError):
    """The chat model failed, timed out or answered nonsense."""
