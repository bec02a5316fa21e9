"""issues: what was found amiss, how it is put right, who closes it, and whether it stays so (问题清单).

Nouns: IssueAspect, IssueType, Issue, Proof, Recheck. Verbs: see actions. An issue is of an organisation, never of a person.
"""
