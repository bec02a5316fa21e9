"""What the page shell needs on every page. Costs no query."""

from typing import Any

from django.http import HttpRequest

from duban.ui.navigation import entry_groups
from duban.ui.preferences import PREFERENCES


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: navigation, the address it stands at, and the three switches."""
    match = getattr(request, "resolver_match", None)
    groups = entry_groups()
    return {
        "nav_groups": groups,
        # On a phone the foot bar replaces the side bar; with one page there is nowhere to go.
        "has_tabbar": sum(len(group) for group in groups) > 1,
        "nav_at": match.view_name if match else "",
        "chosen": {preference.name: preference.of(request) for preference in PREFERENCES},
        "switches": [
            {
                "name": preference.name,
                "label": preference.label,
                "choices": [
                    {"value": value, "label": label, "on": value == preference.of(request)}
                    for value, label in preference.choices
                ],
            }
            for preference in PREFERENCES
        ],
    }
