"""ledgers: what is kept of organisations and their life. Wings, each an app of its own: terms (届, 换届),
dues (党费)."""
