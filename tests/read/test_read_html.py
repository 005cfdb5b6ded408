"""Pages: what a person sees of them, what is hidden from them, what is quoted, and where links lead."""

from __future__ import annotations

import pytest

from triage.read import read
from triage.read.html import read_html


def seen(html: str) -> str:
    return read_html(html).text


def message(html: str):
    return read(b"From: a@x.example\nContent-Type: text/html; charset=utf-8\n\n" + html.encode())


# ---------------------------------------------------------------- what is seen


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("one<br>two", "one\ntwo"),
        ("one<br><br>two", "one\n\ntwo"),
        ("<div>one<br></div><div>two</div>", "one\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("<p>one</p>\n\n\n<p>two</p><br><br><br>three", "one\n\ntwo\n\nthree"),
        ("<h1>one</h1>two", "one\n\ntwo"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("<table><tr><td>one</td><td>two</td></tr><tr><td>three</td></tr></table>", "one two\nthree"),
        ("<b>one</b><i>two</i> <font color=red>three</font>", "onetwo three"),
        ("one\n   two\t three", "one two three"),
        ("<pre>one\ntwo</pre>", "one\ntwo"),
        ('<div style="white-space: pre-wrap">one\ntwo</div>', "one\ntwo"),
        ("a &amp; b &lt;c&gt; &eacute; &#8217;", "a & b <c> é ’"),
        ("one&nbsp;&nbsp;two", "one two"),
        ("<a href=x>one</a><a href=y>two</a>", "one two"),
        ("<a href=x>one</a>, two", "one, two"),
        ("no markup at all", "no markup at all"),
        ("<p>never <b>closed", "never closed"),
        ("</p></div>closed too often</b>", "closed too often"),
        ("<o:p>one</o:p>", "one"),
        ("<button>one</button> <label>two</label>", "one two"),
        ("<blockquote>set in</blockquote>", "set in"),
        ("", ""),
        ("<html><body></body></html>", ""),
        ("<frameset><frame src=x></frameset>", ""),
    ],
)
def test_a_page_is_text_with_its_lines(html, expected):
    assert seen(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<script>{}</script>",
        "<style>{}</style>",
        "<title>{}</title>",
        "<noscript>{}</noscript>",
        "<template>{}</template>",
        "<svg><text>{}</text></svg>",
        "<iframe>{}</iframe>",
        "<object>{}</object>",
        "<textarea>{}</textarea>",
        "<select><option>{}</option></select>",
        "<!-- {} -->",
        "<!--[if mso]><p>{}</p><![endif]-->",
        '<p title="{0}">x</p><img alt="{0}">',
    ],
)
def test_what_no_reader_shows_is_no_text(html):
    page = read_html("<p>Kiln</p>" + html.format("not shown"))
    assert "not shown" not in page.text + page.hidden + page.quoted
    assert page.text.startswith("Kiln")


# ---------------------------------------------------------------- what is hidden


HIDDEN = [
    "display:none",
    "DISPLAY : NONE !important",
    "visibility: hidden",
    "visibility:collapse",
    "opacity:0",
    "opacity: 0.01",
    "max-height:0",
    "max-height:0px;overflow:hidden",
    "max-width:0",
    "height:0;overflow:hidden",
    "width:0px;overflow:hidden",
    "clip:rect(0,0,0,0)",
    "clip: rect(1px, 1px, 1px, 1px)",
    "transform:scale(0)",
    "position:absolute;left:-9999px",
    "position:absolute;top:-9999px",
    "text-indent:-9999px",
    "margin-left:-100em",
    "margin-top:-50cm",
    "font-size:0",
    "font-size:1px",
    "font-size:1pt",
    "font-size:0.05em",
    "font:normal 1px/2 Arial",
    "color:white",
    "color:#fff",
    "color:#fefefe",
    "color: #ffffffff",
    "color:rgb(255, 255, 255)",
    "color:rgba(250,250,250,1)",
    "color:snow",
    "background:black;color:#000",
    "background-color:#336699;color:#336698",
    "background:rgb(9,9,9) none;color:#090909",
]


@pytest.mark.parametrize("style", HIDDEN)
@pytest.mark.parametrize("tag", ["div", "span", "p"])
def test_text_that_a_style_hides_is_set_apart(tag, style):
    page = read_html(f'<p>Kiln</p><{tag} style="{style}">secret <b>words</b></{tag}><p>cold</p>')
    assert page.hidden == "secret words"
    assert page.text.split() == ["Kiln", "cold"]


@pytest.mark.parametrize(
    "html",
    [
        "<div hidden>secret</div>",
        "<font color=white>secret</font>",
        "<font color=#FFFFFF>secret</font>",
        "<table bgcolor=#000000><tr><td><font color=black>secret</font></td></tr></table>",
        "<table bgcolor=black><tr><td style='color:#010101'>secret</td></tr></table>",
        "<div style=display:none><div style=display:block>secret</div></div>",
        "<div style=font-size:0><span>secret</span></div>",
        "<div style=display:none><blockquote type=cite>secret</blockquote></div>",
        "<div class=gmail_quote style=display:none>secret</div>",
    ],
)
def test_text_that_markup_hides_is_set_apart(html):
    page = read_html(f"Kiln {html}")
    assert (page.text, page.hidden, page.quoted) == ("Kiln", "secret", "")


def test_the_colours_of_the_body_are_those_of_the_page():
    assert read_html("<body bgcolor=black text=white>seen<p style='color:black'>secret</p></body>").text == "seen"
    assert read_html("<body style='background:black;color:black'>secret</body>").hidden == "secret"


@pytest.mark.parametrize(
    "style",
    [
        "",
        "display:block",
        "opacity:1",
        "opacity:0.9",
        "max-height:100px",
        "height:0",
        "overflow:hidden",
        "left:-1px",
        "left:auto",
        "margin-left:-20px",
        "font-size:12px",
        "font-size:small",
        "font-size:-",
        "font-size:large;font:0",
        "font:12px Arial",
        "color:black",
        "color:#eee",
        "color:red",
        "color:inherit",
        "color:url(x)",
        "color:#ffff",
        "background:white",
        "background-color:black;color:white",
        "background:url(x.png);color:white",
        "background-image:url(x.png);color:white",
        "background:linear-gradient(red, blue);color:white",
        "background-image:none;background:black;color:white",
        "background:navy;color:white",
        "nonsense",
        "::;;:",
    ],
)
def test_text_that_a_style_does_not_hide_is_seen(style):
    page = read_html(f'<div style="{style}">Kiln</div>')
    assert (page.text, page.hidden) == ("Kiln", "")


@pytest.mark.parametrize(
    "html",
    [
        "<table background=x.png><tr><td style=color:white>Kiln</td></tr></table>",
        "<table bgcolor=navy><tr><td><font color=white>Kiln</font></td></tr></table>",
        "<style>.dark{background:black}</style><div class=dark style=color:white>Kiln</div>",
        "<style>#dark{background:black}</style><div id=dark><p style=color:white>Kiln</p></div>",
        "<style>.x{font-size:9px}</style><div style=font-size:0><p class=x>Kiln</p></div>",
        "<div style=font-size:0><p style=font-size:12px>Kiln</p></div>",
        "<div style=color:white><p style=color:black>Kiln</p></div>",
        "<div style=color:white><table bgcolor=black><tr><td>Kiln</td></tr></table></div>",
    ],
)
def test_white_letters_on_what_may_be_dark_are_seen(html):
    page = read_html(html)
    assert (page.text, page.hidden) == ("Kiln", "")


def test_hidden_text_of_a_message_is_kept_apart_from_its_body():
    text = message("<p>Our kilns are cold.</p><div style=display:none>meeting invoice family</div>").text
    assert (text.body, text.hidden) == ("Our kilns are cold.", "meeting invoice family")


@pytest.mark.parametrize(
    "padding", ["&zwnj;&nbsp;" * 90, "\u034f \u200c" * 90, "&#8199;&shy;" * 90, "\ufeff\u2060 " * 90]
)
def test_the_padding_behind_a_preview_is_one_blank(padding):
    assert len(seen(f"<p>Kiln {padding} cold</p>")) < 15


# ---------------------------------------------------------------- what is quoted


@pytest.mark.parametrize(
    "html",
    [
        "<div class=gmail_quote><p>theirs</p></div>",
        '<div class="gmail_quote gmail_quote_container"><blockquote>theirs</blockquote></div>',
        "<blockquote type=cite>theirs</blockquote>",
        '<blockquote cite="mid:a@b">theirs</blockquote>',
        "<blockquote style='border-left:1px solid #ccc'>theirs</blockquote>",
        "<blockquote style='border-left-width:2px'>theirs</blockquote>",
        "<div class=moz-cite-prefix>theirs</div>",
        "<div class=moz-forward-container>theirs</div>",
        "<div id=yahoo_quoted_1>theirs</div>",
        "<div class=protonmail_quote>theirs</div>",
        "<div class=tutanota_quote>theirs</div>",
        "<div id=OutlookMessageHeader>theirs</div>",
        "<span id=OLK_SRC_BODY_SECTION>theirs</span>",
        "<div id=mail-editor-reference-message-container>theirs</div>",
    ],
)
def test_what_a_mail_program_marks_as_quoted_is_set_apart(html):
    page = read_html(f"<div>ours</div>{html}<div>ours too</div>")
    assert page.quoted == "theirs"
    assert list(filter(None, page.text.split("\n"))) == ["ours", "ours too"]


@pytest.mark.parametrize(
    "before",
    [
        "<p>On 1 May 2024 at 10:00, Ada wrote:</p>",
        "On 1 May 2024 at 10:00, Ada &lt;ada@x.example&gt; wrote:<br>",
        "<div>Am 1. Mai 2024 um 10:00 <b>schrieb</b> Ada:</div>",
    ],
)
def test_a_bare_indent_behind_the_words_of_a_reply_is_quoted(before):
    page = read_html(f"<p>ours</p>{before}<blockquote>theirs <blockquote>older</blockquote></blockquote>")
    assert "theirs" in page.quoted
    assert "older" in page.quoted
    assert "theirs" not in page.text


def test_a_bare_indent_is_the_writers_own():
    page = read_html("<p>Our offer:</p><blockquote>Ten kilns.</blockquote>")
    assert page.quoted == ""
    assert "Ten kilns." in page.text


@pytest.mark.parametrize("name", ["quote", "quoted", "x", "cite", "outlook"])
def test_a_class_that_no_mail_program_gives_does_not_quote(name):
    assert seen(f"<div class={name}>ours</div>") == "ours"


# ---------------------------------------------------------------- links and images


def test_links_are_kept_in_their_order_each_once():
    page = (
        "<a href=https://b.example/>b</a><a href='https://a.example/?x=1&amp;y=2'>a</a><a href=https://b.example/>b</a>"
    )
    assert message(page).links == ("https://b.example/", "https://a.example/?x=1&y=2")


@pytest.mark.parametrize("html", ["<a>x</a>", "<a href>x</a>", "<a href=''>x</a>", "<a name=x>x</a>"])
def test_a_link_that_leads_nowhere_is_none(html):
    assert read_html(html).links == ()


def test_links_and_images_that_nobody_sees_do_not_count():
    page = read_html("<div style=display:none><a href=https://x.example/>x</a><img src=https://x.example/i></div>")
    assert (page.links, page.images) == ((), 0)


def test_images_are_counted_but_for_those_that_are_parts():
    page = read_html("<img src=https://x.example/i.png><img src='cid:part1'><img><p><img src=data:x></p>")
    assert page.images == 3


def test_no_more_than_200_links_are_kept():
    assert len(read_html("<a href=https://x.example/>x</a>" * 300).links) == 200


# ---------------------------------------------------------------- bounds


def test_a_page_within_its_bounds_is_read_whole():
    page = read_html("<p>kiln" * 3_000)
    assert page.text.count("kiln") == 3_000
    assert not page.over


@pytest.mark.parametrize(
    "html",
    [
        "<p>kiln" * 5_000,
        "<p>" + "kiln " * 8_000,
        "<b>kiln" * 4_001,
        "<div>" * 50_000,
        "<!-- " * 9_000,
        "<style>" * 9_000,
    ],
    ids=["tags", "letters", "formatting", "depth", "comments", "styles"],
)
def test_a_page_beyond_its_bounds_is_cut_and_a_fault(html):
    assert read_html("seen" + html).over
    outcome = message("seen" + html)
    assert "over-html" in outcome.faults
    assert outcome.text.body.startswith("seen")


@pytest.mark.parametrize(
    "unseen",
    ["<style>" + "p{} " * 10_000 + "</style>", "<!--" + "x" * 40_000 + "-->", "<SCRIPT>" + "x" * 40_000 + "</Script>",
     "<!-- x -->" * 5_000, "<style>x</style>İ" + "<!--" + "x" * 40_000 + "-->"],
    ids=["style", "comment", "script in capitals", "many comments", "beside a letter that grows"],
)  # fmt: skip
def test_what_no_reader_sees_does_not_use_up_the_bounds(unseen):
    page = read_html(unseen + "<p>Kiln</p>")
    assert page.text.endswith("Kiln")
    assert not page.over


def test_formatting_that_is_never_closed_does_not_multiply():
    page = read_html("<b>x<p>" * 1_500)
    assert page.text.count("x") == 1_500
    assert not page.over


def test_a_link_in_a_link_multiplies_no_further_than_the_bound():
    page = read_html("<a href=x>" * 3_000 + "<p>" + "<p>".join(["Kiln"] * 900))
    assert page.text.count("Kiln") <= 900
    assert len(page.links) <= 200
