"""The browser files as they are served: names with a hash of the content, looked up once a process."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamesOnce(CompressedManifestStaticFilesStorage):
    """Compressed files with hashed names. A page names twenty of them, and none changes while the server runs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of the file.

        Raises:
            ValueError: it was not collected.
        """
        key = name or ""
        if key not in self._addresses:
            self._addresses[key] = super().url(name, force)
        return self._addresses[key]

    def save_manifest(self) -> None:
        """Files were collected anew: their names are looked up anew."""
        self._addresses.clear()
        super().save_manifest()
