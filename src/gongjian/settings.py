"""One settings file, read from the environment. Every name is explained in `.env.example`."""

import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from gongjian import environment

PACKAGE = Path(__file__).resolve().parent
environment.take_file()
env = environment.Words()
environment.refuse_unknown(env.ENVIRON)

# --- Where things are -------------------------------------------------------------------------------------
VAR = Path(env.str("GONGJIAN_VAR", default="var")).resolve()
FILES_ROOT = VAR / "files"
STATIC_ROOT = VAR / "static"
STATIC_URL = "/static/"

# --- Secrets ----------------------------------------------------------------------------------------------
DEBUG = env.bool("GONGJIAN_DEBUG", default=False)
SECRETS = environment.secrets(VAR, env)
SECRET_KEY = SECRETS.secret_key
GONGJIAN_KEYS = SECRETS.keys
GONGJIAN_KEYS_FILE = SECRETS.keys_file
GONGJIAN_INDEX_KEY = SECRETS.index_key

# --- Web --------------------------------------------------------------------------------------------------
ALLOWED_HOSTS = env.list("GONGJIAN_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("GONGJIAN_ORIGINS", default=[])
# Shows on every page that the district is made up.
GONGJIAN_DEMO = env.bool("GONGJIAN_DEMO", default=False)
BEHIND_HTTPS = env.bool("GONGJIAN_HTTPS", default=False)
ROOT_URLCONF = "gongjian.urls"
WSGI_APPLICATION = "gongjian.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "gongjian.kernel",
    "gongjian.history",
    "gongjian.jobs",
    "gongjian.places",
    "gongjian.people",
    "gongjian.files",
    "gongjian.inbox",
    "gongjian.calendars",
    "gongjian.facts",
    "gongjian.programmes",
    "gongjian.plans",
    "gongjian.campaigns",
    "gongjian.scores",
    "gongjian.reports",
    "gongjian.staff",
    "gongjian.demo",
    "gongjian.ops",
]

MIDDLEWARE = [
    "gongjian.kernel.headers.safe_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongjian.people.middleware.limit_session",
    "gongjian.people.middleware.know_the_person",
    "gongjian.people.middleware.SignedIn",
    "gongjian.people.middleware.FirstPassword",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongjian.staff.context.shell",
            ],
            # Spelled out because the partials' loader wraps the others (docs/decisions/0002-stack.md).
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "gongjian.kernel.templatetags.ui"],
        },
    }
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Data -------------------------------------------------------------------------------------------------
DATABASES = {"default": environment.database(env, VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_PERMISSIONS = 0o640

# --- People -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "staff:today"
LOGOUT_REDIRECT_URL = "people:sign-in"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "gongjian.people.passwords.LongEnoughValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "gongjian.people.passwords.LettersAndDigitsValidator"},
    {"NAME": "gongjian.people.passwords.UnlikeThePersonValidator"},
    {"NAME": "gongjian.people.passwords.UncommonValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False  # its log lines carry account names and addresses
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "gongjian.people.lockout.answer"
AXES_CLIENT_IP_CALLABLE = "gongjian.people.lockout.client_address"
# Failures stand in a log of their own, because those that the lockout counts are forgotten when it ends; axes would
# delete the newest beyond a limit, so there is as good as none.
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 1_000_000
# 网络安全法 article 21: network logs are kept for six months at least; July to December have 184 days.
SIGN_INS_KEPT_DAYS = env.int("GONGJIAN_SIGN_INS_KEPT_DAYS", default=200, least=184)
# The page says when to try again; trying before must not put that off.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# A session ends after this long without a request, and after this many hours even in use; shared desks are
# the rule, not the exception. `people.sessions` keeps the time and writes it down once a minute at most.
SESSION_IDLE_SECONDS = env.int("GONGJIAN_SESSION_IDLE_MINUTES", default=30) * 60
SESSION_LONGEST_SECONDS = env.int("GONGJIAN_SESSION_HOURS", default=12) * 3600
SESSION_COOKIE_AGE = SESSION_IDLE_SECONDS + 120
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- Safety of the page -----------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
# What watches the server asks it directly, without the front server's TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Language and time ------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
    ("en", _("English")),
]
# Our own words before those of the libraries: an app's catalogue is otherwise behind the ones listed before it.
LOCALE_PATHS = sorted(PACKAGE.glob("*/locale"))
LANGUAGE_COOKIE_NAME = "language"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Background work --------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "quick"]}}
JOBS_KEPT_DAYS = env.int("GONGJIAN_JOBS_KEPT_DAYS", default=90)
MESSAGES_KEPT_DAYS = env.int("GONGJIAN_MESSAGES_KEPT_DAYS", default=180)

# --- Files ------------------------------------------------------------------------------------------------
UPLOAD_MAX_BYTES = env.int("GONGJIAN_UPLOAD_MAX_MB", default=30) * 1024 * 1024
UPLOAD_MAX_PIXELS = env.int("GONGJIAN_UPLOAD_MAX_MEGAPIXELS", default=60) * 1_000_000
UPLOADS_UNUSED_KEPT_HOURS = env.int("GONGJIAN_UPLOADS_UNUSED_KEPT_HOURS", default=48)
# host:port or the path of a socket of a ClamAV daemon; empty: uploads are not scanned (docs/operate.md).
CLAMD = env.str("GONGJIAN_CLAMD", default="")

# --- Logs: for operators; never a name, telephone or address ----------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "gongjian.kernel.logs.Formatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"axes": {"level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": env.str("GONGJIAN_LOG_LEVEL", default="INFO")},
}

if "test" in sys.argv:
    raise ImproperlyConfigured("Tests are run with pytest: `make test`.")
