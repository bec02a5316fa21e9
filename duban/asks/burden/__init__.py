"""What is asked of the base: counted, and limited before it is sent. Also: how each anti-formalism rule is kept, and suggestions.

Whoever asks something of organisations calls `actions.ask`, in the transaction that causes it: one row for the act of
asking, one for each organisation and day. Rooms above say what is known here already (`known`), how many documents they sent
(`documents`), what a request that waits for a signature would ask (`causes`), and whether a rule is kept (`checks`).
"""
