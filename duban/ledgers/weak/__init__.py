"""weak: organisations that were found weak (软弱涣散), how they are improved, and that this is over. A small register, by approval.

Nouns: WeakEntry. Verbs: enter_weak, set_plan, lift_weak.
"""
