"""Settings of the running program; every choice a deployment has is an environment variable TAIZHANG_*."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import SimpleLazyObject

PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("TAIZHANG_VAR", "var")).resolve()


#: What TAIZHANG_DB may pass on; `?host=a,b&target_session_attrs=read-write` finds whichever of two servers is the primary.
_FOR_LIBPQ = ("sslmode", "sslrootcert", "options", "target_session_attrs", "connect_timeout")


def _database(url: str) -> dict[str, Any]:
    """Django's description of a database: '' is SQLite under VAR; 'postgresql://user:word@host:port/name?host=/run'."""
    if not url or url.startswith("sqlite:"):
        name = url.removeprefix("sqlite:") or str(VAR / "taizhang.sqlite3")
        return {
            "ENGINE": "taizhang.kernels.ledger.sqlite3",
            "NAME": name,
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL is not negotiable: with NORMAL a power cut loses entries that were acknowledged.
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA recursive_triggers=ON;PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;"
                "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;",
            },
            "TEST": {"NAME": os.environ.get("TAIZHANG_TEST_DB", None)},
        }
    parts = urlsplit(url)
    query = {k: v[0] for k, v in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or query.pop("dbname", "taizhang"),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.pop("host", ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 60,
        # After a restart of the server no request is lost to a connection that is dead and looks alive.
        "CONN_HEALTH_CHECKS": True,
        # A server that does not answer at all is away after five seconds, before gunicorn takes its process for hung.
        "OPTIONS": {"connect_timeout": "5"} | {k: v for k, v in query.items() if k in _FOR_LIBPQ},
    }


def _prefix(given: str) -> str:
    """The prefix, when it is one: a wrong one would make every identifier that is published invalid."""
    if not re.fullmatch(r"oc4ids-[a-z0-9]{6}", given):
        raise ImproperlyConfigured("TAIZHANG_OC4IDS_PREFIX: oc4ids- and six lower-case letters or digits")
    return given


def _secret() -> str:
    """The key for signed cookies: from the environment, else kept in VAR with mode 0600."""
    if given := os.environ.get("TAIZHANG_SECRET_KEY"):
        return given
    path = VAR / "secret_key"
    try:
        return path.read_text()
    except FileNotFoundError:
        VAR.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=VAR, prefix=".secret_key-")
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        # Under its name only when it is whole: several workers of a server may ask for it at once, and the first one's stays.
        with suppress(FileExistsError):
            os.link(made, path)
        os.unlink(made)
        return path.read_text()


#: Made when it is first used: a command that only looks at a file leaves nothing behind.
SECRET_KEY: Any = SimpleLazyObject(_secret)
DEBUG = os.environ.get("TAIZHANG_DEBUG") == "1"
#: True where pages travel in the clear on one machine (demo, tests); a deployment behind TLS leaves it unset.
PLAIN_HTTP = os.environ.get("TAIZHANG_PLAIN_HTTP", "") == "1"
ALLOWED_HOSTS = os.environ.get("TAIZHANG_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TAIZHANG_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "taizhang.kernels.ledger",
    "taizhang.frame",
    "taizhang.registers",
    "taizhang.modules.projects",
    "taizhang.modules.commitments",
    "taizhang.modules.conduct",
    "taizhang.modules.inspection",
    "taizhang.modules.sandbox",
    "taizhang.surfaces.apps.SurfacesConfig",
    "taizhang.site.apps.SiteConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "taizhang.surfaces.entrance.EntranceMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "taizhang.site.glosses.terms_at_the_end",
]
ROOT_URLCONF = "taizhang.site.urls"
WSGI_APPLICATION = "taizhang.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "taizhang.surfaces.entrance.page_context",
            ]
        },
    }
]

DATABASES = {"default": _database(os.environ.get("TAIZHANG_DB", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "registers.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
CSRF_FAILURE_VIEW = "taizhang.surfaces.pages.faults.csrf"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False
MEDIA_ROOT = VAR / "evidence"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
#: Nothing longer is read from anybody: the largest register that is taken (64 MB), and room for the form around it.
TAIZHANG_LARGEST_REQUEST = 66 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_NAME = "taizhang" if PLAIN_HTTP else "__Host-taizhang"
CSRF_COOKIE_NAME = "taizhang_csrf" if PLAIN_HTTP else "__Host-taizhang-csrf"
SECURE_SSL_REDIRECT = False
#: True where a proxy in front sets X-Forwarded-Proto and adds to X-Forwarded-For what it saw.
TAIZHANG_BEHIND_PROXY = os.environ.get("TAIZHANG_BEHIND_PROXY") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TAIZHANG_BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not PLAIN_HTTP
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
#: Longest a sign-in lasts, however busy it is; how many wrong passwords lock a sign-in name, for how long; and how many names
#: may fail from one address in that time before nobody new signs in from there (people mistype: an office shares an address).
TAIZHANG_SIGN_IN_HOURS = 10
TAIZHANG_LOCK_AFTER = 5
TAIZHANG_LOCK_MINUTES = 15
TAIZHANG_NAMES_FROM_ADDRESS = 20
#: What the identifiers of published projects begin with: 'oc4ids-' and the six characters that the Open Contracting Partnership
#: registers for a publisher. And who publishes, where that is not the topmost place.
TAIZHANG_OC4IDS_PREFIX = _prefix(os.environ.get("TAIZHANG_OC4IDS_PREFIX", "oc4ids-000000"))
TAIZHANG_OC4IDS_PUBLISHER = os.environ.get("TAIZHANG_OC4IDS_PUBLISHER", "")
#: True in the example city: every page says that values are generated, and the sign-in page shows its people.
TAIZHANG_EXAMPLE = os.environ.get("TAIZHANG_EXAMPLE") == "1"
#: The file of the newspaper page, where the installation may show its text; without one the source page shows an outline of phrases.
TAIZHANG_SOURCE_TEXT = os.environ.get("TAIZHANG_SOURCE_TEXT", "")
#: The class of an assistant that may suggest tasks of a document, as 'package.module.Class'; empty: there is none, and no text is given to one.
TAIZHANG_ASSISTANT = os.environ.get("TAIZHANG_ASSISTANT", "")
#: The mail server by which messages to organs leave; without a host none leave by e-mail.
TAIZHANG_SMTP_HOST = os.environ.get("TAIZHANG_SMTP_HOST", "")
TAIZHANG_SMTP_TLS = os.environ.get("TAIZHANG_SMTP_TLS", "starttls")
TAIZHANG_SMTP_PORT = int(os.environ.get("TAIZHANG_SMTP_PORT") or {"starttls": 587, "tls": 465}.get(TAIZHANG_SMTP_TLS, 25))
TAIZHANG_SMTP_USER = os.environ.get("TAIZHANG_SMTP_USER", "")
TAIZHANG_SMTP_PASSWORD = os.environ.get("TAIZHANG_SMTP_PASSWORD", "")
TAIZHANG_SMTP_FROM = os.environ.get("TAIZHANG_SMTP_FROM", "")
if TAIZHANG_SMTP_TLS not in ("starttls", "tls", "none"):
    raise ImproperlyConfigured("TAIZHANG_SMTP_TLS: starttls, tls or none")
if TAIZHANG_SMTP_HOST and "@" not in TAIZHANG_SMTP_FROM:
    raise ImproperlyConfigured("TAIZHANG_SMTP_FROM: the address that e-mail comes from")
if TAIZHANG_SMTP_USER and TAIZHANG_SMTP_TLS == "none":
    raise ImproperlyConfigured("TAIZHANG_SMTP_TLS=none would send the password of TAIZHANG_SMTP_USER in the clear")
#: Hosts to which messages may leave by web hook, as host or host:port; empty: none leave.
TAIZHANG_WEBHOOK_HOSTS = [h.strip().lower() for h in os.environ.get("TAIZHANG_WEBHOOK_HOSTS", "").split(",") if h.strip()]
#: A program that is given the path of each file of evidence: it answers with exit code 0, or 1 when it found something.
TAIZHANG_SCANNER = os.environ.get("TAIZHANG_SCANNER", "")
#: Addresses of the witnesses to which `taizhang work` shows every checkpoint.
TAIZHANG_WITNESSES = [url for url in os.environ.get("TAIZHANG_WITNESSES", "").split(",") if url]
#: How often the head of the ledger is signed, in seconds. The witnesses are asked a little more often.
TAIZHANG_CHECKPOINT_SECONDS = float(os.environ.get("TAIZHANG_CHECKPOINT_SECONDS") or 30)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
