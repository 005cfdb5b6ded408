"""My own saved pages and the subjects of mail that I began: read within bounds, and facts in the verdicts."""

import os

import pytest

from triage.cli.pages import FILE_BYTES, MOST_CHARS, MOST_FILES, read_pages
from triage.errors import ConfigError

ME = """
[me]
name = "Sam Field"
addresses = ["sam@acme.example"]
domains = ["acme.example"]
never = ["franchises"]
"""
PITCH = """Hi Sam,

We help companies like yours to get thirty qualified leads a month with our outbound lead generation service. Our team of
experts offers search engine optimisation, web design and appointment setting, and we guarantee results. {}
Would you have fifteen minutes for a quick call this week? Book a slot in my calendar.

Best regards,
Jo Vendor, growth manager
"""
FACTS = "Your planisher and your swage block deserve it."
QUESTION = "How many people are there in your company?"


@pytest.fixture
def site(tmp_path):
    """Write pages by their names below a folder, and return it."""

    def write(**pages):
        folder = tmp_path / "site"
        for name, content in pages.items():
            path = folder / f"{name.replace('__', '/')}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


def pages(*names):
    return read_pages([str(name) for name in names])


# ---------------------------------------------------------------- reading


def test_every_page_of_a_folder_is_read_in_order_and_nothing_else(tmp_path):
    for name, text in {
        "b.HTM": "<title>x</title><p>two",
        "a.html": "<h1>one</h1>",
        "sub/deep/c.md": "# four",
        "z.txt": "three",
        "z.css": "no",
        "html": "no",
        "logo.png": "no",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    read = pages(tmp_path)
    assert read.text.split("\n\n") == ["one", "two", "three", "# four"]
    assert read.left_out == ()


def test_names_are_read_in_their_order_and_each_page_once(site):
    folder = site(a="<p>one", b="<p>two", sub__c="<p>three")
    (folder / "again.html").symlink_to(folder / "a.html")
    read = pages(folder / "sub", folder / "b.html", folder, folder)
    assert read.text.split("\n\n") == ["three", "two", "one"]
    assert read.left_out == ()


def test_only_what_a_visitor_sees_is_read(site):
    page = (
        "<head><title>head</title><style>p { color: red }</style></head><body><p>seen</p><!-- comment --><script>script</script>"
        "<p style='display:none'>none</p><p hidden>hidden</p><p style='font-size:0'>tiny</p><noscript>noscript</noscript>"
    )
    assert pages(site(a=page)).text == "seen"


def test_what_is_no_utf_8_is_replaced_and_a_binary_file_is_left_out(site):
    folder = site(a=b"<p>caf\xe9 noir", b=b"\x89PNG\r\n\x1a\n\0\0", c="\ufeffgröße", d="\ufeffwide".encode("utf-16-le"))
    read = pages(folder)
    assert read.text.split("\n\n") == ["caf\ufffd noir", "größe"]
    assert read.left_out == tuple(f"{folder}/{name}.html is no text in UTF-8; it is left out." for name in "bd")


def test_of_many_pages_the_first_are_read_and_the_others_are_told(site):
    folder = site(**{f"page{number:03}": f"<p>p{number}" for number in range(MOST_FILES + 3)})
    read = pages(folder)
    assert read.text.split("\n\n") == [f"p{number}" for number in range(MOST_FILES)]
    assert read.left_out == (
        f"me.pages has more than {MOST_FILES} pages; those from {folder}/page064.html on are left out.",
    )
    assert pages(*sorted(folder.iterdir())[:MOST_FILES]).left_out == ()


def test_of_a_large_page_the_beginning_is_read_and_the_rest_is_told(tmp_path):
    page, small = tmp_path / "page.txt", tmp_path / "small.txt"
    dashes = "—" * ((FILE_BYTES - 10) // 3)  # three bytes each, so that the bound on characters is not met first
    page.write_text(f"begin{dashes}stillbeyond")
    small.write_text(f"begin{dashes}still")
    assert pages(page).text == f"begin{dashes}still"
    assert pages(page).left_out == (f"{page} is larger than what is read of one page; only its beginning counts.",)
    assert pages(small).text == f"begin{dashes}still"
    assert pages(small).left_out == ()


def test_markup_beyond_what_is_read_of_html_is_told(site):
    read = pages(site(a="<p>begin" + "<br>more" * 5_000))
    assert read.text.startswith("begin\nmore")
    assert "only its beginning counts" in read.left_out[0]


def test_the_characters_of_all_pages_are_bounded_and_what_follows_is_told(tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(str(number) * 60_000)
    read = pages(tmp_path)
    assert len(read.text) == MOST_CHARS
    assert read.text.endswith("3" * 100)
    assert read.left_out == (
        f"me.pages has more than 200,000 characters; what follows in {tmp_path}/3.txt is left out.",
    )


def test_exactly_as_many_characters_as_are_read_leave_nothing_out(tmp_path):
    (tmp_path / "a.txt").write_text("x" * MOST_CHARS)
    (tmp_path / "b.txt").write_text("\n")
    assert pages(tmp_path) == pages(tmp_path / "a.txt")
    assert pages(tmp_path).left_out == ()


def test_links_in_circles_pipes_and_links_to_nowhere_do_no_harm(site):
    folder = site(a="<p>one", sub__b="<p>two")
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "loop.html").symlink_to(folder / "loop.html")
    (folder / "gone.html").symlink_to(folder / "nowhere.html")
    os.mkfifo(folder / "pipe.html")
    read = pages(folder)
    assert read.text == "one\n\ntwo"
    assert [sentence.partition(" cannot be read (")[0] for sentence in read.left_out] == [
        f"{folder}/gone.html",
        f"{folder}/loop.html",
    ]


def test_a_folder_without_a_page_is_told(tmp_path):
    assert pages(tmp_path).left_out == (f"{tmp_path} holds no page (.html, .htm, .txt, .md).",)
    assert pages().left_out == ()


@pytest.mark.parametrize("name", ["page.html", "folder"])
def test_a_page_that_vanished_is_an_error_that_says_what_to_do(tmp_path, name):
    with pytest.raises(ConfigError) as caught:
        pages(tmp_path / name)
    [problem] = caught.value.problems
    said = "is not there any more (No such file or directory); put it back, or take it out of me.pages, and run again."
    assert problem == f"{tmp_path / name} {said}"


# ---------------------------------------------------------------- what the verdicts make of it


@pytest.fixture
def reasons(triage, mail, make_folder):
    """Judge a pitch that says this, by `clean` and by `why`, and return its reasons: code -> sentence."""

    def judged(said, *options, config=ME):
        triage.configure(config)
        folder = make_folder([mail.raw(1, sender="jo@vendor.example", body=PITCH.format(said))])
        [message] = triage.json("clean", folder, *options)["messages"]
        shown = triage.json("why", folder, message["id"], *options)
        assert shown["reasons"] == message["reasons"]
        return {reason["code"]: reason["text"] for reason in message["reasons"]}

    return judged


def with_pages(*names):
    return f"{ME}pages = {list(map(str, names))}\n"


def test_a_fact_that_stands_on_a_page_only_is_a_fact_about_me(reasons, site):
    folder = site(work__tools="<p>Every <b>planisher</b> here was rebuilt, and the swage block is from 1890.")
    assert "fact-about-me" not in reasons(FACTS)
    assert {"planisher", "swage"} <= words_of(reasons(FACTS, config=with_pages(folder))["fact-about-me"])
    assert "fact-about-me" in reasons(FACTS, config=with_pages("../site/work/tools.html"))


def test_pages_alone_are_a_profile(reasons, site):
    nobody = ME.replace('never = ["franchises"]', "")
    assert "fact-about-me" in reasons(FACTS, config=f'{nobody}pages = ["{site(a="<p>A planisher, a swage block")}"]\n')


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display:none'>{}</p>",
        "<!-- {} -->",
        "<script>{}</script>",
        "<p style='color:white;background:#fff'>{}</p>",
    ],
)
def test_what_a_page_hides_is_no_fact(reasons, site, hidden):
    folder = site(a="<p>We work metal.</p>" + hidden.format("planisher, swage block"))
    assert "fact-about-me" not in reasons(FACTS, config=with_pages(folder))


def test_a_question_that_a_page_answers_is_named_with_the_sentence(reasons, site):
    folder = site(about="<p>We shape sheet metal.</p><p>We are nine people.</p>")
    assert "answered-question" not in reasons(QUESTION)
    assert "We are nine people." in reasons(QUESTION, config=with_pages(folder))["answered-question"]


def words_of(text):
    return set(text.replace(",", " ").split())


def test_two_rare_words_of_subjects_that_i_began_are_a_fact_about_me(reasons, mail, make_folder):
    sent = make_folder([mail.raw(8, to="ann@maker.example", subject="A planisher for the swage block?")], name="sent")
    assert "fact-about-me" not in reasons(FACTS)
    assert {"planisher", "swage"} <= words_of(reasons(FACTS, "--sent", sent)["fact-about-me"])


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("Re: A planisher for the swage block?", {}),
        ("WG: A planisher for the swage block?", {}),
        ("A planisher for the swage block?", {"In_Reply_To": "<their@pitch.example>"}),
    ],
)
def test_the_subject_of_an_answer_is_no_fact_about_me(reasons, mail, make_folder, subject, headers):
    sent = make_folder([mail.raw(8, to="ann@maker.example", subject=subject, **headers)], name="sent")
    assert "fact-about-me" not in reasons(FACTS, "--sent", sent)


def test_what_was_sent_is_known_to_the_judge_of_every_command_that_judges(triage, mail, make_folder, monkeypatch):
    from triage.judge import relevance

    known = []
    profile_of = relevance.Profile.of
    monkeypatch.setattr(
        relevance.Profile, "of", lambda recipient, *more: known.append(recipient.wrote) or profile_of(recipient, *more)
    )
    triage.configure(ME)
    folder = make_folder([mail.raw(1)])
    labelled = make_folder([mail.raw(1)], name="labelled/legitimate").parent
    sent = make_folder([mail.raw(8, to="ann@maker.example", subject="A planisher")], name="sent")
    triage("clean", folder, "--sent", sent)
    triage("why", folder, "0000.eml", "--sent", sent)
    triage("eval", labelled, "--sent", sent)
    assert known == [frozenset({"planisher"})] * 3


def test_an_applied_run_remembers_the_words_and_why_knows_them_later(triage, mail, make_maildir, make_folder):
    triage.configure(ME)
    root = make_maildir([mail.raw(1, sender="jo@vendor.example", body=PITCH.format(FACTS))])
    sent = make_folder([mail.raw(8, to="ann@maker.example", subject="A planisher for the swage block?")], name="sent")
    [message] = triage.json("clean", root, "--apply", "--sent", sent)["messages"]
    codes = [reason["code"] for reason in triage.json("why", message["id"])["reasons"]]
    assert "fact-about-me" in codes


def test_the_words_on_what_i_keep_are_knowledge_of_me(triage, mail, make_maildir):
    triage.configure(ME)
    pitch = mail.raw(1, sender="jo@vendor.example", body=PITCH.format(FACTS))
    root = make_maildir([pitch])

    def codes():
        [message] = triage.json("clean", root)["messages"]
        return [reason["code"] for reason in message["reasons"]]

    assert "fact-about-me" not in codes()
    make_maildir([mail.raw(2, subject="Re: the planisher of the swage block")], name="Maildir/.Workshop")
    assert "fact-about-me" in codes()


# ---------------------------------------------------------------- what is said besides


def test_what_was_left_out_is_said_once_and_not_when_quiet(triage, mail, make_folder, site):
    folder = make_folder([mail.friend(1)])
    left_out = site(a="<p>one", b=b"\0") / "b.html"
    triage.configure(with_pages(left_out.parent))
    said = f"triage: {left_out} is no text in UTF-8; it is left out.\n"
    assert triage("clean", folder).err.count(said) == 1
    assert triage("why", folder, "0000.eml").err.count(said) == 1
    assert said not in triage("clean", folder, "--quiet").err


def test_a_missing_page_ends_the_run_with_the_line_of_the_configuration(triage, mail, make_folder):
    triage.configure(with_pages("gone"))
    done = triage("clean", make_folder([mail.friend(1)]), code=3)
    assert "config.toml, line 7: me.pages[0]: 'gone' cannot be read" in done.err


def test_a_page_that_vanishes_after_the_configuration_was_read_ends_the_run(
    triage, mail, make_folder, site, monkeypatch
):
    from triage import config

    folder = site(a="<p>one")
    triage.configure(with_pages(folder / "a.html"))
    load = config.load

    def vanishing(path):
        loaded = load(path)
        (folder / "a.html").unlink(missing_ok=True)
        return loaded

    monkeypatch.setattr(config, "load", vanishing)
    done = triage("clean", make_folder([mail.friend(1)]), code=3)
    assert f"{folder / 'a.html'} is not there any more" in done.err
