"""Puts packs/ into the wheel. An editable install reads the folder in the checkout and must not copy it."""

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackData(BuildHookInterface):
    """Called by hatchling when a wheel is built."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Add packs/ as duban/packs_data; `version` is "standard" for a wheel and "editable" for a checkout."""
        if version == "standard":
            build_data["force_include"]["packs"] = "duban/packs_data"
