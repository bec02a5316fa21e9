"""cadres: who does party affairs where, whether they are enough, and what a cadre's years are made of.

Nouns: PostKind, CadrePost, Filing, HandOver, TrainingClass, Objection. Verbs: sort_posts, open_filing … record_filing,
open_hand_over … confirm_taking, plan_class, record_class, write_comment, object_to_line, answer_objection.
"""
