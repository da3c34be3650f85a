# ruff: noqa: ISC004 - long recorded titles are wrapped by the formatter
"""Examples and contested inputs of three specs, for the tests of the synthesizer.

The file names and the tokens are modal outcomes of the recorded draws. The messages to a library's desk, each with the team
that it goes to, were written for these tests.
"""

from __future__ import annotations

import pytest

CLEAN_FILENAME = [
    ("Meeting Notes (2).docx", "meeting-notes-2.docx"),
    ("Q3 Report - FINAL v3.pdf", "q3-report-final-v3.pdf"),
    ("résumé Jane Doe 2024.pdf", "resume-jane-doe-2024.pdf"),
    ("IMG_20240315_142301.JPG", "img-20240315-142301.jpg"),
    ("Invoice #4521 – ACME Corp.pdf", "invoice-4521-acme-corp.pdf"),
    ("budget 2024-03.xlsx", "budget-2024-03.xlsx"),
    ("What's New?.txt", "whats-new.txt"),
    ("Sales/Marketing deck.pptx", "sales-marketing-deck.pptx"),
    ("  leading and trailing spaces  .txt", "leading-and-trailing-spaces.txt"),
    ("untitled", "untitled"),
    ("Photo of Mum & Dad @ beach!!.png", "photo-of-mum-and-dad-at-beach.png"),
    ("release-notes-2024-03.md", "release-notes-2024-03.md"),
    ("C++ vs. Rust: a comparison.pdf", "cpp-vs-rust-a-comparison.pdf"),
    ("backup.tar.gz", "backup.tar.gz"),
    ("Übersicht März.xlsx", "uebersicht-maerz.xlsx"),
    ("100% complete.docx", "100-percent-complete.docx"),
    ('email from Bob re: "contract".eml', "email-from-bob-re-contract.eml"),
    ("notes...final...really final.txt", "notes-final-really-final.txt"),
    ("John's Résumé [updated].pdf", "johns-resume-updated.pdf"),
    ("DATA_EXPORT_2023-12-31T23:59:59.csv", "data-export-2023-12-31t23-59-59.csv"),
    ("2024-03", "2024-03"),
    ("node_modules copy.zip", "node-modules-copy.zip"),
    ("Screen Shot 2024-03-15 at 10.32.11 AM.png", "screen-shot-2024-03-15-at-10-32-11-am.png"),
    ("IPv4 subnetting <cheatsheet>.pdf", "ipv4-subnetting-cheatsheet.pdf"),
    ("Кошка.jpg", "koshka.jpg"),
    ("my.file.name.with.dots.txt", "my-file-name-with-dots.txt"),
    ("New Folder (3)", "new-folder-3"),
    ("Tom & Jerry S01E02 [1080p].mkv", "tom-and-jerry-s01e02-1080p.mkv"),
    ("year-end review 2023/2024.pptx", "year-end-review-2023-2024.pptx"),
    (
        "a very long title that goes on and on about the history of the department and its many reorganisations since "
        "1987.docx",
        "a-very-long-title-that-goes-on-and-on-about-the-history-of-the-department-and-its-many-reorganisations-since-1987.docx",
    ),
]
CLEAN_FILENAME_CONTESTED = ["project plan v2.1 (draft).doc", "README"]

LIBRARY_DESK = [
    ("May I keep this book for another week?", "loans"),
    ("The book I returned on Monday is still on my list", "loans"),
    ("Which books can I borrow over the summer?", "loans"),
    ("I dropped a book into the wrong return slot", "loans"),
    ("How many books may a child borrow?", "loans"),
    ("My book came back with a torn page, it was like that", "loans"),
    ("Somebody else waits for my book, can you extend it all the same?", "loans"),
    ("Do you have the second book of the series?", "loans"),
    ("Is the new cookery book out on loan?", "loans"),
    ("The app shows a book that I never took home", "loans"),
    ("Where do I return a book when you are closed?", "loans"),
    ("I would like to borrow a book in large print", "loans"),
    ("Why is there a fine on my account?", "fines"),
    ("Can I pay the fine in cash?", "fines"),
    ("What is the fine for a book that is two days late?", "fines"),
    ("I paid the fine yesterday and it is still there", "fines"),
    ("Is there a fine when the room is left untidy?", "fines"),
    ("A fine of 4.20 for one day seems a lot", "fines"),
    ("I want to book the small room on Friday", "rooms"),
    ("The projector in the reading room is broken", "rooms"),
    ("How many people fit into the music room?", "rooms"),
    ("May we eat in the group room?", "rooms"),
    ("Somebody sits in the room that I reserved", "rooms"),
    ("Is the quiet room open in the evening?", "rooms"),
    ("I forgot my password", "account"),
    ("My password is not accepted any more", "account"),
    ("How do I change the password in the app?", "account"),
    ("The letter with my password has not arrived", "account"),
    ("Can my husband and I share one password?", "account"),
    ("The link for a new password leads nowhere", "account"),
    ("When does the puppet show begin?", "other"),
    ("There is a wasp nest above the bicycle stand", "other"),
    ("Your coffee machine took my coin", "other"),
    ("Thank you for the lovely afternoon", "other"),
    ("Do you take part in the city's flea market?", "other"),
    ("I found a blue umbrella", "other"),
]
LIBRARY_DESK_CONTESTED = [
    "I lost a book, do I pay for it?",
    "Nobody told me that it costs anything",
    "My card does not open the door",
]

INTERPRET_TOKEN = [
    ("2024-03", "date"),
    ("1.2.3", "version"),
    ("v2024.03", "version"),
    ("03/04", "date"),
    ("12.5", "number"),
    ("20240315", "date"),
    ("1e5", "number"),
    ("Mar-24", "date"),
    ("10.0.0.1", "address"),
    ("3-1", "other"),
    ("2024", "date"),
    ("12:30", "time"),
    ("1.10", "version"),
    ("Q3-2023", "date"),
]
INTERPRET_TOKEN_CONTESTED = ["007", "3.11"]


@pytest.fixture
def clean_filename():
    return CLEAN_FILENAME, CLEAN_FILENAME_CONTESTED


@pytest.fixture
def library_desk():
    return LIBRARY_DESK, LIBRARY_DESK_CONTESTED


@pytest.fixture
def interpret_token():
    return INTERPRET_TOKEN, INTERPRET_TOKEN_CONTESTED
