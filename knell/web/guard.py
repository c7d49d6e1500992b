"""What every answer of the server carries, and what it refuses: the pages are read-only, run no script and ask nobody else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""The Content-Security-Policy. No script source is named, so that a script in a report's text could not run even if it got out."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}

_KEPT_OUT = "private, no-store"
"""A casebook's pages stay out of the caches of the machine they are read on."""


def guard(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware: GET and HEAD only; a strict policy; nothing kept."""

    def guarded(request: HttpRequest) -> HttpResponse:
        response = answer(request) if request.method in ("GET", "HEAD") else _refusal()
        for name, value in _HEADERS.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", _KEPT_OUT)
        return response

    return guarded


def _refusal() -> HttpResponse:
    return HttpResponseNotAllowed(
        ["GET", "HEAD"],
        content="This server shows a casebook and changes nothing. It answers GET and HEAD only.\n",
        content_type="text/plain; charset=utf-8",
    )
