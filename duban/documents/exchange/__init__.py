"""exchange: a wing of documents: workbooks that go out, are changed elsewhere, and come in again.

Nouns: Batch (one workbook that came in), Line (one row of it with its verdict). Verbs: hold_workbook, decide, bring_in,
take_back. What can go out and come in, rooms say in their sheets.py (duban.orgs.exchange); this wing knows none of them.
"""
