"""The mail server as a setting says it: one address."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def mail_server(url: str) -> tuple[str, int, str, str, str] | None:
    """(host, port, tls/ssl/none, user, password) of smtp+tls://user:password@host:587; None when none is given.

    Raises:
        ImproperlyConfigured: another scheme, or no host.
    """
    parts = urlsplit(url)
    kind = {"smtp": ("none", 25), "smtp+tls": ("tls", 587), "smtp+ssl": ("ssl", 465)}.get(parts.scheme)
    if url and (kind is None or not parts.hostname):
        raise ImproperlyConfigured("DUBAN_MAIL_URL: expected smtp://, smtp+tls:// or smtp+ssl:// with a host")
    if kind is None or not parts.hostname:
        return None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return parts.hostname, parts.port or kind[1], kind[0], user, password
