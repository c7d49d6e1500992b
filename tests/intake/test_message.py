"""E-mails: the text and what is attached; nobody's name or address where an outlet belongs."""

import quopri
from email.message import EmailMessage

import pytest

from knell.intake import Limits, open_file
from knell.intake.opened import Intake
from knell.records.errors import IntakeError

from .cast import STORY, mail, page, pdf


def opened(message: EmailMessage | bytes, name: str = "m.eml") -> Intake:
    return open_file(name, message if isinstance(message, bytes) else message.as_bytes())


def test_subject_and_date_are_taken_and_the_sender_is_not() -> None:
    (report,) = opened(mail()).reports
    assert (report.title, report.published) == ("Twelve killed near Jableh", "2025-03-07T18:22:00+02:00")
    assert (report.outlet, report.byline, report.url) == (None, None, None)
    said = f"{report.title} {report.outlet} {report.byline} {report.credit}"
    assert "pat" not in said.lower()
    assert "@" not in said


@pytest.mark.parametrize(
    ("headers", "outlet"),
    [
        ({"From": "AFP Desk <desk@mail.afp.com>"}, "AFP"),
        ({"From": "alerts@syriahr.com"}, "Syrian Observatory for Human Rights"),
        ({"From": "x@notafp.com"}, None),
        ({"From": "afp.com@mailbox.example"}, None),
        ({"List_Id": '"Coast Monitor Daily" <daily.coast.example>'}, "Coast Monitor Daily"),
        ({"List_Id": "<daily.coast.example>"}, None),
        ({"List_Id": "pat.person@mailbox.example <x>"}, None),
    ],
)
def test_an_outlet_is_a_lists_title_or_a_known_sender(headers: dict[str, str], outlet: str | None) -> None:
    (report,) = opened(mail(**headers)).reports
    assert report.outlet == outlet


def test_headers_in_encoded_words_are_decoded() -> None:
    (report,) = opened(mail(Subject="مقتل 12 شخصا")).reports
    assert report.title == "مقتل 12 شخصا"


def test_the_plain_text_goes_before_the_html() -> None:
    (report,) = opened(mail(html="<p>Another text.</p>")).reports
    assert "Another" not in report.text
    assert STORY[0] in report.text


def test_a_plain_text_that_only_points_to_the_html_does_not() -> None:
    (report,) = opened(mail(text="See the web version.", html=f"<p>{STORY[0]}</p>")).reports
    assert report.text == STORY[0]


def test_lines_that_the_mail_program_wrapped_are_put_together_and_quoted_ones_are_flagged() -> None:
    text = (
        "The Syrian Observatory for Human Rights said on Friday that at least\n"
        "twelve people were killed near Jableh, a town on the coast south of the\n"
        "city of Latakia.\n\n"
        "> On Thursday the ministry had given a lower figure and said that nine\n"
        "> of its men were dead.\n"
    )
    (report,) = opened(mail(text=text)).reports
    assert report.text == (
        "The Syrian Observatory for Human Rights said on Friday that at least twelve people were killed near Jableh, a town on the coast "
        "south of the city of Latakia.\n\nOn Thursday the ministry had given a lower figure and said that nine of its men were dead."
    )
    assert [block.kind for block in report.blocks or ()] == ["body", "quote"]


def test_text_that_was_not_wrapped_stays_as_it_was_sent() -> None:
    message = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + "\n\n".join(STORY).encode()
    (report,) = opened(message).reports
    assert report.text == "\n\n".join(STORY)
    assert report.blocks is None


def test_an_html_mail_gives_all_a_reader_sees_with_its_quotations() -> None:
    html = """<html><head><style>p {}</style></head><body><h1>Dead in Tartus</h1><p>At least <b>12</b> were killed.<br>Thirty were injured.</p>
      <table><tr><td>Latakia</td><td>683</td></tr><tr><td>Tartus</td><td>433</td></tr></table>
      <table><tr><td><p>A layout cell.</p></td><td><p>Another one.</p></td></tr></table>
      <blockquote>Forwarded: nine dead.</blockquote><ul><li>one</li><li>two</li></ul><span style="display:none">hidden 40</span></body></html>"""
    (report,) = opened(mail(text=None, html=html)).reports
    shown = [(block.kind, report.text[block.start : block.end]) for block in report.blocks or ()]
    assert shown == [
        ("subhead", "Dead in Tartus"),
        ("body", "At least 12 were killed.\nThirty were injured."),
        ("table", "Latakia | 683"),
        ("table", "Tartus | 433"),
        ("body", "A layout cell."),
        ("body", "Another one."),
        ("quote", "Forwarded: nine dead."),
        ("list", "one"),
        ("list", "two"),
    ]


def test_what_is_attached_and_can_be_opened_is_a_further_part() -> None:
    message = mail()
    message.add_attachment(b"A second report: five were killed.", maintype="text", subtype="plain", filename="second.txt")
    message.add_attachment(pdf(STORY), maintype="application", subtype="pdf", filename="third.pdf")
    message.add_attachment(page().encode(), maintype="text", subtype="html", filename="fourth.html")
    intake = opened(message)
    first = intake.reports[0].id
    assert [report.id for report in intake.reports] == [first, f"{first}.2", f"{first}.3", f"{first}.4"]
    assert intake.reports[1].text == "A second report: five were killed."
    assert intake.reports[3].title == "Twelve killed near Jableh, monitor says"
    assert intake.faults == ()


def test_what_is_attached_and_cannot_be_opened_gets_a_line_and_the_rest_goes_on() -> None:
    message = mail()
    message.add_attachment(b"PK\x03\x04word/document.xml", maintype="application", subtype="octet-stream", filename="list.docx")
    message.add_attachment(b"\x89PNG\r\n\x1a\n123", maintype="image", subtype="png", filename="logo.png")
    message.add_attachment(b"Five were killed.", maintype="text", subtype="plain", filename="last.txt")
    intake = opened(message)
    assert len(intake.reports) == 2
    assert intake.faults == ("m.eml, attachment 'list.docx': is a DOCX file; DOCX is not opened yet: save it as PDF or HTML",)
    assert [note for note in intake.notes if "logo.png" in note]


def test_a_forwarded_message_is_a_part_with_its_own_date() -> None:
    message = mail(Subject="Fwd: see below", Date="Mon, 10 Mar 2025 09:00:00 +0000", text="Please find the report of last week below.")
    message.add_attachment(mail())
    intake = opened(message)
    assert [report.published for report in intake.reports] == ["2025-03-10T09:00:00+00:00", "2025-03-07T18:22:00+02:00"]
    assert [note for note in intake.notes if "dated 2025-03-10 by the forwarding" in note]


def test_a_mail_of_which_only_the_attachment_speaks_gives_that() -> None:
    message = mail(text="\n")
    message.add_attachment(b"Five were killed.", maintype="text", subtype="plain", filename="r.txt")
    assert [report.text for report in opened(message).reports] == ["Five were killed."]


def test_fields_of_a_restatement_are_read() -> None:
    (report,) = opened(mail(X_Restates_By="Knell's authors", X_Restates_Url="https://a.example/1", X_Restates_Outlet="A Post")).reports
    assert report.restates is not None
    assert (report.outlet, report.restates.url) == ("A Post", "https://a.example/1")


def test_a_saved_web_page_is_read_as_a_page_and_not_dated_by_its_saving() -> None:
    saved = (
        b"From: <Saved by Blink>\nSnapshot-Content-Location: https://post.example/a/1\nSubject: x\nDate: Mon, 10 Mar 2025 09:00:00 +0000\n"
        b'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\nContent-Type: text/html\n'
        b"Content-Transfer-Encoding: quoted-printable\n\n" + quopri.encodestring(page().encode()) + b"\n--b--\n"
    )
    (report,) = opened(saved, "page.mhtml").reports
    assert (report.title, report.url, report.published) == ("Twelve killed near Jableh, monitor says", "https://post.example/a/1", None)


@pytest.mark.parametrize(
    ("message", "says"),
    [
        (b"From: a@b\nSubject: x\nMIME-Version: 1.0\nContent-Type: application/pkcs7-mime\n\nMII", "is an encrypted e-mail"),
        (
            b'From: a@b\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary="b"\n\n--b\n\nx\n--b--\n',
            "is an encrypted",
        ),
        (b"From: a@b\nSubject: x\nMIME-Version: 1.0\n\n", "has no text in it"),
        (b"From a@b Fri Mar  7 2025\nFrom: a@b\nSubject: 1\n\nx\n\nFrom c@d Fri Mar  7 2025\nFrom: c@d\nSubject: 2\n\ny\n", "is a mailbox"),
    ],
)
def test_a_mail_that_cannot_be_opened_says_why(message: bytes, says: str) -> None:
    with pytest.raises(IntakeError, match=says):
        opened(message)


def test_parts_within_parts_are_bounded() -> None:
    head = b"From: a@b\nSubject: x\nMIME-Version: 1.0\n"
    nested = head + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3_000)) + b"x"
    with pytest.raises(IntakeError, match="split into too many parts"):
        opened(nested)
    with pytest.raises(IntakeError, match="at most 50 are opened"):
        opened(head + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 200)
    deep = b"Twelve were killed."
    for _ in range(60):
        deep = head + b"Content-Type: message/rfc822\n\n" + deep
    with pytest.raises(IntakeError, match="has no text in it"):
        opened(deep)


def test_attachments_are_bounded_like_files() -> None:
    message = mail()
    message.add_attachment(b"a " * 5_000, maintype="text", subtype="plain", filename="long.txt")
    intake = open_file("m.eml", message.as_bytes(), limits=Limits(text_characters=2_000))
    assert len(intake.reports) == 1
    assert "attachment 'long.txt': has 10,000 characters" in intake.faults[0]
