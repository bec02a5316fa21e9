"""How a scheme is evaluated in plain Python, one module a primitive; another evaluation may stand beside it."""
