"""packs: everything local as data. Packs install, upgrade and uninstall with a preview; rule parameters; the work calendar.

Nouns: Pack, PackItem, RuleParameter, WorkCalendarYear, WorkCalendarDay. Verbs: install_pack, uninstall_pack,
confirm_calendar_year. Rooms above add kinds of content with `add_content` and read rules from a `Rulebook`.
"""
