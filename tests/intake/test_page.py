"""Web pages: the story and nothing but the story, its captions flagged, its masthead as the page states it."""

import pytest

from knell.intake import Limits, open_file
from knell.records import Report
from knell.records.errors import IntakeError

from .cast import STORY, page


def report_of(html: str | bytes) -> Report:
    (report,) = open_file("page.html", html.encode() if isinstance(html, str) else html).reports
    return report


def pieces(report: Report, *kinds: str) -> list[str]:
    return [report.text[block.start : block.end] for block in report.blocks or () if block.kind in kinds]


def test_the_story_is_taken_and_what_stands_around_it_is_not() -> None:
    around = """
      <div class="cookie-banner"><p>We use cookies so that you can go on reading this page.</p></div>
      <aside class="related"><h3>Related</h3><ul><li><a href="/1">Forty die in another town</a></li></ul></aside>
      <section id="comments" class="comments"><div class="comment"><p>I heard that five thousand died there.</p></div></section>"""
    report = report_of(page(around=around))
    assert pieces(report, "headline") == ["Twelve killed near Jableh, monitor says"]
    assert pieces(report, "body") == list(STORY)
    for word in ("cookies", "Forty", "five thousand", "Home", "rights reserved"):
        assert word not in report.text


def test_pieces_stand_on_lines_of_their_own() -> None:
    report = report_of(page())
    assert report.text == "\n\n".join(["Twelve killed near Jableh, monitor says", *STORY])


def test_a_caption_is_kept_and_flagged_however_the_page_writes_it() -> None:
    for caption in (
        "<figure><img src=a.jpg alt=x><figcaption>Smoke over Jableh, where 13 died.</figcaption></figure>",
        '<div class="wp-caption"><img src=a.jpg><p class="wp-caption-text">Smoke over Jableh, where 13 died.</p></div>',
        '<div><img src=a.jpg><span class="image-caption">Smoke over Jableh, where 13 died.</span></div>',
    ):
        report = report_of(page(caption))
        assert pieces(report, "caption") == ["Smoke over Jableh, where 13 died."]
        assert report.text.count("13 died") == 1


def test_captions_of_other_stories_are_not_taken() -> None:
    other = "<figure><img src=b.jpg><figcaption>Another town, where 40 died.</figcaption></figure>"
    assert "40 died" not in report_of(page(around=f'<aside class="related">{other}</aside>')).text
    assert "40 died" not in report_of(page(around=other)).text


def test_lists_tables_quotations_and_heads_are_blocks_of_their_kind() -> None:
    story = """<h2>By province</h2><ul><li>683 in Latakia</li><li>433 in Tartus</li></ul>
      <blockquote><p>“We lost thirteen of our men in the attack,” an official said.</p></blockquote>
      <table><tr><th>Province</th><th>Killed</th></tr><tr><td>Hama</td><td>255</td></tr></table>
      <p>The monitor said that its count was not final and would be raised again.</p>"""
    report = report_of(page(story))
    assert pieces(report, "subhead") == ["By province"]
    assert pieces(report, "list") == ["683 in Latakia", "433 in Tartus"]
    assert pieces(report, "quote") == ["“We lost thirteen of our men in the attack,” an official said."]
    assert pieces(report, "table") == ["Province | Killed", "Hama | 255"]
    assert "683 in Latakia\n433 in Tartus\n\n" in report.text


def test_a_list_is_not_lost_on_a_page_that_is_only_a_body() -> None:
    """On such pages trafilatura falls back on paragraphs, and a list of the dead by place would go."""
    html = f"<html><body><h1>By place</h1><p>{STORY[0]}</p><ul><li>52 in al-Mukhtariya</li><li>29 in al-Shir</li></ul><p>{STORY[1]}</p></body></html>"
    assert pieces(report_of(html), "list") == ["52 in al-Mukhtariya", "29 in al-Shir"]


def test_items_of_a_list_within_a_list_are_told_once() -> None:
    story = f"<ul><li>In Latakia<ul><li>12 in one village</li><li>3 in another</li></ul></li><li>4 in Tartus</li></ul><p>{STORY[0]}</p>"
    assert pieces(report_of(page(story)), "list") == ["In Latakia", "12 in one village", "3 in another", "4 in Tartus"]


def test_a_table_that_only_arranges_the_page_is_no_table() -> None:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    links = "".join(f'<li><a href="/{number}">Section {number}</a></li>' for number in range(12))
    html = f"""<html><body><table><tr><td><div id="menu"><ul>{links}</ul></div></td><td><h1>Twelve killed</h1>{paragraphs}
      <ul><li>7 in one village</li><li>5 in another</li></ul></td></tr></table></body></html>"""
    report = report_of(html)
    assert pieces(report, "body") == list(STORY)
    assert pieces(report, "list") == ["7 in one village", "5 in another"]


def test_text_outside_any_paragraph_is_not_lost() -> None:
    html = f"<html><body><center><b>Twelve killed</b></center><font size=2>{STORY[0]}<p>{STORY[1]}<p>{STORY[2]}</font></body></html>"
    assert pieces(report_of(html), "body") == list(STORY)


def test_a_note_says_when_much_of_a_page_was_not_taken() -> None:
    rest = " ".join(f"<span>Words number {number} of the page that are in no paragraph.</span>" for number in range(40))
    html = f"<html><body><div><p>{STORY[0]}</p></div><div><div>{rest}</div></div></body></html>"
    opened = open_file("page.html", html.encode())
    whole = all(f"number {number} " in opened.reports[0].text for number in range(40))
    assert whole or [note for note in opened.notes if "of the words on the page were taken" in note]


def test_a_sites_name_in_a_heading_is_no_headline() -> None:
    html = page(head='<meta property="og:site_name" content="Example Post">')
    html = html.replace("<main><article><h1>", "<header><h1>The Example</h1></header><div><h1>Example Post</h1><h2>").replace(
        "</h1><p>", "</h2><p>"
    )
    report = report_of(html.replace("</article></main>", "</div>"))
    assert "The Example" not in report.text
    assert pieces(report, "headline", "subhead") == ["Twelve killed near Jableh, monitor says"]


def test_a_headline_above_the_article_is_the_storys() -> None:
    html = page().replace(
        "<article><h1>Twelve killed near Jableh, monitor says</h1>",
        '<div class="has-sidebar"><h1>Twelve killed near Jableh, monitor says</h1><article>',
    )
    assert pieces(report_of(html.replace("</article>", "</article></div>")), "headline") == ["Twelve killed near Jableh, monitor says"]


def test_a_standfirst_is_a_subhead() -> None:
    report = report_of(page('<p class="standfirst">The toll rose overnight along the coast.</p>'))
    assert pieces(report, "subhead") == ["The toll rose overnight along the coast."]


def test_a_line_break_ends_a_line_and_tags_inside_a_word_do_not() -> None:
    report = report_of(page("<p>Twelve were <b>kil</b>led in the town,<br>thirty   were\n injured in the fields around it.</p>"))
    assert "Twelve were killed in the town,\nthirty were injured in the fields around it." in report.text


MASTHEAD = {
    "json-ld": """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle",
        "headline": "h", "datePublished": "2025-03-07T18:22:00+02:00", "dateModified": "2025-03-09",
        "publisher": {"@type": "Organization", "name": "Example Post"}, "author": [{"@type": "Person", "name": "A. Writer"}],
        "mainEntityOfPage": {"@id": "https://post.example/a/1"}}]}</script>""",
    "meta": """<meta property="og:site_name" content="Example Post"><meta name="author" content="By A. Writer">
        <meta property="article:published_time" content="2025-03-07T18:22:00+02:00">
        <meta property="article:modified_time" content="2025-03-09"><link rel="canonical" href="https://post.example/a/1">""",
}


@pytest.mark.parametrize("head", MASTHEAD.values(), ids=list(MASTHEAD))
def test_the_masthead_is_read_from_what_the_page_states(head: str) -> None:
    report = report_of(page(head=head))
    assert report.title == "Twelve killed near Jableh, monitor says" or report.title == "h"
    assert (report.outlet, report.byline, report.url) == ("Example Post", "A. Writer", "https://post.example/a/1")
    assert report.published == "2025-03-07T18:22:00+02:00"
    assert report.lang == "en"


def test_without_a_name_the_host_stands_for_the_outlet() -> None:
    assert report_of(page(head='<link rel="canonical" href="https://www.post.example/a/1">')).outlet == "post.example"


def test_a_date_the_page_does_not_state_is_not_guessed() -> None:
    report = report_of(page("<p>The first such attack was on 3 January 2025, the monitor said on its page.</p>", around="<p>© 2024</p>"))
    assert report.published is None
    assert (report.outlet, report.url, report.byline) == (None, None, None)


@pytest.mark.parametrize(
    "line",
    [
        '<time datetime="2025-03-07">Friday</time>',
        '<span class="entry-date">7 March 2025</span>',
        '<div class="published">Published: March 7, 2025</div>',
        '<time class="updated" datetime="2025-03-09">now</time><time datetime="2025-03-07" pubdate>then</time>',
    ],
)
def test_a_visible_date_line_is_read_and_is_no_part_of_the_story(line: str) -> None:
    report = report_of(page().replace("</h1>", f"</h1>{line}"))
    assert report.published == "2025-03-07"
    assert "March" not in report.text


def test_a_date_in_figures_that_could_be_two_days_is_not_read() -> None:
    assert report_of(page().replace("</h1>", '</h1><span class="date">07/03/2025</span>')).published is None


@pytest.mark.parametrize(
    ("story", "head", "agency"),
    [
        ("<p>(AFP)</p>", "", "AFP"),
        ("", '<meta name="author" content="Reuters">', "Reuters"),
        ("", '<meta name="dc.source" content="AFP">', "AFP"),
        ("<p>Reporting by A. Person; Editing by B. Person</p>", "", "Reuters"),
        ("<p>Reuters could not confirm the figures given by the monitor on Friday.</p>", "", None),
    ],
)
def test_an_agency_credit_is_kept_apart_from_the_outlet(story: str, head: str, agency: str | None) -> None:
    report = report_of(page(story, head + '<meta property="og:site_name" content="Example Post">'))
    assert (report.outlet, report.credit) == ("Example Post", agency)


def test_a_pictures_credit_is_not_the_texts() -> None:
    report = report_of(page("<figure><img src=a.jpg alt=x><figcaption>Smoke over Jableh. (AFP)</figcaption></figure>"))
    assert pieces(report, "caption") == ["Smoke over Jableh. (AFP)"]
    assert report.credit is None


def test_a_restatement_is_told_by_its_fields() -> None:
    head = "".join(
        f'<meta name="restates:{key}" content="{value}">'
        for key, value in {"by": "Knell's authors", "url": "https://a.example/1", "outlet": "A Post", "date": "2025-03-07"}.items()
    )
    report = report_of(page(head=head))
    assert report.restates is not None
    assert (report.restates.by, report.restates.url) == ("Knell's authors", "https://a.example/1")
    assert (report.outlet, report.published) == ("A Post", "2025-03-07")


@pytest.mark.parametrize(("encoding", "declared"), [("cp1252", "iso-8859-1"), ("utf-8", "iso-8859-1"), ("cp1252", "windows-1252")])
def test_a_page_is_decoded_by_its_bytes_and_then_by_what_it_says(encoding: str, declared: str) -> None:
    html = page("<p>L’état de siège – the words the ministry used for it on Friday.</p>").replace("utf-8", declared)
    assert "L’état de siège – the words" in report_of(html.encode(encoding)).text


def test_an_arabic_page_is_read_in_arabic() -> None:
    html = """<html lang="en"><head><title>عنوان</title></head><body><article><h1>مقتل اثني عشر شخصا قرب جبلة</h1>
      <p>قال المرصد السوري لحقوق الإنسان يوم الجمعة إن اثني عشر شخصا على الأقل قتلوا في هجوم قرب مدينة جبلة على الساحل.</p>
      <p>وأضاف المرصد أن ثلاثين شخصا أصيبوا في الهجوم وأن العدد مرشح للارتفاع خلال الساعات المقبلة.</p></article></body></html>"""
    report = report_of(html)
    assert report.lang == "ar"
    assert report.text.startswith("مقتل اثني عشر شخصا قرب جبلة\n\nقال المرصد")


HOSTILE = {
    "a million open elements": ("<html><body>" + "<div>" * 1_000_000 + "x", "nests elements 256 deep"),
    "text at every depth": ("<html><body>" + "<div>some words " * 50_000, "nests elements 256 deep"),
    "many elements, all deep": ("<html><body>" + ("<div>" * 200 + "some words" + "</div>" * 200) * 150, "nests elements 202 deep"),
    "too many elements": ("<html><body>" + "<p>Some words.</p>" * 70_000, "has over 60,000 elements"),
    "too many attributes": ("<html><body><p " + " ".join(f'a{n}="1"' for n in range(50_000)) + ">x</p>", "over 2,000 attributes"),
    "unclosed comments": ("<html>" + "<!--" * 500_000, "is a web page with no story in it"),
    "unclosed quotes": ("<html><body>" + '<a "' * 300_000, "is a web page with no story in it"),
}


@pytest.mark.parametrize(("html", "says"), HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_page_is_refused_before_it_is_read(html: str, says: str) -> None:
    with pytest.raises(IntakeError, match=says):
        open_file("page.html", html.encode())


def test_deep_structured_data_does_not_keep_a_page_from_being_read() -> None:
    head = '<script type="application/ld+json">' + "[" * 100_000 + "</script>"
    assert pieces(report_of(page(head=head)), "body") == list(STORY)


def test_bounds_are_the_callers_to_set() -> None:
    with pytest.raises(IntakeError, match="has over 10 elements"):
        open_file("page.html", page().encode(), limits=Limits(elements=10))
