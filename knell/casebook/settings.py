"""Django's settings, for the ledger and for the web pages over it: one place for both.

No database stands here. A process may hold several casebooks; each is a connection of its own that ``connection.connect`` adds
when the casebook is opened and that every query names. So there is no "current casebook" to mix up.
"""

import secrets
from importlib.util import find_spec

DATABASES: dict[str, dict[str, object]] = {}
INSTALLED_APPS = ["knell.casebook"] + (["knell.web"] if find_spec("knell.web.apps") else [])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LANGUAGE_CODE = "en"

# The web pages: read-only and without sessions, so a key that lives as long as the process will do.
SECRET_KEY = secrets.token_hex(32)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "knell.web.urls"
STATIC_URL = "/static/"
MIDDLEWARE = [
    "knell.web.guard.guard",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": []}},
]
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
