from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from triage.read.html import _CLOSED, _OPENED, HTML_CHARS, LINKS, NODES, TAGS, _collect, _Collected, read_html
from triage.read.style import Style, alike, colour, read_style

# ---------------------------------------------------------------- what is seen


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("plain", "plain"),
        ("a\nb\r\nc", "a b c"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<div><div>a</div></div><div>b</div>", "a\nb"),
        ("<div>a<br></div><div>b</div>", "a\nb"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("a<br>b<br><br>c<br><br><br><br>d", "a\nb\n\nc\n\nd"),
        ("<ul><li>a<li>b</ul>c", "a\nb\nc"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<h1>a</h1>b<hr>c", "a\n\nb\nc"),
        ("<dl><dt>a<dd>b</dl>", "a\nb"),
        ("a <b>b</b><i>c</i> d", "a bc d"),
        ("<p>The <span>pu</span>mp.</p>", "The pump."),
        ("<a href=x>Home</a><a href=y>Shop</a>", "Home Shop"),
        ("<a href=x>Home</a>, <a href=y>Shop</a>", "Home, Shop"),
        ("<pre>a\n  b\n</pre>c", "a\nb\n\nc"),
        ("<div style='white-space:pre-wrap'>a\nb</div>", "a\nb"),
        ("a&nbsp;&amp; &#8203; b &lt;c&gt;", "a & b <c>"),
        ("<p>a</p>&#847;&zwnj;&nbsp;&#847;&zwnj;&nbsp;<p>b</p>", "a\n\nb"),
        ("fr&#8203;ee", "fr\u200bee"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("<title>t</title><style>s</style><script>j</script>a<!-- c --><noscript>n</noscript>", "a"),
        ("<template>t</template><svg>s</svg><select><option>o</select><textarea>x</textarea>a", "a"),
        ("<form>a<button>b</button></form>", "ab"),
        ("<html><body>a</body></html>b", "ab"),
        ("<frameset><frame src=x></frameset>", ""),
        ("<p>a", "a"),
        ("a</p></div></nothing>b", "a\n\nb"),
        ("a\x1db\x1ec", "a b c"),
    ],
)
def test_a_page_reads_as_a_browser_lays_it_out(markup, text):
    assert read_html(markup).text == text


@pytest.mark.parametrize(
    "markup",
    [
        "<style>{0}</style>",
        "<script>{0}</script>",
        "<!--{0}-->",
        "<!--[if mso]>{0}<![endif]-->",
        "<STYLE type='text/css'>{0}</STYLE>",
    ],
)
def test_what_no_reader_sees_does_not_count_against_the_bound(markup):
    page = read_html(f"<p>a</p>{markup.format('x' * HTML_CHARS)}<p>b</p>")

    assert (page.text, page.over) == ("a\n\nb", False)


def test_a_letter_that_grows_in_lower_case_shifts_nothing():
    page = read_html(f"İ<p>a</p><!--{'x' * HTML_CHARS}--><p>b</p>")

    assert page.text == "İ\n\na\n\nb"


def test_more_than_the_bounds_is_cut_and_said():
    long = read_html("x" * (HTML_CHARS + 1))
    many = read_html("<br>x" * TAGS)

    assert (len(long.text), long.over) == (HTML_CHARS, True)
    assert (many.text.count("x"), many.over) == (TAGS - 1, True)
    assert not read_html("x" * HTML_CHARS).over
    assert not read_html("<br>x" * (TAGS - 1)).over


def test_a_tree_with_more_nodes_than_markup_can_have_is_left():
    found = _Collected(styled=False)
    body = LexborHTMLParser("<br>" * NODES).body
    assert body is not None

    assert not _collect(body, found)


def test_fonts_that_are_never_closed_are_not_opened_again_in_every_paragraph():
    page = read_html("".join(f"<p><font color=#0000{number:02}>{number}" for number in range(90)))

    assert page.text == "\n\n".join(map(str, range(90)))


# ---------------------------------------------------------------- what is hidden

HIDDEN = (
    "<p style='display:none'>{0}</p>",
    "<p style='DISPLAY : None !important'>{0}</p>",
    "<p hidden>{0}</p>",
    "<p style='visibility:hidden'>{0}</p>",
    "<p style='visibility:collapse'>{0}</p>",
    "<p style='opacity:0'>{0}</p>",
    "<p style='opacity:0.01'>{0}</p>",
    "<p style='font-size:0'>{0}</p>",
    "<p style='font-size:1px'>{0}</p>",
    "<p style='font-size: 1pt'>{0}</p>",
    "<p style='font-size:.05em'>{0}</p>",
    "<p style='font:0/0 a'>{0}</p>",
    "<p style='max-height:0;overflow:hidden'>{0}</p>",
    "<p style='max-width:0px'>{0}</p>",
    "<p style='height:0;overflow:hidden'>{0}</p>",
    "<p style='position:absolute;left:-9999px'>{0}</p>",
    "<p style='position:absolute;top:-500px'>{0}</p>",
    "<p style='text-indent:-9999px'>{0}</p>",
    "<p style='margin-left:-30em'>{0}</p>",
    "<p style='clip:rect(0 0 0 0)'>{0}</p>",
    "<p style='transform:scale(0)'>{0}</p>",
    "<p style='color:#fff;background:#ffffff'>{0}</p>",
    "<p style='color:white'>{0}</p>",
    "<p style='color:#fefefe'>{0}</p>",
    "<p style='color:rgb(255, 255, 255)'>{0}</p>",
    "<font color=white>{0}</font>",
    "<font color=ffffff>{0}</font>",
    "<table><td bgcolor=#102030><span style='color:#112131'>{0}</span></td></table>",
    "<div style='background-color:black'><font color=#000>{0}</font></div>",
    "<div style='display:none'><p style='display:block'><b>{0}</b></p></div>",
    "<div style='font-size:0'><b>{0}</b></div>",
    "<div style=display:none><blockquote type=cite>{0}</blockquote></div>",
)
SEEN = (
    "<p style='display:block'>{0}</p>",
    "<p style='visibility:visible;opacity:1'>{0}</p>",
    "<p style='font-size:10px'>{0}</p>",
    "<p style='font:bold 12px/14px Arial'>{0}</p>",
    "<p style='font-size:large'>{0}</p>",
    "<p style='font-size:-'>{0}</p>",
    "<table><td style='font-size:0'><p style='font-size:14px'>{0}</p></td></table>",
    "<p style='height:0'>{0}</p>",
    "<p style='overflow:hidden;height:20px'>{0}</p>",
    "<p style='margin-left:-10px'>{0}</p>",
    "<p style='mso-hide:all'>{0}</p>",
    "<p style='color:#333'>{0}</p>",
    "<p style='color:#fff;background:#000'>{0}</p>",
    "<div style='background:#000'><font color=white>{0}</font></div>",
    "<table><td bgcolor=navy><font color=white>{0}</font></td></table>",
    "<table><td background=stars.gif><font color=white>{0}</font></td></table>",
    "<div style='background:url(x) #fff'><font color=white>{0}</font></div>",
    "<div style='background-image:url(x)'><font color=white>{0}</font></div>",
    "<div style='background-image:none;background:#000'><font color=white>{0}</font></div>",
    "<div style='background:rgb(0, 0, 0) none'><font color=white>{0}</font></div>",
    "<p style='color:white'><span style='color:black'>{0}</span></p>",
    "<p style='color:inherit;background:transparent'>{0}</p>",
    "<p style='display'>{0}</p>",
    "<style>.x{{background:black}}</style><p class=x style='color:white'>{0}</p>",
    "<style>.x{{font-size:9px}}</style><table><td style='font-size:0'><p class=x>{0}</p></td></table>",
    "<style>body{{background:black}}</style><font color=white>{0}</font>",
)


@pytest.mark.parametrize("markup", HIDDEN)
def test_what_nobody_can_see_is_kept_apart(markup):
    page = read_html(f"<div>The pump.</div>{markup.format('free money')}<div>The flange.</div>")

    assert page.hidden == "free money"
    assert "money" not in page.text + page.quoted
    assert page.text.split() == ["The", "pump.", "The", "flange."]


@pytest.mark.parametrize("markup", SEEN)
def test_what_can_be_seen_stays(markup):
    page = read_html(f"<div>The pump.</div>{markup.format('free money')}<div>The flange.</div>")

    assert page.hidden == ""
    assert "free money" in page.text


def test_the_page_itself_has_colours():
    assert read_html("<body bgcolor=black text=white>a<font color=black>b</font>").hidden == "b"
    assert read_html("<body text=white>a").hidden == "a"


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("", None),
        ("transparent", None),
        (" White ", (255, 255, 255)),
        ("#fff", (255, 255, 255)),
        ("#A1b2C3", (161, 178, 195)),
        ("#a1b2c3ff", (161, 178, 195)),
        ("a1b2c3", (161, 178, 195)),
        ("rgba(1, 2, 3, .5)", (1, 2, 3)),
        ("var(--ink)", ()),
        ("salmon", ()),
    ],
)
def test_colours_are_known_by_the_ways_they_are_written(value, known):
    assert colour(value) == known


def test_colours_that_cannot_be_known_are_like_none():
    assert not alike((), ())
    assert not alike(None, (255, 255, 255))
    assert alike((255, 255, 255), (250, 250, 250))
    assert not alike((255, 255, 255), (240, 255, 255))


def test_a_style_that_says_nothing_says_nothing():
    assert read_style("") == read_style(";;a;b:;:c") == Style()


# ---------------------------------------------------------------- what is quoted


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param(
            "<div class=gmail_quote><div class=gmail_attr>On Monday:</div><blockquote>{0}</blockquote></div>",
            id="gmail",
        ),
        pytest.param("<div class='gmail_quote gmail_quote_container'>{0}</div>", id="gmail 2024"),
        pytest.param("<blockquote type=cite><div>{0}</div></blockquote>", id="apple mail"),
        pytest.param(
            "<div class=moz-cite-prefix>On Monday:</div><blockquote type=cite cite='mid:x'>{0}</blockquote>",
            id="thunderbird",
        ),
        pytest.param("<div class=moz-forward-container>{0}</div>", id="thunderbird forwards"),
        pytest.param("<blockquote style='BORDER-LEFT: #000000 2px solid'>{0}</blockquote>", id="outlook express"),
        pytest.param("<div id=yahoo_quoted_1 class=yahoo_quoted>{0}</div>", id="yahoo"),
        pytest.param("<div class=protonmail_quote>{0}</div>", id="proton mail"),
        pytest.param("<span id=OLK_SRC_BODY_SECTION>{0}</span>", id="outlook for mac"),
        pytest.param("<blockquote cite=x><blockquote>{0}</blockquote></blockquote>", id="a quote in a quote"),
    ],
)
def test_what_mail_programs_mark_is_quoted(quote):
    page = read_html(f"<div>It leaks.</div>{quote.format('Does it leak?')}<div>Still.</div>")

    assert "Does it leak?" in page.quoted
    assert page.text.split() == ["It", "leaks.", "Still."]


def test_a_bare_blockquote_is_indented_text():
    page = read_html("<p>The offer:</p><blockquote>ten pumps</blockquote>")

    assert (page.text, page.quoted) == ("The offer:\n\nten pumps", "")


def test_a_bare_blockquote_is_a_quote_where_somebody_is_said_to_have_written_it():
    page = read_html(
        "<p>On 6 May 2024, <b>Ada</b> &lt;<a href=x>ada@mill.example</a>&gt; wrote:<br></p><blockquote>a</blockquote>"
    )

    assert page.quoted == "a"


# ---------------------------------------------------------------- links and images


def test_links_and_images_are_counted():
    page = read_html("<a href=http://a.example>a</a><a>b</a><a href>c</a><img src=x><img><img src='cid:logo'>")

    assert (page.links, page.images) == (("http://a.example",), 2)


def test_what_is_concealed_neither_links_nor_shows():
    page = read_html("<p hidden><a href=x>a</a><img src=x></p><p style='font-size:0'><a href=y><img src=y></a></p>")

    assert (page.links, page.images) == (("y",), 1)


def test_links_have_a_bound():
    assert len(read_html("<a href=x>y</a>" * (LINKS + 1)).links) == LINKS


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a b", "a b"),
        ("a  b", "a b"),
        ("a\tb", "a b"),
        ("a\xa0b", "a b"),
        ("a \u200b b", "a b"),
        ("a\u200bb", "a\u200bb"),
        ("a\u200b b", "a\u200b b"),
        ("a\r\n&#29;&#30;&#13;b", "a b"),
        ("a <br> b", "a\nb"),
        ("a \u200b<br>\u200b b", "a\nb"),
        ("a<br><br>b", "a\n\nb"),
        ("a<br> <br>\u200b<br>b", "a\n\nb"),
        ("a <div> b </div> c", "a\nb\nc"),
        ("a<br><div>b</div>", "a\nb"),
        ("a <p> b", "a\n\nb"),
        ("a<div></div><div></div>b", "a\nb"),
    ],
)
def test_blanks_and_breaks_are_folded(text, shown):
    assert read_html(text).text == shown


@pytest.mark.parametrize("name", "b big code em font i nobr s small strike strong tt u".split())
@pytest.mark.parametrize("change", [str.lower, str.upper], ids=["small", "large"])
def test_a_font_left_open_is_no_more_than_a_span(name, change):
    many = f"<p><{change(name)} class=x>a</p>" * 40 + f"</{change(name)}>"

    assert _OPENED.sub("<span", many).count("<span class=x>") == 40
    assert _CLOSED.sub("</span", many).count("</span>") == 1


@pytest.mark.parametrize("name", "a base br body blockquote sub sup span table td th title tr ul ins img input".split())
def test_other_tags_stay_what_they_are(name):
    markup = f"<{name}>x</{name}>"

    assert _CLOSED.sub("</span", _OPENED.sub("<span", markup)) == markup
