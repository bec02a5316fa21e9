"""official: 公文. Drafted from templates, approved post by post, numbered, and written as GB/T 9704-2012 wants it.

Nouns: OfficialDocument, Approval, OfficeProfile, PostStep, DocumentTemplate, OfficeTemplate, SymbolRegister, OutsideNumbers.
Verbs: start_document, change_document, send_for_approval, approve_step, return_step, void_document, set_profile,
note_outside_numbers, add_office_template, retire_office_template.
Rooms above register what they have documents about with `drafts.add_source`.
"""
