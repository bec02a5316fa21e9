"""The WSGI application: `application` is what the server calls."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
application = get_wsgi_application()

# Every view is loaded now and not while the first person waits.
import_module(settings.ROOT_URLCONF)
# What is loaded stays for ever. With it out of sight, and looked for in larger portions, garbage costs a page a
# millisecond at most; with it in sight every fortieth page waits for a tenth of a second.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
