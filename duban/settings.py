"""Settings: one file, from the environment only. docs/run/settings.md lists each variable; a test compares.

A secret may stand in a file: DUBAN_X_FILE names it. A bad value stops the start with a sentence.
"""

import datetime
import os
import secrets
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from duban.base.mail_server import mail_server
from duban.rooms import ROOMS

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent
SHORTEST_KEY = 32
"""Characters of a key for personal numbers: fewer can be guessed."""


def env(name: str, default: str = "") -> str:
    """The value of an environment variable without surrounding blanks, or `default` when unset or empty."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off.

    Raises:
        ImproperlyConfigured: any other value.
    """
    value = env(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}: found {value!r}, expected true or false")


def env_int(name: str, *, default: int) -> int:
    """A whole number, 0 or more.

    Raises:
        ImproperlyConfigured: anything else.
    """
    value = env(name)
    if value and not value.isdecimal():
        raise ImproperlyConfigured(f"{name}: found {value!r}, expected a whole number")
    return int(value) if value else default


def env_list(name: str, default: str = "") -> list[str]:
    """Comma-separated values without blanks and without empty ones."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def env_secret(name: str) -> str:
    """The variable, or the first line of the file that NAME_FILE names, or ''.

    Raises:
        ImproperlyConfigured: both are given, or the file cannot be read.
    """
    value, file = env(name), env(f"{name}_FILE")
    if value and file:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep one")
    if not file:
        return value
    try:
        return Path(file).read_text(encoding="utf-8").split("\n", 1)[0].strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE: {file}: {error.strerror}") from error


def kept_secret(file: Path) -> str:
    """The secret kept in `file`, made on the first start. Two processes that start at once agree on one.

    Raises:
        ImproperlyConfigured: the file is there but holds no such secret.
    """
    if not file.exists():
        _make_secret(file)
    kept = file.read_text(encoding="ascii").strip()
    if len(kept) < 50:
        raise ImproperlyConfigured(f"{file} is too short for a secret key; remove it and start again")
    return kept


def _make_secret(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Whole before it has its name: whoever finds the name, also after a crash, finds a secret.
    handle, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(50))
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):  # somebody was faster: theirs counts
            os.link(part, file)
    finally:
        Path(part).unlink()


# ---------------------------------------------------------------- where things are

DEBUG = env_bool("DUBAN_DEBUG", default=False)
# A checkout keeps its data beside the code, an installed package in the user's data folder.
DATA = Path(
    env(
        "DUBAN_DATA",
        str(CHECKOUT / "var" if (CHECKOUT / "manage.py").exists() else Path.home() / ".local" / "share" / "duban"),
    )
).resolve()
DATA.mkdir(parents=True, exist_ok=True)

# ---------------------------------------------------------------- who may ask

SECRET_KEY = env_secret("DUBAN_SECRET_KEY") or kept_secret(DATA / "secret_key")
ALLOWED_HOSTS = env_list("DUBAN_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("DUBAN_ORIGINS")
HTTPS = env_bool("DUBAN_HTTPS", default=False)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "duban.ui.error_pages.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
BEHIND_PROXY = env_bool("DUBAN_BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    # Only when a proxy sets this header itself: otherwise any visitor could claim to have come by HTTPS.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# No unsafe-* anywhere: scripts and styles come from files. data: pictures are Tabler's arrows and ticks.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# Personal numbers are sealed with the first key; values sealed with the others stay readable (duban.base.crypto).
FIELD_KEYS = [key.strip() for key in (env_secret("DUBAN_FIELD_KEY") or kept_secret(DATA / "field_key")).split(",")]
if any(len(key) < SHORTEST_KEY for key in FIELD_KEYS):
    raise ImproperlyConfigured(f"DUBAN_FIELD_KEY: found a key shorter than {SHORTEST_KEY} characters")
FIELD_CIPHER = env("DUBAN_FIELD_CIPHER", "aes")
if FIELD_CIPHER not in {"aes", "sm"}:
    raise ImproperlyConfigured(f"DUBAN_FIELD_CIPHER: found {FIELD_CIPHER!r}, expected aes or sm")

# ---------------------------------------------------------------- the house

# Rooms from the lowest up, then what they stand on.
INSTALLED_APPS = [
    *ROOMS,
    "csp",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "treebeard",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "duban.audit.origin.BehindProxy",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "duban.orgs.session.FurtherHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "duban.ui.middleware.ChosenLanguage",
    "django_htmx.middleware.HtmxMiddleware",  # before the first that refuses: to htmx that is a fragment
    "duban.ui.body_limit.BodyLimit",  # before the first that reads the body
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "duban.audit.origin.Origin",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "duban.orgs.session.LogInRequired",
    "duban.orgs.session.SessionLimits",
    "duban.orgs.session.FirstPasswordChanged",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "duban.ui.middleware.WayBackToForms",
    "duban.ui.middleware.DomainErrorPages",
    "axes.middleware.AxesMiddleware",
    "duban.base.moment.OneMoment",  # the last: what comes before it may write
]

ROOT_URLCONF = "duban.urls"
WSGI_APPLICATION = "duban.wsgi.application"
AUTH_USER_MODEL = "orgs.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The partials loader is written out: its automatic set-up and other template packages undo each other silently.
_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "duban.ui.shell.shell",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "duban.ui.templatetags.ui",
                "duban.orgs.templatetags.permits",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
        },
    },
]

# ---------------------------------------------------------------- database


def database(url: str) -> dict:
    """Django's DATABASES entry for a database URL (sqlite:///…, postgres://…).

    Raises:
        ImproperlyConfigured: neither SQLite nor PostgreSQL.
    """
    found = environ.Env.db_url_config(url)
    engine = str(found.get("ENGINE", ""))
    if engine.endswith("sqlite3"):
        # A file in tests too: threads and the server under test then meet the same locks as in production.
        found["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
        # A writer that first reads would otherwise fail with "locked" under load: it takes the write lock at
        # its start and waits for it. WAL lets readers go on meanwhile.
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    elif engine.endswith("postgresql"):
        found["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured(f"DUBAN_DATABASE_URL: found {url.split(':', 1)[0]!r}, expected sqlite or postgres")
    found["CONN_MAX_AGE"] = env_int("DUBAN_DATABASE_KEEP_SECONDS", default=60)
    return found


DATABASES = {"default": database(env_secret("DUBAN_DATABASE_URL") or f"sqlite:///{DATA / 'duban.sqlite3'}")}

# ---------------------------------------------------------------- accounts

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("username", "name")}},
    {"NAME": "duban.orgs.passwords.LongAndMixed"},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": "duban.orgs.passwords.NotAnOldOne"},
]
LOGIN_URL = "log_in"
LOGIN_REDIRECT_URL = "home"
# A session ends when nobody has used it for a while, after a working day, and with the browser.
IDLE_SECONDS = env_int("DUBAN_IDLE_MINUTES", default=30) * 60
SESSION_COOKIE_AGE = env_int("DUBAN_SESSION_HOURS", default=8) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Wrong passwords lock the account for the address they came from: a whole office may share one address.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# A lock that each further try made longer could be kept up by anybody, and tries at one account would lock the address.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "duban.orgs.lock_limits.WiderLimits"
# Whoever goes from machine to machine for one account, or from account to account on one machine, never reaches five.
# An account is guessed at from four addresses before it is locked for all: nobody locks a colleague out by themselves.
ACCOUNT_FAILURE_LIMIT = 20
# Ten people of an office who lock themselves out within a quarter of an hour are fewer than anybody has seen.
ADDRESS_FAILURE_LIMIT = 50
AXES_LOCKOUT_CALLABLE = "duban.orgs.session.locked"
AXES_USERNAME_CALLABLE = "duban.orgs.session.hidden_name"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who was here when is not kept but in the trail
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# ---------------------------------------------------------------- language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# ---------------------------------------------------------------- files for the browser

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
# Names carry a hash of the content, so browsers may keep files for ever. In debug, files come straight from the rooms.
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "duban.ui.browser_files.NamesOnce"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
if not DEBUG:
    # WhiteNoise warns when the folder is missing; before the first `serve` it is.
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# ---------------------------------------------------------------- background work

# Whether `serve` starts a process for background work beside itself; false where `duban worker` runs on its own.
BACKGROUND = env_bool("DUBAN_BACKGROUND", default=True)

# ---------------------------------------------------------------- channels

# Under which address people open the site: the link in what groups are told. Without it there is none.
ADDRESS = env("DUBAN_ADDRESS").rstrip("/")
# Beside the documented hosts of the three services, messages go to these alone (a service of the county's own).
CHANNEL_HOSTS = [origin.lower().rstrip("/") for origin in env_list("DUBAN_CHANNEL_HOSTS")]
if any(not origin.startswith(("https://", "http://")) or origin.count("/") != 2 for origin in CHANNEL_HOSTS):
    raise ImproperlyConfigured("DUBAN_CHANNEL_HOSTS: expected https://host or https://host:port, separated by commas")
MAIL = mail_server(env_secret("DUBAN_MAIL_URL"))
MAIL_FROM = env("DUBAN_MAIL_FROM")
if MAIL and "@" not in MAIL_FROM:
    raise ImproperlyConfigured("DUBAN_MAIL_FROM: expected the mailbox that sends, because DUBAN_MAIL_URL is set")

# ---------------------------------------------------------------- packs

# The shipped content lies beside the package in a checkout, inside it once installed; then come the installation's own.
PACKS = [
    CHECKOUT / "packs" if (CHECKOUT / "packs").is_dir() else PACKAGE / "packs_data",
    *map(Path, env_list("DUBAN_PACKS")),
]

# ---------------------------------------------------------------- files that people hand in

FILES = Path(env("DUBAN_FILES", str(DATA / "files")))
UPLOAD_BYTES = env_int("DUBAN_UPLOAD_MB", default=20) * 1024 * 1024
SOFFICE = env("DUBAN_SOFFICE", "soffice")
PDF_SECONDS = env_int("DUBAN_PDF_SECONDS", default=60)

# ---------------------------------------------------------------- log

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    "loggers": {"axes": {"level": "WARNING"}},  # what it tells of log-ins stands in the trail
    "root": {"handlers": ["stderr"], "level": env("DUBAN_LOG_LEVEL", "INFO").upper()},
}
