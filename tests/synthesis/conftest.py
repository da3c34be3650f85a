# ruff: noqa: ISC004 - long recorded titles are wrapped by the formatter
"""Modal outcomes of the recorded draws, for the tests of the synthesizer: examples and contested inputs of three specs."""

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

ROUTE_TICKET = [
    ("Is my PIN located on my account somewhere?", "cards"),
    ("Where is my deposit?", "top_ups"),
    ("Is there any way to cancel a transfer?", "transfers"),
    ("I need to get an actual card so that I can use it for in person transactions. How would I do this?", "cards"),
    ("I ordered a card and I still haven't received it. It's been two weeks. What can I do?", "cards"),
    (
        "i want to close an account but im not sure about setting up a new one in the future, what do you recommend",
        "other",
    ),
    ("Is it possible for me to get a virtual card?", "cards"),
    ("Please terminate my account.", "other"),
    ("I cant find my card, it's gone.", "cards"),
    ("Can I have an item refunded?", "other"),
    ("My card was taken from me", "cards"),
    ("How do I change my information?", "identity"),
    ("How long does a transfer take to be confirmed?", "transfers"),
    ("Why doesn't my disposable virtual card work?", "cards"),
    ("Where can I receive my card?", "cards"),
    ("I have never been charged a fee for cash withdrawal before. When did that change?", "fees"),
    ("How do I activate a new card?", "cards"),
    ("What is the fee on my card payment?", "fees"),
    ("I'm still waiting on my card to be delivered.", "cards"),
    ("How long should my new card take to arrive?", "cards"),
    ("Can I create a disposable virtual card?", "cards"),
    ("I can't verify my ID.", "identity"),
    ("What does it mean when my top up is saying  still pending?", "top_ups"),
    ("Get an item refund", "other"),
    ("What is the source of my money?", "identity"),
    ("What should I do if my card is missing?", "cards"),
    ("I want to use a European bank card for a top up. Must I pay?", "fees"),
    (
        "Why do you keep declining my payment? I tried several times already with this card and it's just not working",
        "cards",
    ),
    ("How can I activate my card>", "cards"),
    ("My transfer has been declined and I know it should have went through.", "transfers"),
    ("I was at the ATM trying to made a withdraw and I was declined.", "cards"),
    ("I'd rather get a Mastercard", "cards"),
    ("Why couldn't I complete a transfer?", "transfers"),
]
ROUTE_TICKET_CONTESTED = [
    "Can you freeze my account?  I just saw there are transactions on my account that I don't recognize.  How can I fix "
    "this?",
    "Payment i did not do",
    "How are you determining your exchange rates?",
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
def route_ticket():
    return ROUTE_TICKET, ROUTE_TICKET_CONTESTED


@pytest.fixture
def interpret_token():
    return INTERPRET_TOKEN, INTERPRET_TOKEN_CONTESTED
