"""The pages, each a view: find the record, read the page's matter, fill the template. All the work is in the ``*_page`` modules."""

from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from knell import __version__
from knell.casebook import contents
from knell.casebook.exhibits import find_exhibit
from knell.casebook.ledger import Casebook
from knell.evidence.store import open_store
from knell.flows.exhibit_walk import read_picture
from knell.publishing.brief import COLUMNS
from knell.records.errors import CasebookError

from .addresses import claim_address, exhibit_address, incident_address, report_address
from .brief_page import read_brief
from .claim_page import read_claim
from .exhibit_page import read_exhibit, read_exhibits
from .history_page import read_history
from .incident_page import read_incident
from .legible import legible
from .method_page import read_method
from .overview_page import options, read_overview
from .report_page import MARKS_MOST, MARKS_STEP, marks_sheet, read_report
from .reports_page import policy_sentence, read_left_out, read_reports
from .why_page import read_why

CASEBOOK = "knell.casebook"
"""The key of a request's environment under which the server hands in the casebook it shows."""

_FOR_A_DAY = "private, max-age=86400"


def show_overview(request: HttpRequest) -> HttpResponse:
    """Counts, timeline and the list of incidents, narrowed by the query."""
    wanted = contents.Wanted(*(_given(request, name) for name in contents.Wanted._fields))
    casebook = _casebook(request)
    order = _given(request, "order") or ""
    overview = read_overview(casebook, wanted, order, _page_number(request, "page"), _page_number(request, "totals"))
    policy = policy_sentence(casebook)
    return _page(request, "overview.html", {"page": overview, "policy": policy, "fields": options(overview.choices, wanted, order)})


def show_incident(request: HttpRequest, name: str) -> HttpResponse:
    """One incident; an id that was superseded leads to the one that now answers for it."""
    casebook = _casebook(request)
    incident = _found(casebook.incident, name)
    if incident.incident != name:
        return HttpResponseRedirect(incident_address(incident.incident))
    return _page(request, "incident.html", {"page": read_incident(casebook, incident)})


def show_brief(request: HttpRequest, name: str) -> HttpResponse:
    """The brief of an incident."""
    casebook = _casebook(request)
    incident = _found(casebook.incident, name)
    return _page(request, "brief.html", {"page": read_brief(casebook, incident), "columns": COLUMNS})


def show_why(request: HttpRequest, name: str) -> HttpResponse:
    """The walk back from each figure of an incident to the bytes that were received."""
    casebook = _casebook(request)
    incident = _found(casebook.incident, name)
    return _page(request, "why.html", {"page": read_why(casebook, incident)})


def show_history(request: HttpRequest, name: str) -> HttpResponse:
    """How each figure of an incident mounted."""
    casebook = _casebook(request)
    incident = _found(casebook.incident, name)
    return _page(request, "history.html", {"page": read_history(casebook, incident)})


def show_reports(request: HttpRequest) -> HttpResponse:
    """All reports."""
    return _page(request, "reports.html", {"page": read_reports(_casebook(request), _page_number(request, "page"))})


def show_report(request: HttpRequest, name: str) -> HttpResponse:
    """One report with its claims marked."""
    casebook = _casebook(request)
    report = _found(casebook.report, name)
    if report.id != name:
        return HttpResponseRedirect(report_address(report.id))
    return _page(request, "report.html", {"page": read_report(casebook, report)})


def show_claim(request: HttpRequest, name: str) -> HttpResponse:
    """One claim with all its fields."""
    casebook = _casebook(request)
    claim = _found(casebook.claim, name)
    if claim.claim != name:
        return HttpResponseRedirect(claim_address(claim.claim))
    return _page(request, "claim.html", {"page": read_claim(casebook, claim)})


def show_exhibits(request: HttpRequest) -> HttpResponse:
    """All exhibits."""
    return _page(request, "exhibits.html", {"page": read_exhibits(_casebook(request), _page_number(request, "page"))})


def show_exhibit(request: HttpRequest, name: str) -> HttpResponse:
    """One exhibit; the beginning of an id leads to it."""
    casebook = _casebook(request)
    shown = _found(lambda asked: find_exhibit(casebook, asked), name)
    if shown.exhibit != name:
        return HttpResponseRedirect(exhibit_address(shown.exhibit))
    return _page(request, "exhibit.html", {"page": read_exhibit(casebook, shown)})


def send_picture(request: HttpRequest, name: str, position: int) -> HttpResponse:
    """A picture that Knell made of an exhibit's pixels. The original is never sent: a browser is no place to open it."""
    casebook = _casebook(request)
    shown = _found(lambda asked: find_exhibit(casebook, asked), name)
    if position not in {one.position for one in shown.pictures}:
        raise Http404
    store = open_store(casebook.path / "evidence")
    try:
        held = read_picture(store, position)
    finally:
        store.close()
    if held is None:
        raise Http404
    return HttpResponse(held, content_type="image/jpeg")


def show_left_out(request: HttpRequest) -> HttpResponse:
    """What counts in no incident, and why."""
    return _page(request, "left_out.html", {"page": read_left_out(_casebook(request), _page_number(request, "page"))})


def show_method(request: HttpRequest) -> HttpResponse:
    """How this casebook counts."""
    return _page(request, "method.html", {"page": read_method(_casebook(request))})


def send_style(request: HttpRequest) -> HttpResponse:
    """The style sheet."""
    return HttpResponse(style_sheet(), content_type="text/css; charset=utf-8", headers={"Cache-Control": _FOR_A_DAY})


def send_marks(request: HttpRequest, claims: int) -> HttpResponse:
    """The rules that light up the sentence an address points at."""
    if claims % MARKS_STEP or not 0 < claims <= MARKS_MOST:
        raise Http404
    return HttpResponse(_marks(claims), content_type="text/css; charset=utf-8", headers={"Cache-Control": _FOR_A_DAY})


def send_icon(request: HttpRequest) -> HttpResponse:
    """The mark beside the page's name: a bell's outline."""
    return HttpResponse(_file("mark.svg"), content_type="image/svg+xml", headers={"Cache-Control": _FOR_A_DAY})


def send_robots(request: HttpRequest) -> HttpResponse:
    """No crawler."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


def refuse_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be answered, such as one for another host's name."""
    said = "The request is not one this server takes. It shows one casebook, under its own name only."
    return _plain(request, 400, "This address cannot be answered", said)


def say_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page; says what was looked for where that helps."""
    said = str(exception.args[0]) if isinstance(exception, Http404) and exception.args and isinstance(exception.args[0], str) else ""
    return _plain(request, 404, "There is no such page", said or "Nothing in this casebook has this address.")


def say_fault(request: HttpRequest) -> HttpResponse:
    """A fault of Knell's own."""
    return _plain(
        request, 500, "A fault of Knell's own",
        "This page could not be made. Nothing in the casebook has changed. The server's window says what went wrong; please report it.",
    )  # fmt: skip


def style_sheet() -> str:
    """The one style sheet of all pages."""
    return _file("style.css")


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    casebook = _casebook(request)
    here = request.resolver_match.url_name if request.resolver_match else ""
    return render(request, template, {"casebook": legible(casebook.name), "version": __version__, "here": here, **context})


def _plain(request: HttpRequest, status: int, title: str, said: str) -> HttpResponse:
    context = {"casebook": "", "version": __version__, "title": title, "said": legible(said), "status": status}
    return render(request, "plain.html", context, status=status)


def _casebook(request: HttpRequest) -> Casebook:
    casebook = request.META[CASEBOOK]
    assert isinstance(casebook, Casebook)
    return casebook


def _found(look_up: Any, name: str) -> Any:
    try:
        return look_up(name)
    except CasebookError as error:
        raise Http404(error.what) from error


def _given(request: HttpRequest, name: str) -> str | None:
    return request.GET.get(name, "").replace("\x00", "").strip()[:200] or None


def _page_number(request: HttpRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 1


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


@cache
def _marks(claims: int) -> str:
    return marks_sheet(claims)
