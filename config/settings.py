"""Settings, all in one file. Each variable is read from the environment and has a default that runs.

Production (``QUARTIERS_ENV=production``, or any host that is not this machine) refuses to start with demo mode,
debug or the default secret.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEFAULT_SECRET = "local-only-" + "0" * 50


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_flag(name: str) -> bool:
    return env(name).lower() in {"1", "true", "yes", "on", "oui"}


def env_list(name: str, default: list[str]) -> list[str]:
    return [item.strip() for item in env(name).split(",") if item.strip()] or default


# --- What this installation is ------------------------------------------------------------------------------------

ALLOWED_HOSTS = env_list("QUARTIERS_HOSTS", LOCAL_HOSTS)
PRODUCTION = env("QUARTIERS_ENV") == "production" or not set(ALLOWED_HOSTS) <= {*LOCAL_HOSTS, "testserver"}
DEMO = env_flag("QUARTIERS_DEMO")
DEBUG = env_flag("QUARTIERS_DEBUG")
SECRET_KEY = env("QUARTIERS_SECRET_KEY", DEFAULT_SECRET)
SECRET_KEY_FALLBACKS = env_list("QUARTIERS_OLD_SECRET_KEYS", [])
AUDIT_KEY = env("QUARTIERS_AUDIT_KEY", SECRET_KEY)
SITE_NAME = env("QUARTIERS_SITE_NAME", "Emploi & Quartiers")
CITE_NAME = env("QUARTIERS_CITE_NAME", "Cité de l’emploi")
PUBLISHER = env("QUARTIERS_PUBLISHER")
CONTACT_EMAIL = env("QUARTIERS_CONTACT_EMAIL")
DATA_DIR = Path(env("QUARTIERS_DATA_DIR", str(BASE_DIR / "var"))).resolve()


def production_faults(*, demo: bool, debug: bool, secret: str) -> list[str]:
    """What forbids this installation to serve the public, one French sentence each."""
    faults = []
    if demo:
        faults.append("QUARTIERS_DEMO est actif : la démonstration ouvre des comptes sans mot de passe.")
    if debug:
        faults.append("QUARTIERS_DEBUG est actif : les erreurs montreraient le code et les réglages.")
    if secret == DEFAULT_SECRET or len(secret) < 50:
        faults.append(
            "QUARTIERS_SECRET_KEY est absente ou trop courte : donnez au moins 50 caractères tirés au hasard."
        )
    return faults


if PRODUCTION and (faults := production_faults(demo=DEMO, debug=DEBUG, secret=SECRET_KEY)):
    raise ImproperlyConfigured("Démarrage refusé en production.\n- " + "\n- ".join(faults))

# --- Rooms ----------------------------------------------------------------------------------------------------------

ROOMS = [
    "quartiers.web",
    "quartiers.office",
    "quartiers.territory",
    "quartiers.actors",
    "quartiers.iae",
    "quartiers.procurement",
    "quartiers.exchanges",
    "quartiers.desks",
]

INSTALLED_APPS = [
    *ROOMS,
    "config.apps.HallConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks_db",
    "ninja",
    "csp",
]

MIDDLEWARE = [
    "quartiers.web.middleware.RequestLogMiddleware",
    "quartiers.web.middleware.QuestionMiddleware",
    "quartiers.web.middleware.PersonalMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "quartiers.actors.middleware.SeenMiddleware",
    "quartiers.actors.middleware.OtherOrganisationMiddleware",
    "quartiers.office.middleware.SentTwiceMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "quartiers.web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "quartiers.web.context.site",
                "quartiers.desks.menus.navigation",
            ],
            "builtins": [
                "quartiers.web.templatetags.components",
                "quartiers.web.templatetags.french",
                "quartiers.web.templatetags.lists",
            ],
        },
    }
]

# --- Data -----------------------------------------------------------------------------------------------------------

DATA_DIR.mkdir(parents=True, exist_ok=True)
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(env("DATABASE_URL", f"sqlite:///{DATA_DIR / 'quartiers.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is erased leaves the file too, not only the tables.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8}}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}
TASKS = {"default": {"BACKEND": env("QUARTIERS_TASKS_BACKEND", "django_tasks_db.DatabaseBackend")}}
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Mails: files that one can read, or a mail server ---------------------------------------------------------------

SITE_URL = env("QUARTIERS_SITE_URL", f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://127.0.0.1:8000").rstrip(
    "/"
)
MAIL_FROM = env("QUARTIERS_MAIL_FROM", CONTACT_EMAIL or "ne-pas-repondre@localhost")


def smtp_server(url: str) -> SplitResult:
    """The mail server; empty for none.

    Raises:
        ImproperlyConfigured: mails would stay here, or a password would travel in the open, and nobody would know.
    """
    server = urlsplit(url)
    try:
        is_whole = bool(server.hostname) and server.scheme in SMTP_SCHEMES and server.port != 0
    except ValueError:  # a port that is no number
        is_whole = False
    if url and not is_whole:
        raise ImproperlyConfigured(
            "QUARTIERS_SMTP_URL ne se lit pas : écrivez smtp+starttls://utilisateur:mot-de-passe@serveur:587, ou "
            "smtps:// et le port 465. Dans le mot de passe, / @ : et % s’écrivent %2F %40 %3A et %25."
        )
    if server.scheme == "smtp" and server.password and server.hostname not in LOCAL_HOSTS:
        raise ImproperlyConfigured(
            "QUARTIERS_SMTP_URL ferait voyager un mot de passe en clair : écrivez smtp+starttls:// ou smtps://."
        )
    return server


SMTP_SCHEMES = {"smtp", "smtp+starttls", "smtps"}
SMTP = smtp_server(env("QUARTIERS_SMTP_URL"))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if SMTP.hostname else "quartiers.office.mail_files.MailFiles"
)
EMAIL_HOST, EMAIL_PORT = SMTP.hostname or "", SMTP.port or (465 if SMTP.scheme == "smtps" else 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(SMTP.username or ""), unquote(SMTP.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = SMTP.scheme == "smtps", SMTP.scheme == "smtp+starttls"
EMAIL_TIMEOUT = 20

# --- Neighbours: ProConnect, the sign-in of the State for professionals -------------------------------------------


def proconnect(issuer: str, client_id: str, secret: str) -> dict[str, str]:
    """ProConnect, or a provider that speaks as it does; three empty words for none.

    Raises:
        ImproperlyConfigured: a part is missing, or identities would travel in the open.
    """
    given = {"issuer": issuer, "client_id": client_id, "secret": secret}
    if any(given.values()) and not all(given.values()):
        raise ImproperlyConfigured(
            "QUARTIERS_PROCONNECT_ISSUER va avec QUARTIERS_PROCONNECT_ID et QUARTIERS_PROCONNECT_SECRET : donnez les "
            "trois, ou aucune."
        )
    address = urlsplit(issuer)
    if issuer and address.scheme != "https" and address.hostname not in LOCAL_HOSTS:
        raise ImproperlyConfigured("QUARTIERS_PROCONNECT_ISSUER doit commencer par https://.")
    return given


PROCONNECT = proconnect(
    env("QUARTIERS_PROCONNECT_ISSUER"), env("QUARTIERS_PROCONNECT_ID"), env("QUARTIERS_PROCONNECT_SECRET")
)

# --- Neighbours: the national geocoding service -------------------------------------------------------------------

GEOCODING_URL = env("QUARTIERS_GEOCODING_URL", "https://data.geopf.fr/geocodage")
GEOCODING_TIMEOUT_S = float(env("QUARTIERS_GEOCODING_TIMEOUT", "10"))

CLAMAV = env("QUARTIERS_CLAMAV")

# --- Neighbours: the BigBlueButton servers that organisers may have called -------------------------------------------

BIGBLUEBUTTON_HOSTS = env_list("QUARTIERS_BIGBLUEBUTTON_HOSTS", [])

# --- Neighbours: the sites that may show the card of a cycle in a page of theirs ------------------------------------


def embedders(origins: list[str]) -> list[str]:
    """Sites that may frame a card.

    Raises:
        ImproperlyConfigured: one is not a site, or would show the card in a page that anybody may change on its way.
    """
    for one in origins:
        site = urlsplit(one)
        is_safe = site.scheme == "https" or (site.scheme == "http" and site.hostname in LOCAL_HOSTS)
        if not is_safe or not site.hostname or one != f"{site.scheme}://{site.netloc}" or set(one) & set("*;'\" "):
            raise ImproperlyConfigured(
                "QUARTIERS_EMBEDDERS ne se lit pas : écrivez chaque site comme https://www.ville.fr, sans rien après, "
                f"séparés par des virgules. « {one} » n’en est pas un."
            )
    return origins


EMBEDDERS = embedders(env_list("QUARTIERS_EMBEDDERS", []))

# --- Language and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
TIME_ZONE = env("QUARTIERS_TIME_ZONE", "Europe/Paris")
USE_TZ = True
USE_I18N = True

# --- Static files -------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "files"
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION

# --- Accounts: invited, an e-mail address and a password, then a second factor -----------------------------------

AUTH_USER_MODEL = "actors.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "quartiers.actors.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "desks:desk", "desks:home"
ACCOUNT_ADAPTER = "quartiers.actors.authentication.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation came by mail: it proved the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
# Counted in the database, the same for every process: quartiers.actors.actions.attempts
ACCOUNT_RATE_LIMITS = {"login_failed": None, "reset_password": None}
ACCOUNT_FORMS = {
    "login": "quartiers.actors.forms.SignInForm",
    "reauthenticate": "quartiers.actors.forms.PasswordAgainForm",
    "reset_password": "quartiers.actors.forms.ForgottenForm",
    "reset_password_from_key": "quartiers.actors.forms.NewPasswordForm",
    "change_password": "quartiers.actors.forms.ChangePasswordForm",
}
MFA_ADAPTER = "quartiers.actors.authentication.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # idem: no address is ever unproven
MFA_TOTP_TOLERANCE = 1  # a phone may be half a minute late
MFA_FORMS = {
    "authenticate": "quartiers.actors.forms.CodeForm",
    "reauthenticate": "quartiers.actors.forms.CodeAgainForm",
    "activate_totp": "quartiers.actors.forms.FirstCodeForm",
}

# --- Safety ---------------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # other sites of the same domain are not ours to bind
BEHIND_PROXY = env_flag("QUARTIERS_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # whatever the way in: invitation, password, ProConnect
SESSION_COOKIE_AGE = 12 * 60 * 60  # a long day of work, since the last page seen
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"  # a cookie: no row for a visitor
CSRF_TRUSTED_ORIGINS = env_list("QUARTIERS_ORIGINS", [])
CSRF_FAILURE_VIEW = "quartiers.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Logs: structured, without personal data ------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "quartiers.web.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env("QUARTIERS_LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "WARNING", "handlers": [], "propagate": True},
        "httpx": {"level": "WARNING"},
    },
}
