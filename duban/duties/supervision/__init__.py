"""supervision: a notice asks an organisation for one thing until it is done; what follows when it is not (督办).

Nouns: SupervisionNotice, Extension. Verbs: see actions. Days overdue propose a step and nothing takes it: each is a
person's decision with its basis (decision 0012). A notice is an internal form and no official document (domain §7.3).
"""
