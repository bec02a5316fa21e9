"""library: handbooks, guidance, regulations, methods and cases, each with its versions, found by any words in them.

Nouns: DocumentKind, Slot, Document, Version, Passage. Verbs: add_document, change_document, publish_version,
review_document, withdraw_document, restore_document. Who reads what is never kept.
"""
