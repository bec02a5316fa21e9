"""E-mail to a unit's mailbox, by the mail server that the settings name."""

import smtplib
import ssl
from contextlib import suppress
from email import policy
from email.message import EmailMessage

from django.conf import settings
from django.utils.translation import gettext as _

from duban.asks.channels.outcome import Fate, Outcome

SECONDS = 10


def send_mail(to: str, subject: str, text: str, number: str) -> Outcome:
    """Hand one letter to the server. Only after the text has been handed over without an answer may it have arrived."""
    if not settings.MAIL:
        return Outcome(Fate.REFUSED, _("No mail server is set (DUBAN_MAIL_URL)."))
    host, port, tls, user, password = settings.MAIL
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = subject, settings.MAIL_FROM, to
    # The same number for the same message: a mailbox that gets it twice shows it once.
    letter["Message-ID"] = f"<{number}@{settings.MAIL_FROM.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text, cte="base64")
    is_handed_over, line = False, None
    try:
        line = _connected(host, port, tls)
        if user:
            line.login(user, password)
        line.ehlo_or_helo_if_needed()
        code, _why = line.mail(settings.MAIL_FROM)
        if code == 250:
            code, _why = line.rcpt(to)
        if code in (250, 251):
            is_handed_over = True
            code, _why = line.data(letter.as_bytes(policy=policy.SMTP))
        return _of_code(code)
    except smtplib.SMTPResponseException as error:
        return _of_code(error.smtp_code)
    except (OSError, smtplib.SMTPException) as error:
        fate = Fate.UNKNOWN if is_handed_over else Fate.LATER
        return Outcome(fate, _("No answer: %(error)s") % {"error": type(error).__name__})
    finally:
        if line is not None:
            with suppress(smtplib.SMTPException, OSError):
                line.quit()


def _connected(host: str, port: int, tls: str) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if tls == "ssl":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    line = smtplib.SMTP(host, port, timeout=SECONDS)
    if tls == "tls":
        line.starttls(context=context)
    return line


def _of_code(code: int) -> Outcome:
    if 200 <= code < 300:
        return Outcome(Fate.SENT)
    # What the server says may name the mailbox: its code is enough.
    said = _("The mail server answered %(code)s.") % {"code": code}
    return Outcome(Fate.LATER if 400 <= code < 500 else Fate.REFUSED, said, 15)
