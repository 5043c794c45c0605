"""Settings of every Headwaters process; docs/operations.md lists the variables for operators."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("HEADWATERS_VAR_DIR") or BASE_DIR / "var")  # an empty one is none


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def _kept_secret_key() -> str:
    """The configured key, else the one that set-up keeps in a file, else nothing."""
    if key := os.environ.get("HEADWATERS_SECRET_KEY"):
        return key
    key_file = VAR_DIR / "secret_key"
    return key_file.read_text().strip() if key_file.is_file() else ""


_KEPT_SECRET_KEY = _kept_secret_key()
# Without a kept one commands and tests make their own key; the launcher refuses to serve with it.
HAS_SECRET_KEY = bool(_KEPT_SECRET_KEY)
SECRET_KEY = _KEPT_SECRET_KEY or secrets.token_urlsafe(50)
# As much as Django's check for deployment asks (security.W009): sessions, cookies of guests and signatures of
# anonymous keys rest on it.
HAS_STRONG_SECRET_KEY = len(SECRET_KEY) >= 50 and len(set(SECRET_KEY)) >= 5
DEBUG = _flag("HEADWATERS_DEBUG")
BASE_URL = os.environ.get("HEADWATERS_BASE_URL", "http://localhost:8000").rstrip("/")
# The host that people use, and this computer itself, for health checks.
_OWN_HOSTS = ",".join(filter(None, (urlsplit(BASE_URL).hostname, "localhost", "127.0.0.1", "[::1]")))
ALLOWED_HOSTS = os.environ.get("HEADWATERS_HOSTS", _OWN_HOSTS).split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
REDIS_URL = os.environ.get("REDIS_URL", "")

# Ours; pyproject.toml says which of them may import which.
OUR_APPS = (
    *("config", "api", "products", "specifications", "technology", "operating_model", "lvt", "handover"),
    *("process", "exchange", "workshops", "discovery", "organizations", "documents", "live", "core"),
)
# Removable features by app: each folder with its own `apps.py` (docs/adr/0091).
FEATURES = {
    app: [f"{app}.{path.parent.name}" for path in sorted((BASE_DIR / app).glob("*/apps.py"))]
    for app in OUR_APPS
}
INSTALLED_APPS = [
    *(name for app, features in FEATURES.items() for name in (app, *features)),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "config.static_files.StaticFiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "config.allauth_usersessions.UserSessions",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "template_partials",
]

MIDDLEWARE = [
    # First, because headers that only concern documents would be 6 kB of the sixty files of a room.
    "config.static_files.Files",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "organizations.web.middleware.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "config.outer_middleware.OuterMiddleware",
    "config.read_retry.ReadRetry",
    "organizations.web.audit_middleware.ClientsAreKnown",
    "organizations.web.languages.ReadersLanguage",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "organizations.web.account_change_guard.AccountChanges",
    "organizations.web.lockout_exempt_browsers.KnownBrowsers",
    "organizations.sessions.web.Sessions",
    "organizations.web.middleware.ErrorsAsAnswers",
    "organizations.web.middleware.AccessMustBeDeclared",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

_FILES_OF_TAGS = [path.relative_to(BASE_DIR) for path in BASE_DIR.glob("*/templatetags/[a-z]*.py")]
# No template loads a library of Django's or of ours.
_LIBRARIES = [
    *(f"django.templatetags.{name}" for name in ("cache", "i18n", "l10n", "static", "tz")),
    *sorted(f"{path.parts[0]}.templatetags.{path.stem}" for path in _FILES_OF_TAGS),
    *("template_partials.templatetags.partials", "config.template_urls", "config.bidi_isolation"),
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # Without indentation, and read once; partials of a template are asked for by "name#part".
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["config.template_minifier.FolderLoader", "config.template_minifier.AppLoader"],
                        )
                    ],
                )
            ],
            "builtins": _LIBRARIES,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "organizations.web.template_context.site",
            ],
        },
    }
]

# Forms are laid out by templates of our own (templates/headwaters/); a layout that names no field fails.
CRISPY_TEMPLATE_PACK = "headwaters"
CRISPY_ALLOWED_TEMPLATE_PACKS = (CRISPY_TEMPLATE_PACK,)
CRISPY_FAIL_SILENTLY = False

# --- Database -------------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'headwaters.sqlite3'}"),
        # The pages run in four persistent threads (config/asgi.py), so a connection kept open is reused
        # for ever.
        conn_max_age=None,
        # Asked before the first query of a request: a database that was started again leaves dead ones.
        conn_health_checks=True,
    )
}
# Beside the URL, where every character of it would have to be one that URLs know.
if _PASSWORD := os.environ.get("DATABASE_PASSWORD"):
    DATABASES["default"]["PASSWORD"] = _PASSWORD
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A host that vanishes without closing its connections would be waited for until the system gives up,
    # after hours. The URL may set other values. All in seconds, but the second in milliseconds.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 10,
        "tcp_user_timeout": 30_000,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        **DATABASES["default"].get("OPTIONS", {}),
    }
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Django's own, with a queue for the threads that write.
    DATABASES["default"]["ENGINE"] = "config.patches.sqlite"
    # Said, because pytest knows by the engine's name alone that SQLite is tested in memory.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    DATABASES["default"]["OPTIONS"] = {
        # Take the write lock when a transaction starts: a read that is later upgraded to a write would fail
        # at once with "database is locked", whatever the time-out.
        "transaction_mode": "IMMEDIATE",
        # How long a writer waits for another before the person is told "not saved yet, trying again".
        "timeout": 5,
        "init_command": (
            # Readers do not block the writer, nor the writer readers.
            "PRAGMA journal_mode=WAL;"
            # With WAL, NORMAL survives a killed process; only a power cut may lose the last transactions.
            "PRAGMA synchronous=NORMAL;"
            # 64 MB of pages stay in memory: a workshop fits whole.
            "PRAGMA cache_size=-64000;"
            "PRAGMA temp_store=MEMORY;"
            # Keep the write-ahead log from growing without end after a burst.
            "PRAGMA journal_size_limit=33554432;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Memory ---------------------------------------------------------------------------------------

# In each process. What is drawn once for many people has its own place: it must not push out the counts
# of wrong passwords.
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "template_fragments")
}

# --- Accounts -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "discovery:home"
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "discovery:home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "organizations.web.allauth_adapter.AccountAdapter"
_FORM = "organizations.web.first_password_forms.{}".format
ACCOUNT_FORMS = {"set_password": _FORM("FirstPasswordForm"), "signup": _FORM("NewAccountForm")}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Headwaters] "
ACCOUNT_SESSION_REMEMBER = True
# Life without use: a day, for a workshop with breaks, or with 0 the longest one (organizations.sessions.web).
SESSION_IDLE = timedelta(hours=max(0, int(os.environ.get("HEADWATERS_SESSION_IDLE_HOURS", "24"))))
SESSION_LONGEST = timedelta(days=max(1, int(os.environ.get("HEADWATERS_SESSION_DAYS", "14"))))
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
ACCOUNT_SESSION_COOKIE_AGE = int((SESSION_IDLE or SESSION_LONGEST).total_seconds())
# A stolen session alone must not be enough to take an account over (organizations.web.account_change_guard).
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SIGNUP_FORM_CLASS = "organizations.forms.accounts.SignupForm"
SIGNUP_OPEN = _flag("HEADWATERS_SIGNUP", default=True)
SOCIALACCOUNT_ONLY = False
# The company's provider (organizations/oidc/services.py); allauth keeps what links it to accounts.
OIDC_ISSUER = os.environ.get("HEADWATERS_OIDC_ISSUER", "").removesuffix("/.well-known/openid-configuration")
OIDC_NAME = os.environ.get("HEADWATERS_OIDC_NAME", "your company account") if OIDC_ISSUER else ""
OIDC_CLIENT_ID = os.environ.get("HEADWATERS_OIDC_CLIENT_ID", "")
OIDC_SECRET = os.environ.get("HEADWATERS_OIDC_SECRET", "")
# Whether every address that it names counts as verified: the operator says that it is the company's own.
OIDC_TRUST_EMAIL = _flag("HEADWATERS_OIDC_TRUST_EMAIL")
# Whose addresses may come in; everyone's if there are none.
OIDC_DOMAINS = [
    part.strip().lower().removeprefix("@")
    for part in os.environ.get("HEADWATERS_OIDC_DOMAINS", "").split(",")
    if part.strip()
]
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "company",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_SECRET,
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
    }

PRINTED_MAIL = "django.core.mail.backends.console.EmailBackend"
EMAIL_BACKEND = os.environ.get("HEADWATERS_EMAIL_BACKEND", PRINTED_MAIL)
if EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "organizations.mail_server.EmailBackend"  # the same, with an end to everything
# Where mail is sent, an account works once its address is confirmed.
ACCOUNT_EMAIL_VERIFICATION = os.environ.get(
    "HEADWATERS_EMAIL_VERIFICATION", "optional" if EMAIL_BACKEND == PRINTED_MAIL else "mandatory"
)
# The adapter is asked for this mail too and sends none (organizations.web.allauth_adapter): the answer for an
# address without an account takes as long.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
EMAIL_HOST = os.environ.get("HEADWATERS_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("HEADWATERS_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("HEADWATERS_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HEADWATERS_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("HEADWATERS_EMAIL_TLS")
# Seconds for each answer of the mail server; the worker waits for it, no page does.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("HEADWATERS_EMAIL_FROM", "headwaters@localhost")
EMAIL_REPLY_TO = os.environ.get("HEADWATERS_EMAIL_REPLY_TO", "")

# --- Security -------------------------------------------------------------------------------------

_HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("HEADWATERS_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Browsers take a cookie of such a name from this very host alone, over HTTPS.
COOKIE_PREFIX = "__Host-" if _HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
# How far the process that lays reports out steps behind the pages, as `nice` counts.
REPORT_NICENESS = int(os.environ.get("HEADWATERS_REPORT_NICENESS", "15"))
# Whether webhooks may lead to addresses inside the network.
WEBHOOKS_INSIDE = _flag("HEADWATERS_WEBHOOKS_INSIDE")
# Behind this many proxies the client's address is read from X-Forwarded-For; 0 trusts only the connection.
TRUSTED_PROXIES = int(os.environ.get("HEADWATERS_TRUSTED_PROXIES", "0"))
HEADWATERS_MAX_BODY = 10 * 1024 * 1024

# --- How long what is kept about people stays (exchange/selectors/retention_rules.py); 0 for ever ------

# By then the report was handed over and followed up, and no one asks any more who a guest was.
KEEP_GUESTS_DAYS = int(os.environ.get("HEADWATERS_KEEP_GUESTS_DAYS", "365"))
KEEP_AUDIT_DAYS = int(os.environ.get("HEADWATERS_KEEP_AUDIT_DAYS", "365"))
KEEP_ADDRESSES_DAYS = int(os.environ.get("HEADWATERS_KEEP_ADDRESSES_DAYS", "90"))
KEEP_TRASH_DAYS = int(os.environ.get("HEADWATERS_KEEP_TRASH_DAYS", "90"))
KEEP_REPORTS_DAYS = int(os.environ.get("HEADWATERS_KEEP_REPORTS_DAYS", "90"))

# --- Pages ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
# Those of pages for participants and readers of links; docs/languages.md says how one is added. Pages of
# facilitators are in LANGUAGE_CODE (organizations.web.languages).
LANGUAGES = [("en", _("English")), ("de", _("German")), ("fr", _("French")), ("es", _("Spanish"))]
# Those that a report can be made in.
REPORT_LANGUAGES = [(key, name) for key, name in LANGUAGES if key in ("en", "de")]
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
_NODE = BASE_DIR / "node_modules"
# Narrow folders, so that collecting stays quick: whole packages of fonts and icons take 13 s instead of 3.
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/htmx", _NODE / "htmx.org" / "dist"),
    ("vendor/bootstrap", _NODE / "bootstrap" / "dist" / "css"),
    ("vendor/sortable", _NODE / "sortablejs" / "modular"),
    ("vendor/inter", _NODE / "@fontsource-variable" / "inter" / "files"),
    ("vendor/source-serif-4", _NODE / "@fontsource-variable" / "source-serif-4" / "files"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.Storage"},
}
WHITENOISE_MANIFEST_STRICT = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = True


def WHITENOISE_ADD_HEADERS_FUNCTION(headers: Any, path: str, url: str) -> None:
    """See config.static_files, which reads these settings."""
    from config.static_files import add_headers

    add_headers(headers, path, url)


# Pages of other sites must not load our files.
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = VAR_DIR / "files"
# Who was erased, by identifiers: outside of database and backups, for `manage.py restore` does it again.
ERASURES_FILE = VAR_DIR / "erasures.jsonl"
# What is kept is its owner's alone (`manage.py prepare` takes it back from others).
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Work in the background -----------------------------------------------------------------------

# A task that lasts longer hangs: it is ended and tried again (config/db_worker.py).
TASK_SECONDS = 60 * float(os.environ.get("HEADWATERS_TASK_MINUTES", "15"))
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.LogFormat"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"headwaters.security": {"level": "INFO"}, "headwaters.api": {"level": "INFO"}},
    "root": {"handlers": ["console"], "level": os.environ.get("HEADWATERS_LOG", "WARNING")},
}
