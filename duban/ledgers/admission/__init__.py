"""admission: the way of one person from application to full membership, as dates and yes or no of each step.

No application texts, no political review, no family: those stay on paper. Nothing here decides anything.
"""
