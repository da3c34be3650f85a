"""What type checkers must take, and what they must know of it."""

from typing import Any, Literal, assert_type

import pointmass as pm

wb = pm.Workbench(model=pm.shipped("own_titles"), approver=pm.ask)


@wb.spec
def clean_filename(title: str) -> str:
    """Turn each title into a clean file name."""
    raise NotImplementedError


@wb.spec(examples=[("Invoice", "billing")], model="claude", options={"max_tokens": 100})
def route_ticket(text: str, *, urgent: bool = False) -> Literal["billing", "other"]:
    """Say which desk a ticket goes to."""
    raise NotImplementedError


@wb.spec(returns=int, prompt="Count the words of {text}.")
def count_words(text: str) -> str:
    """Count the words."""
    raise NotImplementedError


@wb.bind
def slug(title: str) -> str:
    return title.lower()


@wb.bind
async def fetch(url: str) -> bytes:
    return url.encode()


@wb.bind
async def answer_all(ctx: pm.Context, text: str, times: int = 1) -> list[str]:
    return [str(await ctx.call("slug", text)) for _ in range(times)]


@wb.bind
def with_context(ctx: pm.Context, text: str) -> int:
    return len(text)


def takes_a_function(handle: pm.Handle[[str], str]) -> str:
    return handle("x")


def takes_any_handle(handle: pm.Handle) -> Any:
    return handle("x", whatever=1)


async def calls() -> None:
    assert_type(clean_filename("Meeting Notes (2).docx"), str)
    assert_type(clean_filename(title="x"), str)
    assert_type(await clean_filename.acall("x"), str)
    assert_type(route_ticket("help", urgent=True), Literal["billing", "other"])
    assert_type(count_words("a b"), int)
    assert_type(slug("A"), str)
    assert_type(fetch("u"), bytes)
    assert_type(answer_all("x", times=2), list[str])
    assert_type(with_context("x"), int)
    takes_a_function(clean_filename)
    takes_any_handle(route_ticket)
    assert_type(wb["clean_filename"]("x"), Any)
    list(map(clean_filename, ["a", "b"]))


async def verbs(titles: list[str]) -> None:
    sample = clean_filename.sample(titles, 4, fresh=True, progress=False)
    assert_type(sample, pm.Sample)
    assert_type(clean_filename.sample(titles, wait=True), pm.Sample)
    assert_type(clean_filename.sample(titles, wait=False), pm.Sampling)
    assert_type(clean_filename.sample(titles, wait=bool(titles)), pm.Sample | pm.Sampling)
    assert_type(wb.sample("clean_filename", titles, pm.until(mode=0.95), wait=False), pm.Sampling)
    assert_type(await clean_filename.asample(titles, linked=True), pm.Sample)
    assert_type(await clean_filename.sample(titles, wait=False), pm.Sample)
    clean_filename.sample(titles, prompt="Clean it.", examples={"A": "a"}, tools=["slug"], options={"max_tokens": 9})
    clean_filename.vary(titles, 4, prompt=["Clean it."], effort={"much": "high"}, cross=True, score=len)
    print(clean_filename.watch(sample, running=True, draws=4).verdict)
    assert_type(clean_filename.stabilize(sample, agreement=0.9, writer=None), pm.Proposal)
    assert_type(wb.stabilize("clean_filename", sample, probes=0, writer="auto"), pm.Proposal)
    assert_type(pm.compare({"a": sample, "b": sample}, target={"A": "a"}, level=0.9), pm.Comparison)
    assert_type(clean_filename.stabilize(sample, wait=False, budget=2), pm.Job[pm.Proposal])
    assert_type(await clean_filename.stabilize(sample, wait=False), pm.Proposal)
    assert_type(await clean_filename.astabilize(sample, probes=0), pm.Proposal)
    assert_type(clean_filename.watch(sample, wait=False).result().verdict == "same", bool)
    assert_type(clean_filename.partial(), pm.Sample)
    print(clean_filename.sample(titles, wait=False).progress.eta)
    await clean_filename.avary(titles, effort=["low"])
    assert_type(pm.compare({"a": sample, "b": sample}, wait=False), pm.Job[pm.Comparison])
    assert_type(await pm.acompare({"a": sample, "b": sample}, seed=1), pm.Comparison)
    print(sample.interpretations(kind="text", cut=0.3).contested, (await sample.ainterpretations()).contested)
    pm.Judge(wb, about="Names of files.", draws=3)
    pm.Spec.from_function(slug_of, examples=[("A", "a")])


def slug_of(title: str) -> str:
    """Make a slug."""
    return title
